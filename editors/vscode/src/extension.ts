import { commands, workspace, type ExtensionContext } from "vscode";
import { Coupling } from "./client";
import { onDidSelectPython } from "./python";
import { registerReferences } from "./references";
import { needsRestart } from "./settings";

let coupling: Coupling | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const started = (coupling = new Coupling());
  const restart = (): Promise<void> => started.restart();
  context.subscriptions.push(
    started,
    commands.registerCommand("coupling.restart", restart),
    commands.registerCommand("coupling.showLog", () => started.showLog()),
    workspace.onDidChangeConfiguration((event) => (needsRestart(event) ? restart() : undefined)),
    workspace.onDidGrantWorkspaceTrust(restart),
    registerReferences(),
    onDidSelectPython(() => started.pythonSelected()),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await coupling?.stop();
  coupling = undefined;
}
