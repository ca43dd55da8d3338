import { strict as assert } from "node:assert";
import { mock } from "node:test";
import { Status } from "../src/status";
import * as vscode from "./vscode-mock";

const found = (code: unknown, source = "coupling"): unknown => ({ source, code });

describe("the status bar", () => {
  let status: Status;

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    vscode.reset();
    status = new Status();
  });

  afterEach(() => {
    status.dispose();
    mock.timers.reset();
  });

  /** The text after the moment in which diagnostics are gathered. */
  const shown = (): string => {
    mock.timers.tick(100);
    return vscode.status.text;
  };

  it("counts what was found, worst first", () => {
    status.set("ready", "Read 3 files of 2 apps");
    vscode.diagnose(found("tech-debt"), found("tech-debt"), found({ value: "undeclared-edge" }), found("forbidden-edge"));
    assert.match(shown(), / Coupling: 1 forbidden, 1 undeclared, 2 tech debt$/);
    assert.equal(
      vscode.status.tooltip,
      "Read 3 files of 2 apps\n1 forbidden-edge\n2 tech-debt\n1 undeclared-edge\nClick for the Problems.",
    );
    assert.equal(vscode.status.command, "workbench.actions.view.problems");
  });

  it("names no count of zero, and counts codes without a short word together", () => {
    status.set("ready");
    vscode.diagnose(found("stale-rule"), found("invalid-rules"));
    assert.match(shown(), / Coupling: 2 other$/);
    vscode.diagnose();
    assert.match(shown(), / Coupling$/);
  });

  it("leaves out what others found", () => {
    status.set("ready");
    vscode.diagnose(found("tech-debt", "ruff"), found(undefined, "pylint"));
    assert.match(shown(), / Coupling$/);
  });

  it("gives no counts before the project is read, or when there is no server", () => {
    vscode.diagnose(found("tech-debt"));
    status.set("reading");
    assert.match(shown(), / Coupling: reading…$/);
    status.set("failed", "It ended.");
    assert.match(shown(), / Coupling: not running$/);
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
