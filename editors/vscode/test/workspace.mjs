// Workspaces that tests may change.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A copy of `tests/workspaces/NAME` in a temporary folder; its path. */
export function copyWorkspace(name) {
  const source = path.resolve(import.meta.dirname, "../../../tests/workspaces", name);
  // The real path: editors resolve symbolic links and would name the files differently.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "traefik-ls-")));
  const copy = path.join(folder, name);
  fs.cpSync(source, copy, { recursive: true });
  return copy;
}
