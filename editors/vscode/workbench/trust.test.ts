// What VS Code runs of a project that its user does not trust.

import { strict as assert } from "node:assert";
import { until, VSCode } from "./vscode";

const SETTINGS = { "coupling.command": ["python3", "${workspaceFolder}/server.py"] };
const FILES = {
  ".vscode/settings.json": JSON.stringify(SETTINGS),
  "server.py": 'from pathlib import Path\n\nPath(__file__).with_name("was-run").touch()\n',
};

describe("VS Code with a project that is not trusted", function () {
  this.timeout(600_000);

  let code: VSCode;

  before(async () => {
    code = await VSCode.start({ trusted: false, files: FILES });
  });

  afterEach(async function () {
    await code.report(this.currentTest?.state === "failed");
  });

  after(() => code?.stop());

  it("runs nothing that the project names, until the user trusts it", async () => {
    await code.status("Restricted Mode");
    await code.status("Coupling: 22 tech debt");
    assert.equal(code.starts().length, 1);
    assert.match(code.starts()[0] ?? "", /\/bundled\/libs serve --stdio$/);
    assert.ok(!code.has("was-run"));
    await code.command("Workspaces: Manage Workspace Trust");
    await code.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).click();
    await until("the command of the project runs", () => code.has("was-run"));
    assert.match(code.starts()[1] ?? "", /python3 .*\/server\.py$/);
  });
});
