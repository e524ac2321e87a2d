// node editors/helix/test.mjs
//
// No registry has a Helix to run, so what it would read is held against what it expects: languages.toml, and the query
// files with what they build on.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import test from "node:test";

const { parse } = createRequire(new URL("../harness/package.json", import.meta.url))("smol-toml");
const here = import.meta.dirname;
const config = parse(fs.readFileSync(path.join(here, "languages.toml"), "utf8"));
const languages = new Map(config.language.map((language) => [language.name, language]));

// Helix 25.07's own lists, which ours replace.
const servers = {
  yaml: ["yaml-language-server", "ansible-language-server"],
  "docker-compose": ["docker-compose-langserver", "yaml-language-server", "docker-language-server"],
  toml: ["taplo", "tombi"],
  go: ["gopls", "golangci-lint-lsp"],
};

test("the server is started as a language server", () => {
  const { command, args } = config["language-server"]["traefik-ls"];
  assert.deepEqual([command, ...args], ["traefik-ls", "--stdio"]);
});

test("every language keeps Helix's own servers, in their order", () => {
  for (const [name, own] of Object.entries(servers)) {
    const ours = languages.get(name)["language-servers"];
    assert.ok(ours.includes("traefik-ls"), name);
    assert.deepEqual(
      ours.filter((server) => server !== "traefik-ls"),
      own,
      name,
    );
  }
});

test("languages use keys Helix knows, for it refuses the whole file otherwise", () => {
  const known = [
    "name",
    "language-id",
    "scope",
    "grammar",
    "file-types",
    "injection-regex",
    "comment-token",
    "indent",
    "language-servers",
  ];
  for (const [name, language] of languages) {
    assert.deepEqual(
      Object.keys(language).filter((key) => !known.includes(key)),
      [],
      name,
    );
    // A language of our own needs both; Helix has them for the others.
    assert.ok(name in servers || (language.scope && language["file-types"]), name);
  }
});

test("the injected language is one that is configured", () => {
  const injection = new RegExp(languages.get("traefik_rule")["injection-regex"]);
  const named = queries()
    .filter(({ name }) => name === "injections.scm")
    .flatMap(({ language, text }) => [...text.matchAll(/injection\.language "(\w+)"/g)].map(([, to]) => [language, to]))
    .filter(([language]) => language !== "traefik_rule");
  assert.deepEqual([...new Set(named.map(([language]) => language))].sort(), [
    "_traefik-toml",
    "docker-compose",
    "traefik",
  ]);
  for (const [, to] of named) {
    assert.match(to, injection);
  }
});

test("every language of our own has its colours, and a query builds on one that exists", () => {
  const all = queries();
  for (const name of [...languages.keys()].filter((name) => !(name in servers))) {
    const files = all.filter(({ language }) => language === name).map(({ name }) => name);
    assert.ok(files.includes("highlights.scm") && files.includes("injections.scm"), name);
  }
  const folders = new Set([...all.map(({ language }) => language), "yaml", "toml"]);
  for (const { language, name, text } of all) {
    for (const [, parents] of text.matchAll(/^; inherits: (\S+)$/gm)) {
      for (const parent of parents.split(",")) {
        assert.ok(folders.has(parent), `${language}/${name} builds on ${parent}`);
      }
    }
  }
});

/** The shipped query files. */
function queries() {
  const root = path.join(here, "runtime/queries");
  return fs
    .readdirSync(root)
    .flatMap((language) =>
      fs
        .readdirSync(path.join(root, language))
        .map((name) => ({ language, name, text: fs.readFileSync(path.join(root, language, name), "utf8") })),
    );
}
