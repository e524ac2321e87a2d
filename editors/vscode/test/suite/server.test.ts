// The extension with its server, on the article's trap: Traefik strips `/api`, and the program waits for it.

import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as vscode from "vscode";
import { at, extension, find, findings, hover, open, targets, until } from "./help";

suite("the trap", () => {
  let dynamic: vscode.TextDocument;

  suiteSetup(async () => {
    await extension();
    dynamic = await open("dynamic_conf.yaml");
  });

  test("is found at the middleware that springs it, with a code that leads to its page", async () => {
    const [finding] = await findings(dynamic, (found) => found.length > 0);
    assert.ok(finding);
    assert.equal(dynamic.lineAt(finding.range.start).text.trim(), "- api-strip");
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(finding.message, /404/);
    assert.ok(typeof finding.code === "object", "the code has a link");
    assert.equal(finding.code.value, "GO101");
    assert.match(finding.code.target.path, /\/docs\/rules\/GO101\.md$/);
  });

  test("both ways out of it are offered", async () => {
    const [finding] = await findings(dynamic, (found) => found.length > 0);
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      dynamic.uri,
      finding.range,
    );
    assert.ok(actions.length >= 2, JSON.stringify(actions.map(({ title }) => title)));
    for (const action of actions) {
      assert.ok(action.edit, `${action.title} changes something`);
    }
  });

  test("goes away while the program is mended, and comes back with it", async () => {
    const program = await open("main.go");
    await replace(program, 'r.Group("/api")', 'r.Group("/")');
    await findings(dynamic, (found) => found.length === 0);

    const text = await hover(dynamic, find(dynamic, "api:"));
    const row = text.split("\n").find((line) => line.startsWith("|") && line.includes("listUsers"));
    assert.match(row ?? text, /\/api\/users.*\|.*\/users.*\|.*listUsers/);

    await replace(program, 'r.Group("/")', 'r.Group("/api")');
    await findings(dynamic, (found) => found.length > 0);
    assert.ok(!program.isDirty || (await program.save()));
  });
});

suite("hover and jumps", () => {
  let dynamic: vscode.TextDocument;

  suiteSetup(async () => {
    await extension();
    dynamic = await open("dynamic_conf.yaml");
    await findings(dynamic, (found) => found.length > 0);
  });

  test("a router tells its paths", async () => {
    const text = await hover(dynamic, find(dynamic, "api:"));
    assert.match(text, /api@file/);
    assert.match(text, /listUsers/);
  });

  test("a matcher tells what it means", async () => {
    assert.match(await hover(dynamic, find(dynamic, "PathPrefix")), /PathPrefix/);
  });

  test("a registration tells its public path", async () => {
    const program = await open("main.go");
    assert.match(await hover(program, find(program, '"/users"', 2)), /\/api\/api\/users/);
  });

  test("a middleware's name leads to the middleware", async () => {
    const line = find(dynamic, "    api-strip:").line + 1;
    const found = await targets("vscode.executeDefinitionProvider", dynamic, find(dynamic, "- api-strip", 4));
    assert.deepEqual(found, [`dynamic_conf.yaml:${line}`]);
  });

  test("an entry point's name leads into the static configuration", async () => {
    const found = await targets("vscode.executeDefinitionProvider", dynamic, find(dynamic, "- web", 3));
    assert.deepEqual(found, ["traefik.yaml:2"]);
  });

  test("a router leads to the handlers behind it", async () => {
    const program = await open("main.go");
    const handlers = ["func listUsers", "func showUser"].map((text) => `main.go:${find(program, text).line + 1}`);
    const router = find(dynamic, "api:");
    assert.deepEqual(await targets("vscode.executeImplementationProvider", dynamic, router), handlers);
  });

  test("a registration leads to its handler", async () => {
    const program = await open("main.go");
    const line = find(program, "func showUser").line + 1;
    const found = await targets("vscode.executeDefinitionProvider", program, find(program, '"/users/:id"', 2));
    assert.deepEqual(found, [`main.go:${line}`]);
  });
});

