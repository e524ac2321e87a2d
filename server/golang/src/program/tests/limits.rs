//! What no program does: half-typed files, nesting without end, loops that grow.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use expect_test::expect;

use super::{check, read};

/// A program that uses most of the language.
const PROGRAM: &str = r#"
package main

import (
	"fmt"
	g "github.com/gin-gonic/gin"
)

type server[T any] struct {
	*g.Engine
	routes map[string]func(*g.Context)
	name   string `env:"NAME"`
}

const prefix, port = "/a\x2f\"" + `raw`, 8080

func (s *server[T]) mount(r g.IRouter, more ...string) (err error) {
	defer func() { _ = recover() }()
	switch v := any(r).(type) {
	case *g.Engine:
		v.GET(prefix, nil)
	default:
		return fmt.Errorf("no")
	}
	for i, path := range more {
		if i == 0 && path != "" || !true {
			continue
		}
		r.Group(path).Handle("GET", fmt.Sprintf("/%d", i), func(c *g.Context) { c.Next() })
	}
	select {
	case <-make(chan int):
	}
label:
	for {
		break label
	}
	return
}

func main() {
	s := &server[int]{Engine: g.New(), routes: map[string]func(*g.Context){"/x": nil}}
	for path, h := range s.routes {
		s.GET(path, h)
	}
	if err := s.mount(s.Engine, "a", "b"); err != nil {
		panic(err)
	}
	s.Run(fmt.Sprint(":", port))
}
"#;

#[test]
fn a_file_may_end_anywhere() {
    for end in (0..PROGRAM.len()).filter(|end| PROGRAM.is_char_boundary(*end)) {
        read(&PROGRAM[..end]);
    }
}

#[test]
fn a_file_may_lack_any_line() {
    let lines: Vec<&str> = PROGRAM.lines().collect();
    for missing in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|(line, _)| *line != missing).map(|(_, line)| *line).collect();
        read(&rest.join("\n"));
    }
}

/// A `main` with `body`.
fn program(body: &str) -> String {
    let head = "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nvar any gin.HandlerFunc\n\n";
    format!("{head}func main() {{\n\tr := gin.New()\n{body}\n}}\n\nfunc id(x string) string {{ return x }}\n")
}

#[test]
fn nesting_ends() {
    let deep = 5_000;
    let bodies = [
        format!("r.GET({}\"/\"{}, any)", "(".repeat(deep), ")".repeat(deep)),
        format!("r.GET({}\"/\"{}, any)", "id(".repeat(deep), ")".repeat(deep)),
        format!("r{}", ".GET(\"/\", any)".repeat(deep)),
        format!("{}r.GET(\"/\", any){}", "{".repeat(deep), "}".repeat(deep)),
        format!("{}r.GET(\"/\", any){}", "if r != nil {".repeat(deep), "}".repeat(deep)),
        format!("{}{}", "func() {".repeat(deep), "}()".repeat(deep)),
        format!("x := {}{}", "[]any{".repeat(deep), "}".repeat(deep)),
        format!("var x {}int", "*".repeat(deep)),
        format!("r.GET({}\"/\", any)", "\"a\" + ".repeat(deep)),
        format!("r.GET({}\"/\", any)", "!".repeat(deep)),
    ];
    for body in bodies {
        let start = Instant::now();
        read(&program(&body));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}: {:.60}", start.elapsed(), body);
    }
}

#[test]
fn growth_ends() {
    let mut branches = String::new();
    for at in 0..2_000 {
        writeln!(branches, "if id(\"\") == any{at} {{ r = r.Group(\"/{at}\") }}").unwrap();
    }
    let bodies = [
        "s := \"/a\"\nfor i := range 1000 { s += s }\nr.GET(s, any)".to_owned(),
        "xs := []string{\"a\"}\nfor i := range 1000 { xs = append(xs, xs...) }\nfor _, x := range xs { r.GET(x, any) }".to_owned(),
        "for i := range 900 { for j := range 900 { for k := range 900 { r.GET(\"/x\", any) } } }".to_owned(),
        "m := map[string]any{}\nfor i := range 900 { for j := range 900 { m[id(any)] = any } }".to_owned(),
        "var f func(int)\nf = func(n int) { f(n); f(n); f(n); r.GET(\"/\", any) }\nf(1)".to_owned(),
        branches,
    ];
    for body in bodies {
        let start = Instant::now();
        let (_, apps) = read(&program(&body));
        assert_eq!(apps.len(), 1, "{body:.60}");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}: {body:.60}", start.elapsed());
    }
}

#[test]
fn what_was_cut_is_said() {
    check(
        &program("\tfor i := range 900 { for j := range 900 { id(\"/x\") } }\n\tr.GET(\"/late\", any)"),
        &expect![[r#"
            shop (gin, main "")
              unseen the program is too large to be followed to its end
        "#]],
    );
}
