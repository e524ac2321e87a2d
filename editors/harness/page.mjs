// node page.mjs VSIX WORKSPACES [--pictures DIR]
//
// One pass through VS Code as a user sees it, with the packaged extension installed: a finding under its squiggle, the
// hover with the table of paths, the jump from a router into Go, and a folder that is not trusted. With --pictures it
// keeps what it saw for the README.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { openPage, serve } from "./vscode.mjs";

const [vsix, originals, flag, pictures] = process.argv.slice(2);
const keep = flag === "--pictures" ? pictures : undefined;

// The home folder of the user in the pictures: VS Code shows it as `~`.
const workspaces = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "traefik-ls-page-")));
process.on("exit", () => fs.rmSync(workspaces, { recursive: true, force: true }));
fs.cpSync(originals, workspaces, { recursive: true });

await visit({ trusting: true }, async (vscode) => {
  await vscode.openFolder("article-trap");
  await vscode.openFile("dynamic_conf.yaml");
  await vscode.see("a squiggle", ".squiggly-warning");
  await vscode.pointAt("api-strip");
  await vscode.see("the finding", ".monaco-hover", /404/);
  await vscode.see("its fixes", ".monaco-hover .hover-row.status-bar", /Quick Fix/);
  await vscode.keep("vscode-finding");

  await vscode.openFolder("article-right");
  await vscode.openFile("dynamic_conf.yaml");
  await vscode.see("the language's status", "#status\\.languageStatus");
  await vscode.pointAt("api");
  await vscode.see("the table of paths", ".monaco-hover table", /\/api\/users.*\/users.*listUsers/s);
  await vscode.keep("vscode-hover");

  await vscode.click("api");
  await vscode.press("F12");
  await vscode.see("the handlers", ".peekview-widget", /main\.go.*listUsers/s);
  await vscode.keep("vscode-jump");
  await vscode.press("Enter");
  await vscode.see("the program", ".tab.active", /main\.go/);
  await vscode.see("its first handler", "#status\\.editor\\.selection", new RegExp(`Ln ${line("func listUsers")},`));
});

await visit({ trusting: false }, async (vscode) => {
  await vscode.openFolder("article-trap");
  await vscode.see("Restricted Mode", "#status\\.workspaceTrust", /Restricted/);
  await vscode.openFile("dynamic_conf.yaml");
  await vscode.see("a squiggle without trust", ".squiggly-warning");
});

/** The line, counted from 1, of the right workspace's program that holds `text`. */
function line(text) {
  const program = fs.readFileSync(path.join(workspaces, "article-right/main.go"), "utf8");
  return program.slice(0, program.indexOf(text)).split("\n").length;
}

/** Runs `story` in a fresh VS Code with the extension installed. */
async function visit(options, story) {
  const server = await serve({ extensions: [vsix], user: workspaces, ...options });
  const { browser, page } = await openPage();
  try {
    await story(hands(page, server));
  } catch (error) {
    const failed = path.join(process.env.TMPDIR ?? "/tmp", "traefik-ls-page.png");
    await page.screenshot({ path: failed });
    throw new Error(`${error.message}\nthe page as it was: ${failed}`);
  } finally {
    await browser.close();
    server.stop();
  }
}

/** What a user can do and see on `page`. */
function hands(page, server) {
  const see = async (what, selector, text) => {
    const seen = page.locator(selector).filter({ visible: true, ...(text && { hasText: text }) });
    await seen
      .first()
      .waitFor({ timeout: 20_000 })
      .catch(async () => {
        const instead = await page.locator(selector).allInnerTexts();
        throw new Error(`${what} did not appear; ${selector} shows ${JSON.stringify(instead)}`);
      });
    console.log(`  ✔ ${what}`);
  };
  // What the grammar takes for one token is one element.
  const token = (text) =>
    page.locator(".editor-instance .view-line span:not(:has(span))", { hasText: new RegExp(`^${text}$`) }).first();
  return {
    see,
    async openFolder(name) {
      const query = new URLSearchParams({ folder: path.join(workspaces, name) });
      await page.goto(`${server.url}?${query}`);
      await page.locator(".monaco-workbench").waitFor();
    },
    async openFile(name) {
      await page.locator(".explorer-folders-view").getByText(name, { exact: true }).dblclick();
      await see(name, ".tab.active", name);
      await page.locator(".editor-instance .view-line").first().waitFor();
    },
    pointAt: (text) => token(text).hover(),
    click: (text) => token(text).click(),
    press: (keys) => page.keyboard.press(keys),
    async keep(name) {
      if (keep !== undefined) {
        await page.screenshot({ path: path.join(keep, `${name}.png`) });
      }
    },
  };
}
