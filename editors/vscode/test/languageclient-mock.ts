// Stands in for "vscode-languageclient/node" in the bundle of the tests.

export const RevealOutputChannelOn = { Never: 5 };
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
    if (behaviour.hangs) {
      await new Promise(() => undefined);
    }
    this.state = "running";
  }

  registerFeature(): void {}

  onNotification(): void {}

  onDidChangeState(): void {}

  async dispose(): Promise<void> {
    if (this.state !== "running") {
      throw new Error("Client is not running and can't be stopped.");
    }
    this.state = "stopped";
  }
}
