// What a user of VS Code sees, in the order of a first session with the example. Each step goes on where the last ended.

import { strict as assert } from "node:assert";
import type { Locator, Page } from "playwright-core";
import { until, VSCode } from "./vscode";

const IMPORTER = "boost_usage_tracker/update_repository_from_csv.py";
const SETTINGS = ".vscode/settings.json"; // There from the start: VS Code may overlook a folder that appears.
const DEBT = 22;
const AFTER_FIX = `Coupling: ${DEBT - 2} tech debt, 2 other`;

describe("VS Code with the example", function () {
  this.timeout(600_000);
  this.bail(true);

  let code: VSCode;
  let page: Page;

  before(async () => {
    code = await VSCode.start({ trusted: true, files: { [SETTINGS]: "{}" } });
    page = code.page;
  });

  afterEach(async function () {
    await code.report(this.currentTest?.state === "failed");
  });

  after(() => code?.stop());

  const squiggle = (severity: string): Locator => page.locator(`.monaco-editor .squiggly-${severity}`);
  /** The first word of its colour in a line that holds it and what follows. */
  const word = (text: string, follows = ""): Locator =>
    page.locator(".monaco-editor .view-line", { hasText: text + follows }).locator("span span", { hasText: text }).first();

  it("starts the server that comes with the extension, and tells what it found", async () => {
    await code.status(`Coupling: ${DEBT} tech debt`);
    assert.equal(code.starts().length, 1);
    assert.match(code.starts()[0] ?? "", /python3\S* -I .*coupling-lsp\S*\/bundled\/libs serve --stdio$/);
  });

  it("lists the findings of the whole project in the Problems", async () => {
    await page.locator(".statusbar-item", { hasText: "Coupling" }).first().click();
    const expected = code.check();
    assert.equal(expected.length, DEBT);
    const badge = page.locator(".panel .action-item", { hasText: "Problems" }).locator(".badge-content");
    await until("all problems", async () => (await badge.textContent()) === String(expected.length));
    await code.open(IMPORTER, 22);
    await page.locator(".view-lines").hover();
    await code.picture("problems");
    await page.keyboard.press("Control+B");
  });

  it("underlines an import while it is typed, and no longer when it is gone", async () => {
    await code.command("View: Toggle Panel Visibility");
    await code.open(IMPORTER, 7);
    await page.keyboard.press("End");
    await page.keyboard.type("\nfrom discord_activity_tracker.models import DiscordMessage");
    await squiggle("warning").waitFor();
    await code.status(`Coupling: 1 undeclared, ${DEBT} tech debt`);
    assert.ok(!code.read(IMPORTER).includes("DiscordMessage"), "it is not saved");
    await code.picture("typing");
    await page.keyboard.press("Control+Shift+K");
    await squiggle("warning").waitFor({ state: "detached" });
    await code.status(`Coupling: ${DEBT} tech debt`);
  });

  it("explains an edge on hover", async () => {
    await code.open(IMPORTER, 22);
    const hover = page.locator(".monaco-hover:visible", { hasText: "csv-owner-lookup" });
    await again(async () => {
      await page.locator(".tab.active").hover();
      await word("GitHubAccount", ".objects").hover();
      await hover.first().waitFor({ timeout: 10_000 });
    });
    const text = await hover.first().innerText();
    assert.match(text, /The importer looks an account up in the hub's table instead of asking its service layer/);
    await code.picture("hover");
    await page.keyboard.press("Escape");
  });

  it("opens the places that a lens counts", async () => {
    await code.open("cppa_user_tracker/models.py", 39);
    const lens = page.locator(".codelens-decoration a", { hasText: /apps depend on it/ }).first();
    const [kinds = ""] = (await lens.innerText()).split(" · ");
    const [, ...counts] = kinds.match(/\d+/g) ?? [];
    const places = counts.map(Number).reduce((sum, count) => sum + count);
    await again(async () => {
      await lens.click({ timeout: 10_000 });
      await page.locator(".peekview-title", { hasText: `(${places})` }).waitFor({ timeout: 10_000 });
    });
    await code.picture("lens");
    await page.keyboard.press("Escape");
    await code.open(IMPORTER, 22);
  });

  it("applies a quick fix", async () => {
    const action = page.locator(".action-widget .monaco-list-row", { hasText: "get_github_account_by_username" });
    await again(async () => {
      await word("GitHubAccount", ".objects").click();
      await page.keyboard.press("Control+.");
      await action.first().waitFor({ timeout: 10_000 });
    });
    await code.picture("quick-fix");
    await action.first().click();
    await page.locator(".view-lines", { hasText: "get_github_account_by_username(owner)" }).waitFor();
    await code.command("File: Save All Files");
    await until("the file is saved", () => code.read(IMPORTER).includes("account = get_github_account_by_username(owner)"));
    await until("the service is written", () => code.read("cppa_user_tracker/services.py").includes("def get_github_account_by_username("));
    assert.ok(!code.read(IMPORTER).includes("import GitHubAccount"), "an import that nothing uses is gone");
    const codes = code.check().map((finding) => finding.code);
    assert.equal(codes.filter((it) => it === "tech-debt").length, DEBT - 2);
    assert.equal(codes.filter((it) => it === "stale-rule").length, 2, "its rules are done with");
    await code.status(AFTER_FIX);
  });

  it("marks a fault of rules.yaml where it is", async () => {
    await code.open("rules.yaml", 11);
    await page.keyboard.press("End");
    await page.keyboard.type("\nexlude: []");
    await squiggle("error").waitFor();
    await code.status(`Coupling: ${DEBT - 2} tech debt, 3 other`);
    await code.command("File: Revert File");
    await code.status(AFTER_FIX);
  });

  it("completes what rules.yaml may name", async () => {
    await code.open("rules.yaml", 82);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.type("  - id: slack-people\n  from: cppa_slack_tracker\nto: cppa_user_tracker.Sla");
    const offer = page.locator(".suggest-widget .monaco-list-row", { hasText: "SlackUser" }).first();
    await again(async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Space");
      await offer.waitFor({ timeout: 10_000 });
    });
    await code.picture("rules");
    await page.keyboard.press("Tab");
    await page.locator(".view-line", { hasText: /^\s*to:\scppa_user_tracker.SlackUser$/ }).waitFor();
    await code.command("File: Revert File");
    await code.status(AFTER_FIX);
  });

  it("shows its log, and starts the server anew on command", async () => {
    await code.command("Coupling: Show Log");
    await page.locator(".output-view .view-line", { hasText: "Starting" }).first().waitFor();
    await code.command("Coupling: Restart Server");
    await until("a second start", () => code.starts().length === 2);
    await code.status(AFTER_FIX);
  });

  it("follows its settings, and restarts only when one needs it", async () => {
    code.write(SETTINGS, JSON.stringify({ "coupling.trace.server": "messages" }));
    await code.command("Output: Show Output Channels...");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Coupling Trace" }).click();
    await page.locator(".output-view .view-line", { hasText: "workspace/diagnostic" }).first().waitFor();
    await code.open("cppa_user_tracker/models.py", 39);
    const lens = page.locator(".codelens-decoration", { hasText: /apps depend on it/ }).first();
    await lens.waitFor();
    code.write(SETTINGS, JSON.stringify({ "coupling.codeLens": false }));
    await lens.waitFor({ state: "detached" });
    assert.equal(code.starts().length, 2);
    code.write("strict/rules.yaml", code.read("rules.yaml").replace("tech-debt: information", "tech-debt: error"));
    code.write(SETTINGS, JSON.stringify({ "coupling.rules": "strict/rules.yaml" }));
    await until("a third start", () => code.starts().length === 3);
    await page.locator(`.statusbar-item a[aria-label*="Errors: ${DEBT - 2}"]`).first().waitFor();
  });

  it("says what is wrong with a setting, and goes on when it is right again", async () => {
    code.write(SETTINGS, JSON.stringify({ "coupling.command": ["no-such-server"] }));
    const toast = page.locator(".notification-toast", { hasText: "coupling.command names no-such-server, which is not a program" });
    await toast.waitFor();
    await code.status("Coupling: not running");
    await code.picture("not-running");
    await toast.locator(".monaco-button", { hasText: "Open Settings" }).click();
    await page.locator(".settings-editor", { hasText: "Coupling: Command" }).waitFor();
    code.write(SETTINGS, "{}");
    await code.status(AFTER_FIX);
  });
});

/** A key pressed while VS Code moves the focus gets lost, and hovers go when something appears. */
async function again(attempt: () => Promise<void>): Promise<void> {
  for (let left = 11; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
  }
}
