// What VS Code calls where no test runner drives it: every suite of this folder, in this extension host.

import * as fs from "node:fs";
import * as path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

export function run(): Promise<void> {
  // Marked, because the editor talks on the same console.
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => console.log(`\u2502${format(...words)}`);
  const mocha = new Mocha({ ui: "tdd", timeout: 20_000 });
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith(".test.js")) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
  });
}
