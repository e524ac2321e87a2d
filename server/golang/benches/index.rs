//! How fast a tree of Go files becomes apps: `cargo bench -p golang`. In one tree a fiftieth of the files has to do with
//! routes, in the other all have.

use std::fmt::Write as _;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use golang::facts;
use golang::program::{Module, Source, apps};
use rayon::prelude::*;
use syntax::FileId;

/// Files of a tree.
const FILES: u32 = 2_000;

fn main() {
    divan::main();
}

#[divan::bench(args = [50, 1], sample_count = 10)]
fn index(bencher: Bencher, one_in: u32) {
    let tree = tree(one_in);
    let bytes: usize = tree.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| apps(&read(&tree), &[module()]));
}

/// All facts are there but one file's: what an edit costs.
#[divan::bench(args = [50, 1], sample_count = 10)]
fn edit(bencher: Bencher, one_in: u32) {
    let tree = tree(one_in);
    let mut sources = read(&tree);
    apps(&sources, &[module()]);
    bencher.bench_local(move || {
        let (path, text) = &tree[0];
        sources[0].facts = Arc::new(facts::read(path, Arc::clone(text)));
        apps(&sources, &[module()])
    });
}

fn module() -> Module {
    Module::parse("", "module example.com/shop\ngo 1.26\nrequire github.com/gin-gonic/gin v1.12.0\n")
}

fn read(tree: &[(String, Arc<str>)]) -> Vec<Source> {
    let sources = tree.par_iter().zip(0..FILES).map(|((path, text), number)| Source {
        file: FileId(number),
        path: path.clone(),
        facts: Arc::new(facts::read(path, Arc::clone(text))),
    });
    sources.collect()
}

/// A `main` that calls every package with routes, one in `one_in`, and the others.
fn tree(one_in: u32) -> Vec<(String, Arc<str>)> {
    let mut imports = String::new();
    let mut calls = String::new();
    let mut files = Vec::new();
    for number in 1..FILES {
        let mut text = format!("package p{number}\n\nimport (\n\t\"context\"\n\t\"errors\"\n");
        if number % one_in == 0 {
            writeln!(imports, "\t\"example.com/shop/p{number}\"").unwrap_or_default();
            writeln!(calls, "\tp{number}.Register(r.Group(\"/p{number}\"))").unwrap_or_default();
            text.push_str("\n\t\"github.com/gin-gonic/gin\"\n)\n\nfunc Register(g *gin.RouterGroup) {\n");
            text.push_str(
                "\tg.GET(\"/:id\", show)\n\tg.POST(\"\", show)\n}\n\nfunc show(c *gin.Context) {}\n",
            );
        } else {
            text.push_str(")\n");
        }
        for function in 0..20 {
            write!(
                text,
                "\n// Work{function} does a piece of work on what it is given.\nfunc Work{function}(ctx context.Context, \
                 items []string) (map[string]int, error) {{\n\tcounts := make(map[string]int, len(items))\n\tfor index, item := \
                 range items {{\n\t\tif item == \"\" || index > 1000 {{\n\t\t\treturn nil, errors.New(\"an item is \
                 empty\")\n\t\t}}\n\t\tcounts[item] += index * {function}\n\t}}\n\treturn counts, ctx.Err()\n}}\n"
            )
            .unwrap_or_default();
        }
        files.push((format!("p{number}/p.go"), Arc::from(text)));
    }
    let main = format!(
        "package main\n\nimport (\n{imports}\n\t\"github.com/gin-gonic/gin\"\n)\n\nfunc main() {{\n\tr := \
         gin.New()\n{calls}\tr.Run()\n}}\n"
    );
    files.insert(0, ("main.go".to_owned(), Arc::from(main)));
    files
}
