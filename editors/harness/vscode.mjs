// VS Code in a browser: its server, and Chromium to show it.

import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { chromium } from "playwright-core";

const main = path.join(process.env.CODE_SERVER ?? missing("CODE_SERVER"), "out/server-main.js");

/** Nothing in the way of the tests and of the pictures. */
const settings = {
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Light Modern",
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "editor.links": false,
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "editor.fontSize": 14,
};

/**
 * A server, reachable at `url`. `extensions` are .vsix files to install; `trusting` is whether every folder is trusted
 * unasked; `user` is the user's home folder; `tests` lets the page run an extension's own suite. `stop` ends it with everything it started.
 */
export async function serve({ extensions = [], trusting = true, user = os.homedir(), tests = false } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "traefik-ls-vscode-"));
  const folders = ["--server-data-dir", path.join(home, "data"), "--extensions-dir", path.join(home, "extensions")];
  fs.mkdirSync(path.join(home, "data/data/User"), { recursive: true });
  const ours = { ...settings, "security.workspace.trust.enabled": !trusting };
  fs.writeFileSync(path.join(home, "data/data/User/settings.json"), JSON.stringify(ours));

  for (const vsix of extensions) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...folders, "--install-extension", vsix], {
      encoding: "utf8",
    });
    if (status !== 0 || !stdout.includes("successfully installed")) {
      throw new Error(`${vsix} was not installed:\n${stdout}${stderr}`);
    }
  }

  const port = await freePort();
  const log = fs.openSync(path.join(home, "log"), "w");
  const args = [
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"],
    ...["--telemetry-level", "off", ...folders, ...(tests ? ["--enable-smoke-test-driver"] : [])],
  ];
  // A process group of its own: the extension host outlives its parent and can only be ended with the group.
  const server = spawn(process.execPath, [main, ...args], {
    detached: true,
    env: { ...process.env, HOME: user },
    stdio: ["ignore", log, log],
  });
  const stop = () => {
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  // However this process ends, what it started ends with it.
  process.once("exit", stop);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => process.exit(1));
  }
  const host = `127.0.0.1:${port}`;
  try {
    await answers(`http://${host}/version`, server);
  } catch (error) {
    const words = fs.readFileSync(path.join(home, "log"), "utf8");
    stop();
    throw new Error(`${error.message}\n${words}`);
  }
  return { host, url: `http://${host}/`, extensions: path.join(home, "extensions"), stop };
}

/** Chromium with one page, as large as a picture in a README should be. */
export async function openPage() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
  const page = await browser.newPage({ viewport: { width: 1120, height: 640 } });
  return { browser, page };
}

async function answers(url, server) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) {
      throw new Error(`VS Code's server ended with ${server.exitCode}`);
    }
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("VS Code's server does not answer");
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function missing(name) {
  throw new Error(`${name} is not set; run editors/test`);
}
