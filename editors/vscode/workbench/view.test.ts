// The Coupling view as a user sees it: the tree and the graph of the example. Each step goes on where the last ended.

import { strict as assert } from "node:assert";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { until, VSCode } from "./vscode";

const IMPORTER = "boost_usage_tracker/update_repository_from_csv.py";

/** What is used of the page's own globals. */
interface Styles {
  getComputedStyle(element: unknown): { backgroundColor: string };
}

describe("the Coupling view with the example", function () {
  this.timeout(600_000);
  this.bail(true);

  let code: VSCode;
  let page: Page;
  const requests: string[] = [];

  before(async () => {
    code = await VSCode.start({ trusted: true });
    page = code.page;
    page.on("request", (request) => requests.push(request.url()));
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") {
      await code.picture("view-failed");
      console.error(code.log());
    }
  });

  after(() => code?.stop());

  const row = (level: number, text: string): Locator =>
    page.locator(`.pane-body .monaco-list-row[aria-level="${level}"]`, { hasText: text }).first();
  const graph = (): FrameLocator => page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  const app = (name: string): Locator => graph().locator("g.app", { has: page.locator(`text="${name}"`) });
  const arrows = (): Locator => graph().locator("#sheet g.arrow");

  async function command(title: string): Promise<void> {
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").first().fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await page.keyboard.press("Enter");
  }

  /** Without the tooltip of what the mouse is over. */
  async function picture(name: string): Promise<void> {
    await page.mouse.move(600, 2);
    await code.picture(`view-${name}`);
  }

  async function count(what: string, found: Locator, expected: number): Promise<void> {
    let last = -1;
    await until(`${expected} ${what}`, async () => (last = await found.count()) === expected).catch((error: unknown) => {
      throw new Error(`${String(error)}, but ${last}`);
    });
  }

  it("lists apps, their pairs and edges, and opens one", async () => {
    await page.locator('.composite-bar .action-label[aria-label="Coupling"]').first().click();
    await row(1, "boost_usage_tracker").click();
    await row(2, "cppa_user_tracker").click();
    await row(3, "ORM reads").click();
    await row(4, "GitHubAccount").waitFor();
    await picture("tree");
    await row(4, "GitHubAccount").click();
    await page.locator('.tab.active[data-resource-name="update_repository_from_csv.py"]').waitFor();
    await page.locator(".statusbar-item", { hasText: /^Ln 22, Col 28 \(13 selected\)$/ }).waitFor();
  });

  it("hides intentional edges", async () => {
    const all = page.locator('.pane-body .monaco-list-row[aria-level="1"]');
    const before = await all.count();
    await command("Coupling: Hide Intentional Edges");
    await page.locator(".pane-body", { hasText: "Filter: forbidden, undeclared, tech debt, without tests" }).first().waitFor();
    await until("fewer apps", async () => (await all.count()) < before);
    await command("Coupling: Show All Verdicts");
    await count("apps", all, before);
  });

  it("draws the graph of the document, lazy imports dashed", async () => {
    await command("Coupling: Show Graph");
    await count("arrows", arrows(), 19);
    await count("dashed arrows", graph().locator("#sheet g.arrow.dashed"), 3);
    await picture("graph");
  });

  it("lists the edges of an arrow, and opens one beside", async () => {
    const arrow = graph().locator('g.arrow[aria-label^="boost_usage_tracker → cppa_user_tracker;"]');
    // The line is a curve: what is clicked is a point on it, not the middle of its frame.
    await arrow.dispatchEvent("click");
    const edge = graph().locator("#details button.row", { hasText: ":22" });
    assert.match(await edge.innerText(), /tech debt[^]*looks an account up in the hub's table/);
    await picture("pair");
    await edge.click();
    await page.locator('.tab.active[data-resource-name="update_repository_from_csv.py"]').waitFor();
    await count("groups", page.locator(".editor-group-container"), 2);
  });

  it("can be used with the keyboard alone", async () => {
    await app("boost_library_tracker").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    const heading = graph().locator("#details h2");
    await heading.waitFor();
    const name = await heading.innerText();
    await page.keyboard.press("f");
    await until("neighbours only", async () => (await arrows().count()) < 19);
    for (const it of await arrows().all()) {
      assert.ok((await it.getAttribute("aria-label"))?.includes(name));
    }
    await page.keyboard.press("Escape");
    await count("arrows", arrows(), 19);
  });

  it("follows the colours of the theme", async () => {
    const colour = (): Promise<string> =>
      graph()
        .locator("#details")
        .evaluate((it) => (globalThis as unknown as Styles).getComputedStyle(it).backgroundColor);
    const before = await colour();
    code.write(".vscode/settings.json", JSON.stringify({ "workbench.colorTheme": "Default Dark Modern" }));
    await until("another background", async () => (await colour()) !== before);
    await picture("dark");
    code.write(".vscode/settings.json", "{}");
    await until("the background from before", async () => (await colour()) === before);
  });

  it("follows what is typed", async () => {
    await page.locator(".editor-group-container .monaco-editor .view-lines").first().click();
    await command("Go to Line/Column...");
    await page.keyboard.type("7");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await page.locator(".statusbar-item", { hasText: /^Ln 7, / }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await row(4, "update_repository_from_csv.py:23").waitFor();
    await page.keyboard.type("from discord_activity_tracker.models import DiscordMessage");
    await count("arrows", arrows(), 20);
    assert.ok(!code.read(IMPORTER).includes("DiscordMessage"), "it is not saved");
    await command("File: Revert File");
    await count("arrows", arrows(), 19);
  });

  it("takes its script and style from the extension, and nothing from elsewhere", () => {
    const outside = requests.filter((url) => !/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(url));
    const names = new Set(outside.map((url) => url.replace(/^https:\/\/[^/]*\.vscode-resource\.vscode-cdn\.net\/.*\/dist\//, "")));
    assert.deepEqual([...names].sort(), ["graph.css", "graph.js"]);
  });
});
