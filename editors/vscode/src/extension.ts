import { commands, workspace, type ExtensionContext } from "vscode";
import { Coupling } from "./client";
import { onDidSelectPython } from "./python";
import { registerReferences } from "./references";
import { needsRestart } from "./settings";
import { View } from "./view/view";

let coupling: Coupling | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const started = (coupling = new Coupling(context.asAbsolutePath("bundled/libs")));
  const view = new View(context);
  const restart = (): Promise<void> => started.restart();
  context.subscriptions.push(
    started,
    view,
    started.onDidMakeClient((client) => view.attach(client)),
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
