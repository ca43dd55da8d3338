// As much of the vscode API as the tests need; it stands in for "vscode" in the bundle of the tests.

import { contexts, viewWindow } from "./view-mock";

export * from "./view-mock";

type Listener = (event: never) => unknown;

export const config = new Map<string, unknown>();
export const registered = new Map<string, (...args: unknown[]) => unknown>();
export const executed: unknown[][] = [];
export const errors: string[] = [];
export const buttons: string[] = [];
export const logged: string[] = [];
export const world: {
  files: unknown[];
  /** The settings that the workspace sets. */
  inWorkspace: string[];
  diagnostics: [unknown, unknown[]][];
  answer: string | undefined;
  python: unknown;
} = { files: [], inWorkspace: [], diagnostics: [], answer: undefined, python: undefined };

export function reset(): void {
  config.clear();
  registered.clear();
  for (const list of [executed, errors, buttons, logged]) {
    list.length = 0;
  }
  Object.assign(world, { files: [], inWorkspace: [], diagnostics: [], answer: undefined, python: undefined });
  Object.assign(workspace, { isTrusted: true, workspaceFolders: undefined });
}

export class Disposable {
  constructor(readonly dispose: () => void) {}
}

export class EventEmitter {
  readonly #listeners = new Set<Listener>();
  readonly event = (listener: Listener): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(event?: unknown): void {
    for (const listener of this.#listeners) {
      listener(event as never);
    }
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class Uri {
  private constructor(readonly text: string) {}
  static parse(text: string): Uri {
    return new Uri(text);
  }
  static joinPath(base: Uri, ...names: string[]): Uri {
    return new Uri([base.text, ...names].join("/"));
  }
  toString(): string {
    return this.text;
  }
}

export const StatusBarAlignment = { Left: 1 };
export class ThemeColor {
  constructor(readonly id: string) {}
}

/** What the status bar shows. */
export const status = {
  text: "",
  tooltip: "",
  command: "",
  name: "",
  backgroundColor: undefined as ThemeColor | undefined,
  shown: false,
  show: () => (status.shown = true),
  hide: () => (status.shown = false),
  dispose: () => (status.shown = false),
};

export const LogLevel = { Off: 0, Trace: 1, Info: 3 };

const configurationChanged = new EventEmitter();
const trustGranted = new EventEmitter();
const diagnosticsChanged = new EventEmitter();
const terminalClosed = new EventEmitter();

export function configure(key: string, value: unknown): void {
  config.set(key, value);
  configurationChanged.fire({ affectsConfiguration: (section: string) => section === key });
}

export function diagnose(...diagnostics: unknown[]): void {
  world.diagnostics = [["file:///views.py", diagnostics]];
  diagnosticsChanged.fire();
}

export function grantTrust(): void {
  workspace.isTrusted = true;
  trustGranted.fire();
}

export const workspace = {
  isTrusted: true,
  workspaceFolders: undefined as unknown,
  getConfiguration: (section: string) => ({
    get: (key: string, fallback?: unknown) => config.get(`${section}.${key}`) ?? fallback,
    inspect: (key: string) => ({ workspaceValue: world.inWorkspace.includes(`${section}.${key}`) ? config.get(`${section}.${key}`) : undefined }),
  }),
  onDidChangeConfiguration: configurationChanged.event,
  onDidGrantWorkspaceTrust: trustGranted.event,
  findFiles: async () => world.files,
};

export const commands = {
  registerCommand(id: string, handler: (...args: unknown[]) => unknown) {
    registered.set(id, handler);
    return new Disposable(() => registered.delete(id));
  },
  async executeCommand(...args: unknown[]) {
    (args[0] === "setContext" ? contexts : executed).push(args);
  },
};

export const extensions = { getExtension: () => world.python };

export const languages = { getDiagnostics: () => world.diagnostics, onDidChangeDiagnostics: diagnosticsChanged.event };

export const env = { openExternal: async (address: unknown) => executed.push(["open", address]) };

export const window = {
  ...viewWindow,
  createStatusBarItem: () => status,
  /** The program of this terminal ends when it is shown. */
  createTerminal(options: unknown) {
    const terminal = { show: () => (executed.push(["terminal", options]), terminalClosed.fire(terminal)) };
    return terminal;
  },
  onDidCloseTerminal: terminalClosed.event,
  createOutputChannel: (name: string) => ({
    name,
    logLevel: LogLevel.Info,
    onDidChangeLogLevel: new EventEmitter().event,
    info: (message: string) => logged.push(`${name}: ${message}`),
    trace: () => assertNever(),
    error: (message: string) => logged.push(`${name}: ${message}`),
    show: () => executed.push(["show", name]),
    dispose() {},
  }),
  async showErrorMessage(message: string, ...choices: string[]) {
    errors.push(message);
    buttons.push(...choices);
    return world.answer;
  },
};

function assertNever(): never {
  throw new Error("a channel at level Info drops this");
}
