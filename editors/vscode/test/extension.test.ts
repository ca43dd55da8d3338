import { strict as assert } from "node:assert";
import { homedir } from "node:os";
import type { ExtensionContext, LogOutputChannel } from "vscode";
import { activate, deactivate } from "../src/extension";
import { behaviour, clients, type LanguageClient } from "./languageclient-mock";
import { viewContext } from "./view-mock";
import * as vscode from "./vscode-mock";

const COMMAND = [process.execPath, "serve", "--stdio"];

describe("the extension", () => {
  let context: { subscriptions: { dispose(): unknown }[] };

  beforeEach(() => {
    vscode.reset();
    clients.length = 0;
    behaviour.hangs = false;
    context = { subscriptions: [], ...viewContext() };
    vscode.config.set("coupling.command", COMMAND);
  });

  afterEach(async () => {
    await deactivate();
    context.subscriptions.forEach((subscription) => subscription.dispose());
  });

  const start = (): Promise<void> => activate(context as unknown as ExtensionContext);
  const run = (command: string): unknown => vscode.registered.get(command)?.();
  const only = (): LanguageClient => (assert.equal(clients.length, 1), clients[0] as LanguageClient);
  const states = (): string[] => clients.map((client) => client.state);
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

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
      commands: ["coupling.showReferences"],
    });
    assert.deepEqual(client.options["documentSelector"], [
      { scheme: "file", language: "python" },
      { scheme: "file", language: "yaml", pattern: "**/rules.yaml" },
      { scheme: "file", pattern: "**/{.importlinter,setup.cfg,pyproject.toml}" },
    ]);
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

  it("restarts when a setting changes that needs it", async () => {
    await start();
    vscode.configure("coupling.trace.server", "verbose");
    vscode.configure("coupling.codeLens", false);
    vscode.configure("editor.fontSize", 14);
    await settled();
    assert.equal(clients.length, 1);
    vscode.configure("coupling.settings", "config.other");
    await settled();
    assert.deepEqual(clients[1]?.options["initializationOptions"], {
      rules: "",
      settings: "config.other",
      codeLens: false,
      commands: ["coupling.showReferences"],
    });
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

  it("says what was tried, and opens the setting", async () => {
    vscode.config.set("coupling.command", ["/no/such/program"]);
    vscode.world.answer = "Open Setting";
    await start();
    await settled();
    assert.equal(clients.length, 0);
    assert.match(vscode.errors.join(), /Tried: .*\/no\/such\/program/);
    assert.deepEqual(vscode.executed, [["workbench.action.openSettings", "coupling.command"]]);
    vscode.configure("coupling.command", COMMAND);
    await settled();
    assert.deepEqual(states(), ["running"]);
  });

  it("keeps to the log outside Django projects", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = "";
    try {
      vscode.config.delete("coupling.command");
      await start();
      assert.deepEqual(vscode.errors, []);
      assert.match(vscode.logged.join(), /coupling-lsp on PATH: not there/);
      vscode.world.files = ["manage.py"];
      await run("coupling.restart");
      assert.equal(vscode.errors.length, 1);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("does not work in the folder of an untrusted workspace, and restarts when it is trusted", async () => {
    vscode.workspace.isTrusted = false;
    await start();
    assert.deepEqual(only().server.options, { cwd: homedir() });
    vscode.grantTrust();
    await settled();
    assert.deepEqual(clients[1]?.server.options, {});
  });

  it("follows the selected Python environment", async () => {
    const changed = new vscode.EventEmitter();
    // `true` can import anything.
    const environments = {
      getActiveEnvironmentPath: () => ({ path: "true" }),
      resolveEnvironment: async () => undefined as unknown,
      onDidChangeActiveEnvironmentPath: changed.event,
    };
    vscode.world.python = { activate: async () => ({ environments }) };
    vscode.config.delete("coupling.command");
    await start();
    assert.equal(only().server.command, "true");
    assert.deepEqual(only().server.args, ["-P", "-m", "coupling_lsp", "serve", "--stdio"]);
    changed.fire();
    await settled();
    assert.equal(clients.length, 1);
    environments.resolveEnvironment = async () => ({ executable: { uri: { fsPath: "/bin/true" } } });
    changed.fire();
    await settled();
    assert.deepEqual(clients.map((client) => client.server.command), ["true", "/bin/true"]);
  });
});
