import { readdirSync } from "node:fs";
import * as path from "node:path";
import { commands, env, Uri, window, workspace } from "vscode";
import { failure, type Search } from "./server";

/** Tell that there is no server, and help to get one. */
export async function report(search: Search, bundle: string): Promise<void> {
  const { installable } = search;
  const help = installable === undefined ? "Install Python" : "Install coupling-lsp";
  const buttons = [...(search.place === "setting" ? [] : [help]), "Open Settings", "Show Log"];
  switch (await window.showErrorMessage(failure(search), ...buttons)) {
    case help:
      return installable === undefined ? openDownloads() : installInto(installable, bundle);
    case "Open Settings":
      return openSettings();
    case "Show Log":
      await commands.executeCommand("coupling.showLog");
      return;
  }
}

/** Where the command is set, if it is. */
async function openSettings(): Promise<void> {
  const ofWorkspace = workspace.getConfiguration("coupling").inspect("command")?.workspaceValue !== undefined;
  const command = ofWorkspace ? "workbench.action.openWorkspaceSettings" : "workbench.action.openSettings";
  await commands.executeCommand(command, { query: "coupling.command" });
}

async function openDownloads(): Promise<void> {
  await env.openExternal(Uri.parse("https://www.python.org/downloads/"));
}

/** In a terminal, where the user sees what pip does. The server that comes along fits the extension. */
function installInto(python: string, bundle: string): void {
  const folder = path.dirname(bundle);
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl")) ?? "coupling-lsp";
  const terminal = window.createTerminal({
    name: "Install coupling-lsp",
    shellPath: python,
    shellArgs: ["-m", "pip", "install", wheel],
    cwd: folder,
  });
  const closed = window.onDidCloseTerminal((other) => {
    if (other === terminal) {
      closed.dispose();
      void commands.executeCommand("coupling.restart");
    }
  });
  terminal.show();
}
