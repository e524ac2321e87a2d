//! What the parts cost, without the protocol.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run should say so")]

mod texts;

use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use tempfile::TempDir;
use traefik_ls::workspace::Workspace;

fn main() {
    divan::main();
}

fn shop() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workspaces/shop")
}

/// A static configuration and the dynamic file of 1,000 lines.
fn thousand_lines() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("traefik.yml"), texts::STATIC).unwrap();
    fs::write(folder.path().join("dynamic.yml"), texts::dynamic()).unwrap();
    folder
}

/// Reads the shop, from the disk to its findings.
#[divan::bench]
fn check_the_shop() -> usize {
    let workspace = Workspace::open(&shop()).unwrap();
    workspace.snapshot().findings().len()
}

/// Looks whether anything in the shop has changed.
#[divan::bench]
fn refresh_the_shop(bencher: Bencher<'_, '_>) {
    let workspace = Workspace::open(&shop()).unwrap();
    bencher.bench_local(|| workspace.refresh());
}

/// A folder with the shop's static file and 20,000 files that are none of ours.
#[divan::bench(sample_count = 20)]
fn open_a_folder_of_20000_unrelated_files(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().unwrap();
    for number in 0..20_000 {
        let below = folder.path().join(format!("src/{}", number / 200));
        if number % 200 == 0 {
            fs::create_dir_all(&below).unwrap();
        }
        fs::write(below.join(format!("{number}.ts")), "export {}\n").unwrap();
    }
    fs::write(folder.path().join("traefik.yml"), texts::STATIC).unwrap();
    bencher.bench_local(|| Workspace::open(black_box(folder.path())).unwrap().snapshot().files().count());
}

/// One keystroke in the dynamic file of 1,000 lines, to its findings.
#[divan::bench]
fn edit_1000_lines(bencher: Bencher<'_, '_>) {
    let folder = thousand_lines();
    let workspace = Workspace::open(folder.path()).unwrap();
    let texts = [texts::dynamic(), texts::dynamic().replacen("service: s50", "service: s5x", 1)];
    let mut version = 0;
    bencher.bench_local(|| {
        version += 1;
        workspace.update("dynamic.yml", texts[version % 2].as_str(), i32::try_from(version).unwrap());
        workspace.snapshot().findings().len()
    });
}
