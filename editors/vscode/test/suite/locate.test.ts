// Which program is run.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Circumstances, locate } from "../../src/locate";

suite("the program", () => {
  let root: string;
  let at: Circumstances;

  setup(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "traefik-ls-locate-"));
    for (const name of ["extension/server/traefik-ls", "bin/traefik-ls", "workspace/mine"]) {
      fs.mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), "");
    }
    at = {
      setting: "",
      trusted: true,
      extension: path.join(root, "extension"),
      workspace: path.join(root, "workspace"),
      searchPath: ["relative", path.join(root, "empty"), path.join(root, "bin")].join(path.delimiter),
    };
  });

  teardown(() => fs.rmSync(root, { recursive: true }));

  const check = (change: Partial<Circumstances>, expected: string) => {
    const { command, origin } = locate({ ...at, ...change });
    assert.equal(`${origin} ${path.relative(root, command)}`, expected);
  };

  test("is the bundled one where nothing is set", () => check({}, "bundled extension/server/traefik-ls"));

  test("is the one that is set, before the bundled one", () => {
    check({ setting: path.join(root, "workspace/mine") }, "setting workspace/mine");
    check({ setting: "${workspaceFolder}/mine" }, "setting workspace/mine");
    check({ setting: "./mine" }, "setting workspace/mine");
  });

  test("is never chosen by a folder that is not trusted", () => {
    check({ setting: "./mine", trusted: false }, "bundled extension/server/traefik-ls");
  });

  test("is the one on the PATH in a package without one", () => {
    check({ extension: path.join(root, "bare") }, "PATH bin/traefik-ls");
  });

  test("is not passed over when it is set and missing", () => {
    assert.throws(() => locate({ ...at, setting: "./gone" }), /workspace\/gone/);
  });

  test("is asked for where there is none", () => {
    assert.throws(() => locate({ ...at, extension: root, searchPath: undefined }), /none on the PATH/);
  });
});
