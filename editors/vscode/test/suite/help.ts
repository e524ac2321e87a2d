// What the suites ask of VS Code.

import * as assert from "node:assert/strict";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../src/extension";

/** The extension, running. */
export async function extension(): Promise<vscode.Extension<Api>> {
  const found = vscode.extensions.getExtension<Api>("traefik-ls.traefik-ls");
  assert.ok(found, "the extension is installed");
  await found.activate();
  return found;
}

/** Where `name` of the workspace lies. */
export function at(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, ...name.split("/"));
}

/** Opens `name` in an editor. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(at(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The place `inside` the first occurrence of `text`: that many characters into it. */
export function find(document: vscode.TextDocument, text: string, inside = 1): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${document.fileName} holds ${text}`);
  return document.positionAt(offset + inside);
}

/** Our findings in `document`, once `enough` says so; a failure with what there was when that takes too long. */
export async function findings(
  document: vscode.TextDocument,
  enough: (found: vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "traefik-ls");
  return until(
    () => {
      const found = ours();
      return enough(found) ? found : undefined;
    },
    () => `${path.basename(document.fileName)}: ${JSON.stringify(ours())}`,
  );
}

/** What `probe` gives as soon as it gives something. */
export async function until<T>(
  probe: () => T | undefined | PromiseLike<T | undefined>,
  otherwise: () => string,
): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined) {
      return value;
    }
    if (Date.now() > deadline) {
      assert.fail(`waited in vain: ${otherwise()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The text of the hovers at `position`. */
export async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

/** Where `command` leads from `position`: `main.go:22` with the line counted from 1, sorted. */
export async function targets(
  command: "vscode.executeDefinitionProvider" | "vscode.executeImplementationProvider",
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    command,
    document.uri,
    position,
  );
  return found
    .map((target) =>
      "targetUri" in target
        ? { uri: target.targetUri, range: target.targetSelectionRange ?? target.targetRange }
        : target,
    )
    .map(({ uri, range }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`)
    .sort();
}
