// As much of the vscode API as the tests need; it stands in for "vscode" in the bundle of the tests.

import { contexts, viewWindow } from "./view-mock";

export * from "./view-mock";

type Listener = (event: never) => unknown;

export const config = new Map<string, unknown>();
export const registered = new Map<string, (...args: unknown[]) => unknown>();
export const executed: unknown[][] = [];
export const errors: string[] = [];
export const logged: string[] = [];
export const world: {
  files: unknown[];
  answer: string | undefined;
  python: unknown;
} = { files: [], answer: undefined, python: undefined };

export function reset(): void {
  config.clear();
  registered.clear();
  for (const list of [executed, errors, logged]) {
    list.length = 0;
  }
  Object.assign(world, { files: [], answer: undefined, python: undefined });
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

export const LogLevel = { Off: 0, Trace: 1, Info: 3 };

const configurationChanged = new EventEmitter();
const trustGranted = new EventEmitter();

export function configure(key: string, value: unknown): void {
  config.set(key, value);
  configurationChanged.fire({ affectsConfiguration: (section: string) => section === key });
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

export const window = {
  ...viewWindow,
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
  async showErrorMessage(message: string) {
    errors.push(message);
    return world.answer;
  },
};

function assertNever(): never {
  throw new Error("a channel at level Info drops this");
}
