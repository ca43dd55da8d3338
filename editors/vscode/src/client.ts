import { homedir } from "node:os";
import { commands, EventEmitter, window, workspace, type Disposable } from "vscode";
import { LanguageClient, RevealOutputChannelOn, type LanguageClientOptions } from "vscode-languageclient/node";
import { selectedPython } from "./python";
import { failure, findServer, importProblem, isProgram, type Search } from "./server";
import { SHOW_REFERENCES } from "./references";
import { readSettings, type Settings } from "./settings";
import { TraceChannel } from "./trace";

/** The language server of this window. Starts and stops stand in a queue, of which a waiting restart is the end. */
export class Coupling implements Disposable {
  readonly #log = window.createOutputChannel("Coupling", { log: true });
  readonly #trace = new TraceChannel();
  readonly #made = new EventEmitter<LanguageClient | undefined>();
  /** Fires with a client that is going to start, and with none when it stopped. */
  readonly onDidMakeClient = this.#made.event;
  #client: LanguageClient | undefined;
  #command = "";
  #queue: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  restart(): Promise<void> {
    this.#waiting ??= this.#enqueue(async () => {
      this.#waiting = undefined;
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
    if ((await find(readSettings())).argv.join(" ") !== this.#command) {
      await this.restart();
    }
  }

  showLog(): void {
    this.#log.show();
  }

  dispose(): void {
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
    const search = await find(settings);
    const [command, ...args] = search.argv;
    this.#command = search.argv.join(" ");
    if (command === undefined) {
      this.#made.fire(undefined);
      await this.#report(search);
      return;
    }
    this.#log.info(`Starting ${this.#command}`);
    // No `transport`: the client talks over stdio all the same, and runs the command as it is.
    const options = workspace.isTrusted ? {} : { cwd: homedir() };
    this.#client = new LanguageClient("coupling", "Coupling", { command, args, options }, this.#options(settings));
    this.#made.fire(this.#client);
    // Not awaited: a server that never answers must not keep a restart waiting.
    this.#client.start().catch((error: unknown) => this.#log.error(`The server did not start: ${String(error)}`));
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
    return {
      documentSelector: [
        { scheme: "file", language: "python" },
        { scheme: "file", language: "yaml", pattern: "**/rules.yaml" },
        { scheme: "file", pattern: "**/{.importlinter,setup.cfg,pyproject.toml}" },
      ],
      initializationOptions: {
        rules: settings.rules,
        settings: settings.settings,
        codeLens: settings.codeLens,
        commands: [SHOW_REFERENCES],
      },
      outputChannel: this.#log,
      traceOutputChannel: this.#trace.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
  }

  async #report(search: Search): Promise<void> {
    const message = failure(search);
    this.#log.error(message);
    if (search.place === "setting" || (await isProject())) {
      void window.showErrorMessage(message, "Open Setting", "Show Log").then((button) => {
        if (button === "Open Setting") {
          void commands.executeCommand("workbench.action.openSettings", "coupling.command");
        } else if (button === "Show Log") {
          this.showLog();
        }
      });
    }
  }
}

function find(settings: Settings): Promise<Search> {
  const folders = workspace.workspaceFolders ?? [];
  return findServer({
    command: settings.command,
    trusted: workspace.isTrusted,
    folders: folders.map((folder) => folder.uri.fsPath),
    PATH: process.env["PATH"] ?? "",
    windows: process.platform === "win32",
    selectedPython: () => selectedPython(folders[0]?.uri),
    importProblem,
    isProgram,
  });
}

/** Whoever opens a lone Python script has not asked for this server: then the log says enough. */
async function isProject(): Promise<boolean> {
  const excluded = "**/{.*,node_modules,site-packages,venv}/**";
  return (await workspace.findFiles("**/{manage.py,rules.yaml}", excluded, 1)).length > 0;
}
