import { strict as assert } from "node:assert";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { ExtensionContext, LogOutputChannel } from "vscode";
import { activate, deactivate } from "../src/extension";
import { behaviour, clients, State, type LanguageClient } from "./languageclient-mock";
import { viewContext } from "./view-mock";
import * as vscode from "./vscode-mock";

const COMMAND = [process.execPath, "serve", "--stdio"];

describe("the extension", function () {
  this.timeout(120_000);
  let context: { subscriptions: { dispose(): unknown }[]; asAbsolutePath(path: string): string };

  let extension: string;

  beforeEach(() => {
    extension = mkdtempSync(join(tmpdir(), "coupling-"));
    vscode.reset();
    clients.length = 0;
    behaviour.hangs = false;
    context = { subscriptions: [], asAbsolutePath: (path) => join(extension, path), ...viewContext() };
    vscode.config.set("coupling.command", COMMAND);
  });

  afterEach(async () => {
    await deactivate();
    context.subscriptions.forEach((subscription) => subscription.dispose());
    rmSync(extension, { recursive: true });
  });

  const start = (): Promise<void> => activate(context as unknown as ExtensionContext);
  const run = (command: string): unknown => vscode.registered.get(command)?.();
  const only = (): LanguageClient => (assert.equal(clients.length, 1), clients[0] as LanguageClient);
  const states = (): string[] => clients.map((client) => client.state);
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

  /** Until what it asserts holds: on a busy machine, programs take their time. */
  async function eventually(assertion: () => void): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; await pause()) {
      try {
        return assertion();
      } catch {
        // not yet
      }
    }
    assertion();
  }

  it("starts the server with its settings", async () => {
    vscode.config.set("coupling.rules", "/rules.yaml");
    vscode.config.set("coupling.settings", "config.settings");
    await start();
    const client = only();
    assert.equal(client.state, "running");
    assert.equal(client.id, "coupling");
    assert.deepEqual(client.server, { command: COMMAND[0], args: ["serve", "--stdio"], options: {} });
    assert.deepEqual(client.options["initializationOptions"], {
      rules: "/rules.yaml",
      settings: "config.settings",
      codeLens: true,
      backgroundInference: true,
      commands: ["coupling.showReferences"],
    });
    assert.deepEqual(client.options["documentSelector"], [
      { scheme: "file", language: "python" },
      { scheme: "file", language: "yaml", pattern: "**/rules.yaml" },
      { scheme: "file", pattern: "**/{.importlinter,setup.cfg,pyproject.toml}" },
      { scheme: "file", pattern: "**/{templates,jinja2}/**" },
    ]);
  });

  it("serves the rules file that the setting names", async () => {
    vscode.config.set("coupling.rules", "/docs/architecture.yaml");
    await start();
    const selectors = only().options["documentSelector"] as { pattern?: string }[];
    assert.deepEqual(selectors.map(({ pattern }) => pattern).slice(1, 3), ["**/rules.yaml", "**/architecture.yaml"]);
  });

  it("stops the server", async () => {
    await start();
    await deactivate();
    assert.deepEqual(states(), ["stopped"]);
  });

  it("restarts the server by command", async () => {
    await start();
    await run("coupling.restart");
    assert.deepEqual(states(), ["stopped", "running"]);
  });

  it("restarts once for many reasons", async () => {
    await start();
    await Promise.all([run("coupling.restart"), run("coupling.restart"), vscode.configure("coupling.rules", "x")]);
    assert.deepEqual(states(), ["stopped", "running"]);
  });

  it("restarts a server that never answered", async () => {
    behaviour.hangs = true;
    await start();
    behaviour.hangs = false;
    await run("coupling.restart");
    assert.deepEqual(states(), ["killed", "running"]);
  });

  it("does not restart when a setting changes that needs no restart", async () => {
    await start();
    vscode.configure("coupling.trace.server", "verbose");
    vscode.configure("coupling.codeLens", false);
    vscode.configure("editor.fontSize", 14);
    await deactivate(); // comes after every restart that was asked for
    assert.deepEqual(states(), ["stopped"]);
  });

  it("restarts when a setting changes that needs it", async () => {
    await start();
    vscode.configure("coupling.codeLens", false);
    vscode.configure("coupling.settings", "config.other");
    await eventually(() =>
      assert.deepEqual(clients[1]?.options["initializationOptions"], {
        rules: "",
        settings: "config.other",
        codeLens: false,
        backgroundInference: true,
        commands: ["coupling.showReferences"],
      }),
    );
  });

  it("shows the references of a lens in the editor's own values", async () => {
    await start();
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    const show = vscode.registered.get("coupling.showReferences");
    await show?.("file:///a.py", range.start, [{ uri: "file:///b.py", range }]);
    const [from, to] = [new vscode.Position(1, 2), new vscode.Position(1, 5)];
    assert.deepEqual(vscode.executed, [
      [
        "editor.action.showReferences",
        vscode.Uri.parse("file:///a.py"),
        from,
        [new vscode.Location(vscode.Uri.parse("file:///b.py"), new vscode.Range(from, to))],
      ],
    ]);
  });

  it("tells in the status bar what the server does, and when it ends", async () => {
    vscode.world.files = ["manage.py"];
    behaviour.hangs = true;
    await start();
    assert.match(vscode.status.text, /starting…$/);
    const client = only();
    client.changed(State.Running);
    assert.match(vscode.status.text, /reading…$/);
    client.progress({ kind: "begin", title: "Coupling" });
    client.progress({ kind: "end", message: "Read 182 files of 16 apps" });
    assert.match(vscode.status.text, /Coupling$/);
    assert.match(vscode.status.tooltip, /Read 182 files of 16 apps\nNothing to report/);
    client.changed(State.Stopped);
    assert.match(vscode.status.text, /not running$/);
    assert.equal(vscode.status.command, "coupling.showLog");
    behaviour.hangs = false;
    await run("coupling.restart");
    client.changed(State.Stopped);
    assert.match(vscode.status.text, /reading…$/);
  });

  it("shows its log", async () => {
    await start();
    await run("coupling.showLog");
    assert.deepEqual(vscode.executed, [["show", "Coupling"]]);
  });

  it("traces when its setting says so, whatever the level of the channel", async () => {
    await start();
    const channel = only().options["traceOutputChannel"] as LogOutputChannel;
    const levels: number[] = [];
    channel.onDidChangeLogLevel((level) => levels.push(level));
    assert.equal(channel.logLevel, vscode.LogLevel.Off);
    vscode.configure("coupling.trace.server", "messages");
    assert.equal(channel.logLevel, vscode.LogLevel.Trace);
    assert.deepEqual(levels, [vscode.LogLevel.Trace]);
    channel.trace("hello");
    assert.ok(vscode.logged.includes("Coupling Trace: hello"));
  });

  it("tells a server that has started to trace, when that was set while it started", async () => {
    await start();
    const levels: number[] = [];
    (only().options["traceOutputChannel"] as LogOutputChannel).onDidChangeLogLevel((level) => levels.push(level));
    vscode.config.set("coupling.trace.server", "verbose");
    await run("coupling.restart");
    await eventually(() => assert.deepEqual(levels, [vscode.LogLevel.Trace]));
  });

  it("says which setting is wrong, and opens it", async () => {
    vscode.config.set("coupling.command", ["/no/such/program"]);
    vscode.world.answer = "Open Settings";
    await start();
    const settings = ["workbench.action.openSettings", { query: "coupling.command" }];
    await eventually(() => assert.deepEqual(vscode.executed, [settings]));
    assert.equal(clients.length, 0);
    assert.match(vscode.errors.join(), /coupling\.command names \/no\/such\/program, which is not a program\. Correct it/);
    assert.deepEqual(vscode.buttons, ["Open Settings", "Show Log"]);
    vscode.world.inWorkspace = ["coupling.command"];
    await run("coupling.restart");
    const opened = ["workbench.action.openWorkspaceSettings", { query: "coupling.command" }];
    await eventually(() => assert.deepEqual(vscode.executed[1], opened));
    assert.ok(vscode.status.shown);
    assert.equal(vscode.status.command, "coupling.showLog");
    vscode.configure("coupling.command", COMMAND);
    await eventually(() => assert.deepEqual(states(), ["running"]));
  });

  describe("where there is no server", () => {
    const path = process.env["PATH"];
    beforeEach(() => {
      process.env["PATH"] = "";
      vscode.config.delete("coupling.command");
    });
    afterEach(() => (process.env["PATH"] = path));

    it("keeps to the log outside Django projects", async () => {
      await start();
      assert.deepEqual(vscode.errors, []);
      assert.ok(!vscode.status.shown);
      assert.match(vscode.logged.join(), /coupling-lsp on PATH: not there/);
      vscode.world.files = ["manage.py"];
      await run("coupling.restart");
      assert.equal(vscode.errors.length, 1);
      assert.ok(vscode.status.shown);
    });

    it("helps to get Python", async () => {
      vscode.world.files = ["manage.py"];
      vscode.world.answer = "Install Python";
      await start();
      await eventually(() => assert.deepEqual(vscode.executed, [["open", vscode.Uri.parse("https://www.python.org/downloads/")]]));
      assert.deepEqual(vscode.buttons, ["Install Python", "Open Settings", "Show Log"]);
    });

    it("installs the server it has into an environment that can have it", async () => {
      const python = join(extension, "python");
      writeFileSync(python, "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'x'\" >&2; exit 1\n");
      chmodSync(python, 0o755);
      mkdirSync(join(extension, "bundled"));
      writeFileSync(join(extension, "bundled/coupling_lsp-1-py3-none-any.whl"), "");
      const environments = {
        getActiveEnvironmentPath: () => ({ path: python }),
        resolveEnvironment: async () => undefined,
        onDidChangeActiveEnvironmentPath: new vscode.EventEmitter().event,
      };
      vscode.world.python = { activate: async () => ({ environments }) };
      vscode.world.files = ["manage.py"];
      vscode.world.answer = "Install coupling-lsp";
      await start();
      const terminal = {
        name: "Install coupling-lsp",
        shellPath: python,
        shellArgs: ["-m", "pip", "install", "coupling_lsp-1-py3-none-any.whl"],
        cwd: join(extension, "bundled"),
      };
      await eventually(() => assert.deepEqual(vscode.executed, [["terminal", terminal], ["coupling.restart"]]));
    });
  });

  it("does not work in the folder of an untrusted workspace, and restarts when it is trusted", async () => {
    vscode.workspace.isTrusted = false;
    await start();
    assert.deepEqual(only().server.options, { cwd: homedir() });
    vscode.grantTrust();
    await eventually(() => assert.deepEqual(clients[1]?.server.options, {}));
  });

  it("follows the selected Python environment", async () => {
    const changed = new vscode.EventEmitter();
    let asked = 0;
    let fsPath: string | undefined;
    const environments = {
      getActiveEnvironmentPath: () => ({ path: "true" }), // A program that can import anything.
      resolveEnvironment: async () => ((asked += 1), fsPath && { executable: { uri: { fsPath } } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    };
    vscode.world.python = { activate: async () => ({ environments }) };
    vscode.config.delete("coupling.command");
    await start();
    assert.equal(only().server.command, "true");
    assert.deepEqual(only().server.args, ["-P", "-m", "coupling_lsp", "serve", "--stdio"]);
    changed.fire();
    await eventually(() => assert.equal(asked, 2));
    fsPath = "/bin/true";
    changed.fire();
    // Had the first event changed anything, there would be one more.
    await eventually(() => assert.deepEqual(clients.map((client) => client.server.command), ["true", "/bin/true"]));
  });
});
