// Which program is the server.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What decides it. */
export interface Circumstances {
  /** `traefik-ls.server.path`, empty where it is not set. */
  readonly setting: string;
  /** Whether the folder is trusted: one that is not must not choose a program. */
  readonly trusted: boolean;
  /** Where the extension is installed. */
  readonly extension: string;
  /** The first folder of the workspace. */
  readonly workspace: string | undefined;
  /** `PATH`. */
  readonly searchPath: string | undefined;
}

/** A program and who named it. */
export interface Program {
  readonly command: string;
  readonly origin: "setting" | "bundled" | "PATH";
}

const name = process.platform === "win32" ? "traefik-ls.exe" : "traefik-ls";

/**
 * The server to run: the one the user set, or else the one that came with the extension, or else the first on the
 * `PATH`. A path that is set but leads nowhere is an error and not passed over: the user would debug the wrong program.
 */
export function locate(at: Circumstances): Program {
  if (at.trusted && at.setting !== "") {
    const command = expand(at.setting, at.workspace);
    if (!isFile(command)) {
      throw new Error(`The setting traefik-ls.server.path names ${command}, where there is no file.`);
    }
    return { command, origin: "setting" };
  }

  const bundled = path.join(at.extension, "server", name);
  if (isFile(bundled)) {
    return { command: bundled, origin: "bundled" };
  }

  // Only absolute entries: `.` on the PATH would let a folder choose the program after all.
  const found = (at.searchPath ?? "")
    .split(path.delimiter)
    .filter(path.isAbsolute)
    .map((folder) => path.join(folder, name))
    .find(isFile);
  if (found !== undefined) {
    return { command: found, origin: "PATH" };
  }

  throw new Error("This build of the extension comes without the traefik-ls program, and there is none on the PATH.");
}

function expand(setting: string, workspace: string | undefined): string {
  const home = setting === "~" || /^~[/\\]/.test(setting) ? os.homedir() + setting.slice(1) : setting;
  // As a function, because a replacement string would read `$` in the folder's name.
  const whole = home.replace(/\$\{workspaceFolder\}/g, () => workspace ?? "");
  return path.resolve(workspace ?? os.homedir(), whole);
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
