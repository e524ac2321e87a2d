// `npm run test:vscode`: the suite in a VS Code of its own, which this downloads. `editors/test vscode` runs the same
// suite without a download.

import { defineConfig } from "@vscode/test-cli";
import { copyWorkspace } from "./test/workspace.mjs";

export default defineConfig({
  files: "out/*.test.js",
  workspaceFolder: copyWorkspace("article-trap"),
  mocha: { ui: "tdd", timeout: 20_000 },
});
