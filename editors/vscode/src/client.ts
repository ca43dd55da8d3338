import { homedir } from "node:os";
import * as path from "node:path";
import { EventEmitter, window, workspace, type Disposable } from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";
import { bundleProblem, importProblem, isProgram } from "./machine";
import { selectedPython } from "./python";
import { SHOW_REFERENCES } from "./references";
import { report } from "./report";
import { failure, findServer, type Search } from "./server";
import { readSettings, type Settings } from "./settings";
import { Status } from "./status";
import { TraceChannel } from "./trace";

const FILE_COMMANDS = new Set(["coupling.fixFile", "coupling.moveQueriesOfFile"]);

/** The language server of this window. Starts and stops stand in a queue, of which a waiting restart is the end. */
export class Coupling implements Disposable {
  readonly #log = window.createOutputChannel("Coupling", { log: true });
  readonly #trace = new TraceChannel();
  readonly #status = new Status();
  readonly #made = new EventEmitter<LanguageClient | undefined>();
  /** Fires with a client that is going to start, and with none when it stopped. */
  readonly onDidMakeClient = this.#made.event;
  #client: LanguageClient | undefined;
  #command = "";
  #queue: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  /** `bundle` is the folder of the server that comes with the extension. */
  constructor(readonly bundle: string) {}

  restart(): Promise<void> {
    this.#waiting ??= this.#enqueue(async () => {
      this.#waiting = undefined;
      this.#status.set("starting");
      await this.#stop();
      await this.#start();
    });
    return this.#waiting;
  }

  stop(): Promise<void> {
    return this.#enqueue(() => this.#stop());
  }

  /** The Python extension also tells of selections that change nothing here. */
  async pythonSelected(): Promise<void> {
    if ((await find(readSettings(), this.bundle)).argv.join(" ") !== this.#command) {
      await this.restart();
    }
  }

  showLog(): void {
    this.#log.show();
  }

  dispose(): void {
    this.#status.dispose();
    this.#made.dispose();
    this.#trace.dispose();
    this.#log.dispose();
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step).catch((error: unknown) => this.#log.error(String(error)));
    return this.#queue;
  }

  async #start(): Promise<void> {
    const settings = readSettings();
    const [search, asked] = await Promise.all([find(settings, this.bundle), isProject()]);
    search.tried.forEach((line) => this.#log.info(`Tried ${line}`));
    this.#command = search.argv.join(" ");
    // Whoever opens a lone Python script has not asked for this server: then the log says enough.
    const visible = asked || search.place === "setting";
    this.#status.visible = visible;
    const [command, ...args] = search.argv;
    if (command === undefined) {
      this.#made.fire(undefined);
      this.#log.error(failure(search));
      this.#status.set("failed", failure(search));
      if (visible) {
        void report(search, this.bundle);
      }
      return;
    }
    this.#log.info(`Starting ${this.#command}`);
    // No `transport`: the client talks over stdio all the same, and runs the command as it is.
    const options = workspace.isTrusted ? {} : { cwd: homedir() };
    const client = new LanguageClient("coupling", "Coupling", { command, args, options }, this.#options(settings));
    this.#client = client;
    this.#watch(client);
    this.#made.fire(client);
    // Not awaited: a server that never answers must not keep a restart waiting.
    client.start().then(
      () => this.#trace.refresh(),
      (error: unknown) => this.#log.error(`The server did not start: ${String(error)}`),
    );
  }

  /** The client starts a server that ended again, and gives up when that happens often. */
  #watch(client: LanguageClient): void {
    client.onDidChangeState(({ newState }) => {
      if (this.#client !== client) {
        return;
      }
      if (newState === State.Starting) {
        this.#status.set("starting");
      } else if (newState === State.Running) {
        this.#status.set("reading");
      } else {
        this.#status.set("failed", "The language server ended.");
      }
    });
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#made.fire(undefined);
    const process = client?.serverProcess;
    try {
      await client?.dispose();
    } catch {
      process?.kill(); // it was still starting
    }
  }

  #options(settings: Settings): LanguageClientOptions {
    const names = new Set(["rules.yaml", ...(settings.rules ? [path.basename(settings.rules)] : [])]);
    return {
      documentSelector: [
        { scheme: "file", language: "python" },
        ...[...names].map((name) => ({ scheme: "file", language: "yaml", pattern: `**/${name}` })),
        { scheme: "file", pattern: "**/{.importlinter,setup.cfg,pyproject.toml}" },
        { scheme: "file", pattern: "**/{templates,jinja2}/**" },
      ],
      initializationOptions: {
        rules: settings.rules,
        settings: settings.settings,
        codeLens: settings.codeLens,
        backgroundInference: settings.backgroundInference,
        commands: [SHOW_REFERENCES],
      },
      outputChannel: this.#log,
      traceOutputChannel: this.#trace.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        workspace: {
          // A server that is about to stop need not know.
          didChangeConfiguration: async (sections, next) => (this.#waiting === undefined ? next(sections) : undefined),
        },
        // From the palette, a command for a file is one for the file that is being edited.
        executeCommand: async (command, args: unknown[], next) => {
          const uri = window.activeTextEditor?.document.uri.toString();
          const isOfFile = FILE_COMMANDS.has(command) && args.length === 0 && uri !== undefined;
          return next(command, isOfFile ? [uri] : args);
        },
        handleWorkDoneProgress: (token, params, next) => {
          this.#status.set(params.kind === "end" ? "ready" : "reading", params.message);
          next(token, params);
        },
      },
    };
  }
}

function find(settings: Settings, bundle: string): Promise<Search> {
  const folders = workspace.workspaceFolders ?? [];
  return findServer({
    command: settings.command,
    trusted: workspace.isTrusted,
    folders: folders.map((folder) => folder.uri.fsPath),
    PATH: process.env["PATH"] ?? "",
    windows: process.platform === "win32",
    bundle,
    selectedPython: () => selectedPython(folders[0]?.uri),
    importProblem,
    bundleProblem,
    isProgram,
  });
}

async function isProject(): Promise<boolean> {
  const excluded = "**/{.*,node_modules,site-packages,venv}/**";
  return (await workspace.findFiles("**/{manage.py,rules.yaml}", excluded, 1)).length > 0;
}
