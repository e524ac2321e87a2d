// node extension-host.mjs EXTENSION WORKSPACE
//
// Runs the extension's own suite (EXTENSION/out/index.js) inside VS Code's extension host, as @vscode/test-electron
// would, but without a download: the web workbench takes the same two paths from its address, where its server runs
// with the driver for smoke tests.

import { openPage, serve } from "./vscode.mjs";

const [extension, workspace] = process.argv.slice(2);
const PATIENCE = 180_000;

const server = await serve({ tests: true });
const { browser, page } = await openPage();
let code = 1;
try {
  code = await run();
} finally {
  await browser.close();
  server.stop();
}
process.exit(code);

async function run() {
  const remote = (path) => `vscode-remote://${server.host}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(`${extension}/out/index`)],
    ["skipWelcome", "true"],
  ];
  // The suite marks what it prints; the rest is the editor's own talk, which matters only if the suite never ends.
  const talk = [];
  await page.exposeFunction("codeAutomationLog", (_type, [first, ...rest]) => {
    if (typeof first === "string" && first.startsWith("\u2502")) {
      console.log(first.slice(1));
    } else {
      talk.push([first, ...rest].join(" "));
    }
  });
  const ended = new Promise((resolve, reject) => {
    page.exposeFunction("codeAutomationExit", resolve).catch(reject);
    const giveUp = () => reject(new Error(`the suite did not end within ${PATIENCE / 1000} s\n${talk.join("\n")}`));
    setTimeout(giveUp, PATIENCE).unref();
  });
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  await page.goto(`${server.url}?${query}`);
  return ended;
}
