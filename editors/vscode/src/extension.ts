// Where VS Code comes in and goes out.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { createServer, type Server } from "./server";
import { createStatus, show } from "./status";

/** What other extensions, and the tests, are given. */
export interface Api {
  /** The client of the server that runs now. */
  client(): LanguageClient | undefined;
}

let server: Server | undefined;

export async function activate(extension: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel("Traefik", { log: true });
  const trace = vscode.window.createOutputChannel("Traefik Trace", { log: true });
  const status = createStatus();
  const running = createServer({ extension, log, trace, onState: (state) => show(status, state) });
  server = running;

  extension.subscriptions.push(
    log,
    trace,
    status,
    vscode.commands.registerCommand("traefik-ls.restart", () => running.restart()),
    vscode.commands.registerCommand("traefik-ls.showLog", () => log.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("traefik-ls.server.path")) {
        void running.restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // Only now a path the folder sets counts.
      if (vscode.workspace.getConfiguration("traefik-ls").get("server.path", "") !== "") {
        void running.restart();
      }
    }),
  );
  await running.restart();
  return { client: () => running.client() };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
