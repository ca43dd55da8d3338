import { strict as assert } from "node:assert";
import { homedir } from "node:os";
import { expand, needsRestart, readSettings } from "../src/settings";
import * as vscode from "./vscode-mock";

describe("settings", () => {
  beforeEach(vscode.reset);

  it("are empty by default", () => {
    assert.deepEqual(readSettings(), { command: [], rules: "", settings: "", codeLens: true, backgroundInference: true });
  });

  it("are read with their variables replaced", () => {
    vscode.workspace.workspaceFolders = [{ uri: { fsPath: "/home/me/project" } }];
    vscode.config.set("coupling.command", ["${workspaceFolder}/.venv/bin/coupling-lsp", "serve"]);
    vscode.config.set("coupling.rules", "~/rules.yaml");
    vscode.config.set("coupling.settings", " config.settings ");
    assert.deepEqual(readSettings(), {
      command: ["/home/me/project/.venv/bin/coupling-lsp", "serve"],
      rules: `${homedir()}/rules.yaml`,
      settings: "config.settings",
      codeLens: true,
      backgroundInference: true,
    });
  });

  it("name files from the workspace folder", () => {
    vscode.workspace.workspaceFolders = [{ uri: { fsPath: "/home/me/project" } }];
    vscode.config.set("coupling.rules", "docs/rules.yaml");
    assert.equal(readSettings().rules, "/home/me/project/docs/rules.yaml");
  });

  it("of a wrong type count as not set", () => {
    vscode.config.set("coupling.command", "coupling-lsp");
    vscode.config.set("coupling.rules", 3);
    assert.deepEqual(readSettings(), { command: [], rules: "", settings: "", codeLens: true, backgroundInference: true });
    vscode.config.set("coupling.codeLens", "no");
    assert.equal(readSettings().codeLens, true);
    vscode.config.set("coupling.backgroundInference", false);
    assert.equal(readSettings().backgroundInference, false);
    vscode.config.set("coupling.command", ["a", 3, "", null]);
    assert.deepEqual(readSettings().command, ["a"]);
  });

  it("leave other words as they are", () => {
    assert.equal(expand("a~b", "/home/me/project", "/home/me"), "a~b");
    assert.equal(expand("~other/x", "/home/me/project", "/home/me"), "~other/x");
    assert.equal(expand("${workspaceFolder}/x", undefined, "/home/me"), "${workspaceFolder}/x");
    assert.equal(expand("${userHome}/$&", "/home/me/project", "/home/$&"), "/home/$&/$&");
  });

  it("need a restart, but for the trace", () => {
    const changed = (key: string): boolean =>
      needsRestart({ affectsConfiguration: (section: string) => section === key });
    assert.ok(["coupling.command", "coupling.rules", "coupling.settings"].every(changed));
    assert.ok(!changed("coupling.trace.server"));
    assert.ok(!changed("editor.fontSize"));
  });
});
