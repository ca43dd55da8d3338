// What is used of the Python extension; it may be absent.

import { Disposable, EventEmitter, extensions, type Event, type Uri } from "vscode";

interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
    resolveEnvironment(path: object): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: Event<unknown>;
  };
}

const selected = new EventEmitter<void>();
let listening: Disposable | undefined;

/** Fires once `selectedPython` was asked and another environment is chosen. */
export function onDidSelectPython(listener: () => void): Disposable {
  const subscription = selected.event(listener);
  return new Disposable(() => {
    subscription.dispose();
    listening?.dispose();
    listening = undefined;
  });
}

export async function selectedPython(folder: Uri | undefined): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonExtension>("ms-python.python");
  const environments = (await extension?.activate())?.environments;
  if (environments === undefined) {
    return undefined;
  }
  listening ??= environments.onDidChangeActiveEnvironmentPath(() => selected.fire());
  const active = environments.getActiveEnvironmentPath(folder);
  // The path may be that of the environment's folder.
  const resolved = await environments.resolveEnvironment(active);
  return resolved?.executable.uri?.fsPath ?? active.path;
}
