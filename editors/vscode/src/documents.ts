// What the server is asked about.

import type { DocumentSelector } from "vscode-languageclient/node";

/**
 * Files by language, because that is what users change (`"files.associations"`), and by name where a bare VS Code has
 * no language: another extension may have taken `.toml` or `.env` under a name of its own.
 */
export const documents = [
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "dockercompose" },
  { scheme: "file", language: "toml" },
  { scheme: "file", language: "go" },
  { scheme: "file", language: "dotenv" },
  { scheme: "file", pattern: "**/*.toml" },
  { scheme: "file", pattern: "**/{.env,.env.*}" },
] satisfies DocumentSelector;
