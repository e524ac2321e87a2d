// The running server: started, restarted and stopped one step after the other, however fast the steps are asked for.

import * as vscode from "vscode";
import { State as ClientState, LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { documents } from "./documents";
import { locate, type Program } from "./locate";
import type { State } from "./status";

/** What the server reports to. */
export interface Surroundings {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  onState(state: State): void;
}

/** A server. */
export interface Server {
  /** The client of the program that runs now. */
  client(): LanguageClient | undefined;
  /** Ends the program that runs, if one does, and starts the one the settings name now. Throws nothing. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A server that does not run yet. */
export function createServer(around: Surroundings): Server {
  let client: LanguageClient | undefined;
  let steps: Promise<void> = Promise.resolve();

  function enqueue(step: () => Promise<void>): Promise<void> {
    steps = steps.then(step).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      around.log.error(reason);
      around.onState({ kind: "failed", reason });
      // What the client could not start it has shown by itself.
      if (client === undefined) {
        void offerHelp(reason);
      }
    });
    return steps;
  }

  async function end(): Promise<void> {
    const old = client;
    client = undefined;
    // A program that died or never started cannot be asked to stop; what the client holds is let go all the same.
    await old?.dispose(2000).catch((error: unknown) => around.log.warn(`while stopping: ${error}`));
  }

  return {
    client: () => client,
    stop: () => enqueue(end),
    restart: () =>
      enqueue(async () => {
        await end();
        around.onState({ kind: "starting" });
        const program = find(around.extension);
        around.log.info(`starting ${program.command} (${program.origin})`);
        client = create(program, around);
        await client.start();
      }),
  };
}

function find(extension: vscode.ExtensionContext): Program {
  return locate({
    setting: vscode.workspace.getConfiguration("traefik-ls").get("server.path", "").trim(),
    trusted: vscode.workspace.isTrusted,
    extension: extension.extensionPath,
    workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    searchPath: process.env.PATH,
  });
}

function create(program: Program, around: Surroundings): LanguageClient {
  // Settings and watched files are left to the server: it asks for them in every editor that has them.
  const options: LanguageClientOptions = {
    documentSelector: documents,
    outputChannel: around.log,
    traceOutputChannel: around.trace,
    diagnosticCollectionName: "traefik",
  };
  const run = { command: program.command, args: ["--stdio"] };
  // The identifier is also where the client looks for its own setting, `traefik-ls.trace.server`.
  const client = new LanguageClient("traefik-ls", "Traefik", run, options);
  client.onDidChangeState(({ newState }) => {
    switch (newState) {
      case ClientState.Running: {
        const version = client.initializeResult?.serverInfo?.version ?? "";
        around.onState({ kind: "running", version, program });
        break;
      }
      case ClientState.Starting:
        around.onState({ kind: "starting" });
        break;
      case ClientState.Stopped:
        around.onState({ kind: "stopped" });
        break;
    }
  });
  return client;
}

async function offerHelp(reason: string): Promise<void> {
  const log = "Show Log";
  const settings = "Open Settings";
  const choice = await vscode.window.showErrorMessage(`Traefik: ${reason}`, log, settings);
  if (choice === log) {
    await vscode.commands.executeCommand("traefik-ls.showLog");
  } else if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "traefik-ls.server.path");
  }
}