suite("what changes elsewhere", () => {
  let dynamic: vscode.TextDocument;
  const settings = () => vscode.workspace.getConfiguration("traefik-ls");

  suiteSetup(async () => {
    await extension();
    dynamic = await open("dynamic_conf.yaml");
    await findings(dynamic, (found) => found.length === 1);
  });

  test("a setting reaches the server", async () => {
    await settings().update("rules", { "no-handler": "off" }, vscode.ConfigurationTarget.Workspace);
    await findings(dynamic, (found) => found.length === 0);
    await settings().update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await findings(dynamic, (found) => found.length === 1);
  });

  test("a file that no editor has open is read anew when another program writes it", async () => {
    const file = at("traefik.yaml").fsPath;
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace("web:", "edge:"));
    const found = await findings(dynamic, (found) => found.some(({ message }) => message.includes("`web`")));
    assert.ok(found.some(({ range }) => dynamic.lineAt(range.start).text.trim() === "- web"));
    fs.writeFileSync(file, text);
    await findings(dynamic, (found) => found.length === 1);
  });

  test("a path that leads nowhere is said, and the way back is taken", async () => {
    const { exports } = await extension();
    const client = (wanted: boolean) =>
      until(
        () => ((exports.client() !== undefined) === wanted ? true : undefined),
        () => `a client: ${wanted}`,
      );
    await settings().update("server.path", "./nothing", vscode.ConfigurationTarget.Workspace);
    await client(false);
    await settings().update("server.path", undefined, vscode.ConfigurationTarget.Workspace);
    await client(true);
    await findings(dynamic, (found) => found.length === 1);
  });
});

suite("other files", () => {
  suiteSetup(extension);

  test("keep the language VS Code gives them, and TOML has one", async () => {
    const names = { "x.yaml": "yaml", "compose.yaml": "dockercompose", "x.toml": "toml", "x.go": "go" };
    for (const [name, language] of Object.entries(names)) {
      await vscode.workspace.fs.writeFile(at(`languages/${name}`), new Uint8Array());
      assert.equal((await open(`languages/${name}`)).languageId, language, name);
    }
    await vscode.workspace.fs.delete(at("languages"), { recursive: true });
  });

  test("a label in a compose file is read: a middleware nobody defines", async () => {
    await write("stack/compose.yaml", [
      "services:",
      "  traefik:",
      "    image: traefik:v3.7",
      "    command:",
      "      - --providers.docker=true",
      "      - --entrypoints.web.address=:80",
      "    volumes:",
      "      - /var/run/docker.sock:/var/run/docker.sock:ro",
      "  web:",
      "    image: nginx",
      "    labels:",
      "      - traefik.http.routers.web.rule=Host(`web.example`)",
      "      - traefik.http.routers.web.middlewares=nobody",
      "      - traefik.http.services.web.loadbalancer.server.port=80",
    ]);
    const document = await open("stack/compose.yaml");
    const [finding] = await findings(document, (found) => found.length > 0);
    assert.match(finding?.message ?? "", /nobody/);
  });

  test("a YAML file that is not Traefik's stays clean", async () => {
    await write("other/values.yaml", ["http:", "  port: 80", "rule: Host(", "labels:", "  app: web"]);
    const document = await open("other/values.yaml");
    // The answer to a request shows that the server has read the file.
    await hover(document, new vscode.Position(0, 1));
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});

suite("the server", () => {
  test("is the one that came with the extension, and says its version", async () => {
    const { exports } = await extension();
    const info = exports.client()?.initializeResult?.serverInfo;
    assert.equal(info?.name, "traefik-ls");
    assert.match(info?.version ?? "", /^\d+\.\d+\.\d+/);
  });

  test("is a new process after a restart, the only one, and answers", async () => {
    await extension();
    const dynamic = await open("dynamic_conf.yaml");
    const before = servers();
    assert.equal(before.length, 1);

    // Twice, as an impatient user does.
    await Promise.all([
      vscode.commands.executeCommand("traefik-ls.restart"),
      vscode.commands.executeCommand("traefik-ls.restart"),
    ]);
    const after = await until(
      () => {
        const now = servers();
        return now.length === 1 ? now : undefined;
      },
      () => servers().join(),
    );
    assert.notDeepEqual(after, before);
    await findings(dynamic, (found) => found.length > 0);
  });

  test("comes back when it dies", async () => {
    await extension();
    const dynamic = await open("dynamic_conf.yaml");
    const [victim] = servers();
    assert.ok(victim);
    process.kill(Number(victim), "SIGKILL");
    await until(
      () => (servers().some((pid) => pid !== victim) ? true : undefined),
      () => "no new process",
    );
    await findings(dynamic, (found) => found.length > 0);
  });
});

/** The servers this extension host has started. */
function servers(): string[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state, ...args]) => {
      const alive = !state?.startsWith("Z");
      return parent === String(process.pid) && alive && args.join(" ").includes("traefik-ls --stdio");
    })
    .map(([pid]) => pid ?? "");
}

async function replace(document: vscode.TextDocument, old: string, text: string): Promise<void> {
  const start = find(document, old, 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, old.length)), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function write(name: string, lines: string[]): Promise<void> {
  await vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(`${lines.join("\n")}\n`));
}
