// Stands in for "vscode-languageclient/node" in the bundle of the tests.

import { EventEmitter } from "./vscode-mock";

export const RevealOutputChannelOn = { Never: 5 };
export const State = { Stopped: 1, Running: 2, Starting: 3 };
export const clients: LanguageClient[] = [];
export const behaviour = { hangs: false };

interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd?: string };
  readonly transport?: unknown;
}

export class LanguageClient {
  state: "new" | "starting" | "running" | "stopped" | "killed" = "new";
  readonly #changed = new EventEmitter();
  readonly onDidChangeState = this.#changed.event;
  readonly serverProcess = { kill: () => (this.state = "killed") };

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: Server,
    readonly options: Record<string, unknown>,
  ) {
    clients.push(this);
  }

  async start(): Promise<void> {
    this.state = "starting";
    this.changed(State.Starting);
    if (behaviour.hangs) {
      await new Promise(() => undefined);
    }
    this.state = "running";
    this.changed(State.Running);
  }

  progress(params: unknown): void {
    const { handleWorkDoneProgress } = this.options["middleware"] as { handleWorkDoneProgress(...args: unknown[]): void };
    handleWorkDoneProgress("token", params, () => undefined);
  }

  changed(newState: number): void {
    this.#changed.fire({ newState });
  }

  registerFeature(): void {}

  onNotification(): void {}

  async dispose(): Promise<void> {
    if (this.state !== "running") {
      throw new Error("Client is not running and can't be stopped.");
    }
    this.state = "stopped";
  }
}
