import { strict as assert } from "node:assert";
import { Status } from "../src/status";
import * as vscode from "./vscode-mock";

const found = (code: unknown, source = "coupling"): unknown => ({ source, code });

describe("the status bar", () => {
  let status: Status;

  beforeEach(() => {
    vscode.reset();
    status = new Status();
  });

  afterEach(() => status.dispose());

  const shown = async (): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    return vscode.status.text;
  };

  it("counts what was found, worst first", async () => {
    status.set("ready", "Read 3 files of 2 apps");
    vscode.diagnose(found("tech-debt"), found("tech-debt"), found({ value: "undeclared-edge" }), found("forbidden-edge"));
    assert.match(await shown(), / Coupling: 1 forbidden, 1 undeclared, 2 tech debt$/);
    assert.equal(
      vscode.status.tooltip,
      "Read 3 files of 2 apps\n1 forbidden-edge\n2 tech-debt\n1 undeclared-edge\nClick for the Problems.",
    );
    assert.equal(vscode.status.command, "workbench.actions.view.problems");
  });

  it("names no count of zero, and counts codes without a short word together", async () => {
    status.set("ready");
    vscode.diagnose(found("stale-rule"), found("invalid-rules"));
    assert.match(await shown(), / Coupling: 2 other$/);
    vscode.diagnose();
    assert.match(await shown(), / Coupling$/);
  });

  it("leaves out what others found", async () => {
    status.set("ready");
    vscode.diagnose(found("tech-debt", "ruff"), found(undefined, "pylint"));
    assert.match(await shown(), / Coupling$/);
  });

  it("gives no counts before the project is read, or when there is no server", async () => {
    vscode.diagnose(found("tech-debt"));
    status.set("reading");
    assert.match(await shown(), / Coupling: reading…$/);
    status.set("failed", "It ended.");
    assert.match(await shown(), / Coupling: not running$/);
    assert.equal(vscode.status.tooltip, "It ended.\nClick for the log.");
    assert.equal(vscode.status.backgroundColor?.id, "statusBarItem.errorBackground");
    status.set("ready");
    assert.equal(vscode.status.backgroundColor, undefined);
  });

  it("is shown when wanted", () => {
    status.visible = true;
    assert.ok(vscode.status.shown);
    status.visible = false;
    assert.ok(!vscode.status.shown);
  });
});
