import { homedir } from "node:os";
import * as path from "node:path";
import { workspace, type ConfigurationChangeEvent } from "vscode";

export interface Settings {
  /** The whole command of the server; empty when it is to be looked for. */
  readonly command: readonly string[];
  /** The rules file and the Django settings module; empty when the server finds them. */
  readonly rules: string;
  readonly settings: string;
  /** Whether to show lenses; the server is told of changes while it runs. */
  readonly codeLens: boolean;
  /** Whether to ask jedi while nobody types; told like the lenses. */
  readonly backgroundInference: boolean;
}

export function readSettings(): Settings {
  const section = workspace.getConfiguration("coupling");
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return {
    command: words(section.get("command")).map((word) => expand(word, folder, homedir())),
    rules: rooted(expand(text(section.get("rules")), folder, homedir()), folder),
    settings: text(section.get("settings")),
    codeLens: section.get("codeLens") !== false,
    backgroundInference: section.get("backgroundInference") !== false,
  };
}

/** The other settings take effect in a running server. */
export function needsRestart(event: ConfigurationChangeEvent): boolean {
  return ["command", "rules", "settings"].some((key) => event.affectsConfiguration(`coupling.${key}`));
}

/** VS Code leaves variables in settings to the extension. */
export function expand(word: string, folder: string | undefined, home: string): string {
  const named = folder === undefined ? word : word.replaceAll("${workspaceFolder}", () => folder);
  return named.replaceAll("${userHome}", () => home).replace(/^~(?=$|[/\\])/, () => home);
}

/** Paths in settings start at the workspace folder, wherever the server is started. */
function rooted(file: string, folder: string | undefined): string {
  return file === "" || folder === undefined ? file : path.resolve(folder, file);
}

// settings.json is written by hand: a value may have any type.

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === "string" && word !== "") : [];
}
