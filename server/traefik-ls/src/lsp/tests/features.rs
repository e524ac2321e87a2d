//! Each feature once, over the protocol: what it says is tested where it is made, here is how it arrives.

use std::path::Path;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::*;

/// A router with a typo, its service, and the Gin program behind it.
const FILES: &str = r#"
//- traefik.yml
entryPoints:
  web:
    address: ":80"
providers:
  file:
    filename: dynamic.yml
//- dynamic.yml
http:
  routers:
    api:
      rule: PathPrefix(`/v1`)
      middlewares: [strpi]
      service: users
    open:
      rule: PathPrefix(`/users`)
      service: users
  middlewares:
    strip:
      stripPrefix:
        prefixes: [/v1]
  services:
    users:
      loadBalancer:
        servers:
          - url: http://localhost:8080
//- go.mod
module example.com/users

require github.com/gin-gonic/gin v1.12.0
//- main.go
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.Default()
	r.GET("/users", list)
	r.Run(":8080")
}

func list(c *gin.Context) {}
"#;

fn at(folder: &tempfile::TempDir, path: &str, line: u32, character: u32) -> Value {
    let position = json!({ "line": line, "character": character });
    json!({ "textDocument": { "uri": uri(folder.path(), path) }, "position": position })
}

/// What `method` answers, without the folder's name.
async fn check(
    capabilities: Value,
    method: &str,
    params: impl Fn(&tempfile::TempDir) -> Value,
    expected: &Expect,
) {
    let folder = folder(FILES);
    let mut client = Client::with(folder.path(), capabilities).await;
    let params = params(&folder);
    // Until the folder is read, the workspace is not known.
    client.pull(&uri(folder.path(), "dynamic.yml")).await;
    let answer = client.request(method, params).await.unwrap();
    expected.assert_eq(&shown(answer, folder.path()));
}

/// JSON with ranges as `line:character-line:character` and without the folder's name.
fn shown(value: Value, folder: &Path) -> String {
    fn short(value: Value) -> Value {
        match value {
            Value::Object(fields) if fields.len() == 2 && fields.contains_key("start") => {
                let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
                format!("{}-{}", place(&fields["start"]), place(&fields["end"])).into()
            }
            Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, short(value))).collect(),
            Value::Array(items) => items.into_iter().map(short).collect(),
            other => other,
        }
    }
    let text = serde_json::to_string_pretty(&short(value)).unwrap();
    text.replace(&uri(folder, ""), "file:///folder")
}

/// What old clients say of themselves: nothing.
fn nothing() -> Value {
    json!({})
}

