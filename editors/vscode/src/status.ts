// The server's state, beside the language of the open file.

import * as vscode from "vscode";
import { documents } from "./documents";
import type { Program } from "./locate";

/** What there is to tell. */
export type State =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string; readonly program: Program }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly reason: string };

/** Shows `state` in `item`. */
export function show(item: vscode.LanguageStatusItem, state: State): void {
  item.busy = state.kind === "starting";
  item.severity = vscode.LanguageStatusSeverity.Information;
  item.command = { command: "traefik-ls.showLog", title: "Show Log" };
  switch (state.kind) {
    case "starting":
      item.text = "Traefik";
      item.detail = "starting";
      break;
    case "running":
      item.text = `Traefik ${state.version}`;
      item.detail = state.program.origin === "bundled" ? "ready" : `ready: ${state.program.command}`;
      break;
    case "stopped":
      item.text = "Traefik";
      item.detail = "stopped";
      item.severity = vscode.LanguageStatusSeverity.Warning;
      item.command = { command: "traefik-ls.restart", title: "Restart Server" };
      break;
    case "failed":
      item.text = "Traefik";
      item.detail = state.reason;
      item.severity = vscode.LanguageStatusSeverity.Error;
      break;
  }
}

/** An item for {@link show}. */
export function createStatus(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem("traefik-ls", documents);
  item.name = "Traefik Language Server";
  return item;
}
