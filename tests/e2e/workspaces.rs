//! What the commands say of the workspaces that ship with the project. `UPDATE_EXPECT=1` writes it anew.

use expect_test::expect_file;
use serde_json::{Value, json};

use crate::editor::{Editor, uri};
use crate::program::{run, workspace};

const WORKSPACES: [&str; 5] = ["article-right", "article-trap", "shop", "mistakes", "cluster"];

#[test]
fn findings_and_routes() {
    for name in WORKSPACES {
        let check = run(&workspace(name), &["check", "--format", "json"]);
        expect_file![format!("expected/{name}/check.json")].assert_eq(&check.stdout);
        let routes = run(&workspace(name), &["routes", "--format", "json"]);
        expect_file![format!("expected/{name}/routes.json")].assert_eq(&routes.stdout);
        assert_eq!(routes.code, Some(0), "{name}");
    }
}

#[test]
fn a_correct_workspace_has_no_findings() {
    for name in ["article-right", "shop", "cluster"] {
        let check = run(&workspace(name), &["check", "--fail-on", "hint"]);
        assert_eq!(check.code, Some(0), "{name}: {}", check.stdout);
    }
    assert_eq!(run(&workspace("mistakes"), &["check"]).code, Some(1));
}

#[test]
fn explained_requests() {
    for (name, request, words) in [
        ("article-right", "users", "GET http://localhost/api/users"),
        ("article-right", "no-prefix", "GET http://localhost/users"),
        ("article-trap", "users", "GET http://localhost/api/users"),
        ("shop", "order", "GET https://api.shop.example.com/v1/orders/7"),
        ("shop", "book", "GET https://shop.example.com/catalog/books/1?full=1"),
        ("shop", "redirection", "POST http://shop.example.com/catalog/books"),
        ("shop", "www", "GET https://www.shop.example.com/catalog/books"),
        ("shop", "password", "GET https://admin.shop.example.com/reports/daily"),
        ("mistakes", "invoices", "GET http://invoices.example.com/api/invoices"),
        ("mistakes", "account", "GET https://account.example.com/"),
        ("cluster", "ticket", "GET https://support.example.com/api/tickets/7"),
        ("cluster", "report", "GET https://support.example.com/reports/weekly"),
        ("cluster", "redirection", "GET http://support.example.com/tickets"),
    ] {
        let mut arguments = vec!["explain", "--format", "json"];
        arguments.extend(words.split(' '));
        let explain = run(&workspace(name), &arguments);
        assert_eq!(explain.code, Some(0), "{explain:?}");
        expect_file![format!("expected/{name}/explain-{request}.json")].assert_eq(&explain.stdout);
    }
}

/// Command line and editor say the same.
#[test]
fn an_editor_is_told_what_check_finds() {
    for name in WORKSPACES {
        let root = workspace(name);
        let check = run(&root, &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&check.stdout).unwrap();
        let mut editor = Editor::start();
        // Columns of the command line are bytes.
        editor.initialize(&root, &json!({"general": {"positionEncodings": ["utf-8"]}}));
        let findings = report["findings"].as_array().unwrap();
        let mut files: Vec<&str> = findings.iter().map(|finding| finding["file"].as_str().unwrap()).collect();
        files.dedup();
        for file in files {
            let told: Vec<Value> = editor
                .diagnostics(&root.join(file))
                .iter()
                .map(|told| json!([told["code"], told["message"], told["range"]]))
                .collect();
            let found = findings.iter().filter(|finding| finding["file"] == file);
            let found: Vec<Value> =
                found.map(|found| json!([found["code"], found["message"], range(found)])).collect();
            assert_eq!(told, found, "{name}/{file}");
        }
        assert_eq!(editor.shut_down(), Some(0));
    }
}

/// A range as the protocol has it.
fn range(found: &Value) -> Value {
    let position = |end: &str| {
        let number = |name: &str| found[end][name].as_u64().unwrap() - 1;
        json!({"line": number("line"), "character": number("column")})
    };
    json!({"start": position("start"), "end": position("end")})
}

/// From a router to the handler and back, in an editor.
#[test]
fn hover_definition_references_symbols() {
    let root = workspace("article-right");
    let dynamic = root.join("dynamic_conf.yaml");
    let program = root.join("main.go");
    let mut editor = Editor::open(&root);
    editor.open_document(&dynamic, "yaml");
    editor.open_document(&program, "go");
    let at = |document: &str, line: u32, character: u32| {
        json!({
            "textDocument": {"uri": document},
            "position": {"line": line, "character": character},
            "context": {"includeDeclaration": false},
        })
    };
    let (dynamic, program) = (uri(&dynamic), uri(&program));

    let hover = editor.request("textDocument/hover", at(&dynamic, 2, 5));
    let words = hover["contents"]["value"].as_str().unwrap();
    for part in ["/api/users/:id", "/users/:id", "main.showUser"] {
        assert!(words.contains(part), "{part}: {words}");
    }

    // The middleware's reference leads to the middleware.
    let definition = editor.request("textDocument/definition", at(&dynamic, 7, 12));
    assert_eq!(definition[0]["uri"], dynamic.as_str(), "{definition}");
    assert_eq!(definition[0]["range"]["start"]["line"], 11, "{definition}");

    let handlers = editor.request("textDocument/implementation", at(&dynamic, 2, 5));
    let lines: Vec<u64> = handlers
        .as_array()
        .unwrap()
        .iter()
        .filter(|handler| handler["uri"] == program.as_str())
        .map(|handler| handler["range"]["start"]["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [20, 24], "{handlers}");

    // From the handler back to the router.
    let references = editor.request("textDocument/references", at(&program, 20, 6));
    let routers: Vec<&Value> =
        references.as_array().unwrap().iter().filter(|place| place["uri"] == dynamic.as_str()).collect();
    assert!(!routers.is_empty(), "{references}");

    let symbols = editor.request("textDocument/documentSymbol", at(&program, 0, 0));
    let names: Vec<&str> =
        symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["GET /users", "GET /users/:id"]);
    let found = editor.request("workspace/symbol", json!({"query": "api@file"}));
    assert!(found.as_array().unwrap().iter().any(|symbol| symbol["name"] == "api@file"), "{found}");
    assert_eq!(editor.shut_down(), Some(0));
}
