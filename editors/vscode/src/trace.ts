import { EventEmitter, LogLevel, window, workspace, type Disposable, type LogOutputChannel } from "vscode";

/**
 * The language client traces when the level of the channel is Trace and forgets the setting `coupling.trace.server`
 * when it is not. This channel has the level that the setting asks for, so that the setting alone decides.
 */
export class TraceChannel implements Disposable {
  readonly #output = window.createOutputChannel("Coupling Trace", { log: true });
  readonly #changed = new EventEmitter<LogLevel>();
  readonly #configuration = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("coupling.trace.server")) {
      this.refresh();
    }
  });

  readonly channel: LogOutputChannel = new Proxy({} as LogOutputChannel, {
    get: (_, key) => {
      const output = this.#output;
      switch (key) {
        case "logLevel":
          return level();
        case "onDidChangeLogLevel":
          return this.#changed.event;
        case "trace":
          return (message: string) => output.info(message);
        default: {
          const member: unknown = Reflect.get(output, key);
          return typeof member === "function" ? member.bind(output) : member;
        }
      }
    },
  });

  /** Tell the level again: a client that starts does not hear of changes. */
  refresh(): void {
    this.#changed.fire(level());
  }

  dispose(): void {
    this.#configuration.dispose();
    this.#changed.dispose();
    this.#output.dispose();
  }
}

function level(): LogLevel {
  return workspace.getConfiguration("coupling").get("trace.server", "off") === "off" ? LogLevel.Off : LogLevel.Trace;
}