#[tokio::test]
async fn hover() {
    check(capabilities(), "textDocument/hover", |folder| at(folder, "dynamic.yml", 6, 5), &expect![[r#"
        {
          "contents": {
            "kind": "markdown",
            "value": "**Router** `open@file`\n\nListens for **http** on `web` (`:80`).\n\nPriority **20** (the rule's length in bytes); higher ones are tried first.\n\nservice `users@file` → `http://localhost:8080`\n\n| public path | effective path | handler |\n|---|---|---|\n| `GET /users` | `/users` | `main.list` |\n\nTry `curl http://localhost/users`"
          },
          "range": "6:4-6:8"
        }"#]])
        .await;
}

#[tokio::test]
async fn definition_with_and_without_links() {
    let params = |folder: &_| at(folder, "dynamic.yml", 8, 17);
    check(
        capabilities(),
        "textDocument/definition",
        params,
        &expect![[r#"
        [
          {
            "originSelectionRange": "8:15-8:20",
            "targetRange": "14:4-17:38",
            "targetSelectionRange": "14:4-14:9",
            "targetUri": "file:///folder/dynamic.yml"
          }
        ]"#]],
    )
    .await;
    check(
        nothing(),
        "textDocument/definition",
        params,
        &expect![[r#"
        [
          {
            "range": "14:4-14:9",
            "uri": "file:///folder/dynamic.yml"
          }
        ]"#]],
    )
    .await;
}

#[tokio::test]
async fn implementation() {
    let params = |folder: &_| at(folder, "dynamic.yml", 6, 5);
    check(
        capabilities(),
        "textDocument/implementation",
        params,
        &expect![[r#"
        [
          {
            "range": "10:5-10:9",
            "uri": "file:///folder/main.go"
          }
        ]"#]],
    )
    .await;
}

#[tokio::test]
async fn references() {
    let params = |folder: &_| {
        let mut params = at(folder, "dynamic.yml", 14, 5);
        params["context"] = json!({ "includeDeclaration": false });
        params
    };
    check(
        capabilities(),
        "textDocument/references",
        params,
        &expect![[r#"
        [
          {
            "range": "5:15-5:20",
            "uri": "file:///folder/dynamic.yml"
          },
          {
            "range": "8:15-8:20",
            "uri": "file:///folder/dynamic.yml"
          }
        ]"#]],
    )
    .await;
}

#[tokio::test]
async fn outlines_nested_and_flat() {
    let params =
        |folder: &tempfile::TempDir| json!({ "textDocument": { "uri": uri(folder.path(), "main.go") } });
    check(
        capabilities(),
        "textDocument/documentSymbol",
        params,
        &expect![[r#"
        [
          {
            "detail": "main.list",
            "kind": 6,
            "name": "GET /users",
            "range": "6:3-6:22",
            "selectionRange": "6:7-6:15"
          }
        ]"#]],
    )
    .await;
    check(
        nothing(),
        "textDocument/documentSymbol",
        params,
        &expect![[r#"
        [
          {
            "kind": 6,
            "location": {
              "range": "6:3-6:22",
              "uri": "file:///folder/main.go"
            },
            "name": "GET /users"
          }
        ]"#]],
    )
    .await;
}

#[tokio::test]
async fn symbols_of_the_workspace() {
    check(
        capabilities(),
        "workspace/symbol",
        |_| json!({ "query": "get" }),
        &expect![[r#"
        [
          {
            "containerName": "users",
            "kind": 6,
            "location": {
              "range": "6:3-6:22",
              "uri": "file:///folder/main.go"
            },
            "name": "GET /users"
          }
        ]"#]],
    )
    .await;
}

fn actions(folder: &tempfile::TempDir, only: &Value) -> Value {
    let position = json!({ "line": 4, "character": 23 });
    let range = json!({ "start": position, "end": position });
    let covered = json!({ "start": { "line": 4, "character": 20 }, "end": { "line": 4, "character": 25 } });
    let diagnostics = json!([
        { "range": covered, "code": "TRK201", "source": "traefik-ls", "message": "as it was sent" },
        { "range": covered, "code": "other", "source": "yaml", "message": "of another server" },
    ]);
    let mut context = json!({ "diagnostics": diagnostics });
    if !only.is_null() {
        context["only"] = only.clone();
    }
    let document = json!({ "uri": uri(folder.path(), "dynamic.yml") });
    json!({ "textDocument": document, "range": range, "context": context })
}

#[tokio::test]
async fn fixes() {
    let params = |folder: &_| actions(folder, &Value::Null);
    check(
        capabilities(),
        "textDocument/codeAction",
        params,
        &expect![[r#"
        [
          {
            "diagnostics": [
              {
                "code": "TRK201",
                "message": "as it was sent",
                "range": "4:20-4:25",
                "source": "traefik-ls"
              }
            ],
            "edit": {
              "changes": {
                "file:///folder/dynamic.yml": [
                  {
                    "newText": "strip",
                    "range": "4:20-4:25"
                  }
                ]
              }
            },
            "kind": "quickfix",
            "title": "Write `strip`"
          }
        ]"#]],
    )
    .await;
    let mut versioned = capabilities();
    versioned["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    check(
        versioned,
        "textDocument/codeAction",
        |folder| actions(folder, &json!([""])),
        &expect![[r#"
        [
          {
            "diagnostics": [
              {
                "code": "TRK201",
                "message": "as it was sent",
                "range": "4:20-4:25",
                "source": "traefik-ls"
              }
            ],
            "edit": {
              "documentChanges": [
                {
                  "edits": [
                    {
                      "newText": "strip",
                      "range": "4:20-4:25"
                    }
                  ],
                  "textDocument": {
                    "uri": "file:///folder/dynamic.yml",
                    "version": null
                  }
                }
              ]
            },
            "kind": "quickfix",
            "title": "Write `strip`"
          }
        ]"#]],
    )
    .await;
}

#[tokio::test]
async fn fixes_are_not_forced_on_anybody() {
    for (capabilities, only) in [(capabilities(), json!(["refactor"])), (nothing(), Value::Null)] {
        check(capabilities, "textDocument/codeAction", |folder| actions(folder, &only), &expect!["null"])
            .await;
    }
}

#[tokio::test]
async fn a_finding_in_full() {
    let folder = folder(FILES);
    let mut client = Client::open(folder.path()).await;
    let message = client.wait(client::is_diagnostics).await;
    expect![[r#"
        {
          "diagnostics": [
            {
              "code": "TRK201",
              "codeDescription": {
                "href": "https://github.com/traefik-ls/traefik-ls/blob/main/docs/rules/TRK201.md"
              },
              "message": "Requests for `api@file` get 404, or whatever other router matches them: middleware `strpi@file` does not exist, so Traefik drops the router. `strip@file` exists (dynamic.yml:11): write `strip`.",
              "range": "4:20-4:25",
              "relatedInformation": [
                {
                  "location": {
                    "range": "10:4-10:9",
                    "uri": "file:///folder/dynamic.yml"
                  },
                  "message": "`strip@file` is declared here"
                }
              ],
              "severity": 1,
              "source": "traefik-ls"
            }
          ],
          "uri": "file:///folder/dynamic.yml"
        }"#]].assert_eq(&shown(message["params"].clone(), folder.path()));
}

/// A change in one file makes findings in another come and go.
#[tokio::test]
async fn findings_follow_other_files() {
    let folder = folder(FILES);
    let mut client = Client::open(folder.path()).await;
    let (dynamic, program) = (uri(folder.path(), "dynamic.yml"), uri(folder.path(), "main.go"));
    let text = fixture::Fixture::parse(FILES).text("dynamic.yml").replace("strpi", "strip");
    client.did_open(&dynamic, "yaml", &text).await;
    client.expect_diagnostics(&dynamic, &[]).await;
    let before = fixture::Fixture::parse(FILES).text("main.go").to_owned();
    client.did_open(&program, "go", &before.replace("\"/users\"", "\"/v1/users\"")).await;
    while client.diagnostics(&dynamic).await.1.is_empty() {}
    client.did_change(&program, 2, &before).await;
    client.expect_diagnostics(&dynamic, &[]).await;
}
