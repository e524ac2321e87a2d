//! How fast YAML is read: `cargo bench -p syntax`. libyaml's bare events, in the same run, are the measure.

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::BytesCount;

const LINES: [usize; 2] = [1_000, 10_000];

fn main() {
    for lines in LINES {
        let (whole, broken) = (dynamic_file(lines), half_typed(lines));
        let events = fastest(|| libyaml_events(&whole));
        let ratio = |time: Duration| time.as_secs_f64() / events.as_secs_f64();
        let tree = ratio(fastest(|| syntax::yaml::parse(&whole)));
        let mended = ratio(fastest(|| syntax::yaml::parse(&broken)));
        #[expect(clippy::print_stdout, reason = "a benchmark reports")]
        {
            println!("{lines} lines, in libyaml event passes: tree {tree:.2}, half typed {mended:.2}");
        }
    }
    divan::main();
}

#[divan::bench(args = LINES)]
fn libyaml(bencher: Bencher, lines: usize) {
    let text = dynamic_file(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| libyaml_events(&text));
}

#[divan::bench(args = LINES)]
fn tree(bencher: Bencher, lines: usize) {
    let text = dynamic_file(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::yaml::parse(&text));
}

#[divan::bench(args = LINES)]
fn tree_half_typed(bencher: Bencher, lines: usize) {
    let text = half_typed(lines);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::yaml::parse(&text));
}

fn fastest<T>(mut run: impl FnMut() -> T) -> Duration {
    let times = (0..20).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn libyaml_events(text: &str) -> usize {
    let mut bytes = text.as_bytes();
    let mut parser = libyaml_safer::Parser::new();
    parser.set_input_string(&mut bytes);
    parser.flatten().count()
}

/// A file of routers, eight lines each.
fn dynamic_file(lines: usize) -> String {
    let router = |number: usize| {
        format!(
            "    router{number}:
      rule: \"Host(`host{number}.example.com`) && PathPrefix(`/api/v{number}`)\"
      service: service{number}
      entryPoints:
        - web
        - websecure
      middlewares: [strip{number}, auth]
      priority: {number}
"
        )
    };
    let routers: Vec<String> = (0..lines / 8).map(router).collect();
    format!("http:\n  routers:\n{}", routers.concat())
}

/// The same with half a key in the middle.
fn half_typed(lines: usize) -> String {
    let middle = format!("      service: service{}\n", lines / 16);
    dynamic_file(lines).replacen(&middle, &format!("{middle}      prio\n"), 1)
}
