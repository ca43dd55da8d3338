import { strict as assert } from "node:assert";
import type { ExtensionContext, TreeDataProvider } from "vscode";
import { KINDS, type Kind } from "../src/view/edgeKinds";
import type { Row } from "../src/view/items";
import { nearest } from "../src/view/page/nearest";
import type { Box, Edge, Overview, Pair, Project } from "../src/view/protocol";
import type { Client } from "../src/view/source";
import { View } from "../src/view/view";
import { contexts, shown, viewContext, type Panel, type TreeItem } from "./view-mock";
import * as vscode from "./vscode-mock";

const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } };
const RULE = { id: "no-lookup", why: "Ask the *service*.", instead: "", owner: "@money", reviewBy: "", uri: "file:///shop/rules.yaml", range };

/** The mechanism and the words that the server gives to edges of some kinds. */
const TOLD: Partial<Record<Kind, readonly [string, string]>> = {
  schema: ["fk", "foreign key"],
  "orm-read": ["objects.get", "ORM read"],
  import: ["from", "import"],
};

function edge(kind: Kind, verdict: Edge["verdict"], more: Partial<Edge> = {}): Edge {
  const [mechanism, words] = TOLD[kind] ?? [kind, kind];
  const place = { uri: "file:///shop/orders/views.py", range, path: "orders/views.py", line: 5 };
  return { kind, verdict, test: false, mechanism, words, ...place, sentence: "orders reaches billing.Invoice", symbol: "", target: "billing.Invoice", rule: null, ...more };
}

const EDGES = [
  edge("schema", "approved", { symbol: "Order.invoice", path: "orders/models.py", line: 9 }),
  edge("import", "undeclared", { words: "lazy import" }),
  edge("import", "undeclared", { test: true, path: "orders/tests.py", line: 1 }),
  edge("orm-read", "forbidden", { rule: RULE }),
];

function pair(from: string, to: string, edges: readonly Edge[], contract: string | null = null): Pair {
  return { from, to, contract, counts: edges.map(({ kind, verdict, test }) => ({ kind, verdict, test, count: 1 })) };
}

const app = (label: string): Project["apps"][number] => ({ label, role: `The ${label}.`, owners: [] });

const SHOP: Project = {
  uri: "file:///shop",
  name: "shop",
  rules: "file:///shop/rules.yaml",
  apps: [app("billing"), app("crm"), app("orders")],
  pairs: [pair("crm", "orders", [edge("import", "approved")]), pair("orders", "billing", EDGES, "layers")],
  unresolved: { count: 1, inTests: 2 },
};

/** A server that knows some projects. */
class Server implements Client {
  readonly asked: [string, Record<string, unknown>][] = [];
  readonly capabilities: { experimental?: unknown } = {};
  overview: Overview = { complete: true, projects: [SHOP] };
  failure: object | undefined;
  #changed: (change: unknown) => void = () => undefined;

  sendRequest: Client["sendRequest"] = async (method: unknown, params: unknown) => {
    this.asked.push([String(method), params as Record<string, unknown>]);
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const answers: Record<string, unknown> = {
      "coupling/overview": this.overview,
      "coupling/edges": { edges: EDGES, contract: null },
      "coupling/graph": { width: 10, height: 10, boxes: [], arrows: [], cycles: [] },
      "coupling/unresolved": { places: [{ uri: "file:///shop/orders/plugins.py", range, path: "orders/plugins.py", line: 5, reason: "no text", test: false }] },
    };
    return answers[String(method)] as never;
  };
  onNotification: Client["onNotification"] = (_method: unknown, handler: unknown) => {
    this.#changed = handler as (change: unknown) => void;
    return new vscode.Disposable(() => undefined);
  };
  onDidChangeState: Client["onDidChangeState"] = () => new vscode.Disposable(() => undefined);
  registerFeature: Client["registerFeature"] = (feature) => (feature as { fillClientCapabilities(it: object): void }).fillClientCapabilities(this.capabilities);

  changed(edges: boolean): void {
    this.#changed({ edges });
  }
  methods(): string[] {
    return this.asked.map(([method]) => method.replace("coupling/", ""));
  }
}

describe("the view", () => {
  let view: View;
  let server: Server;
  let stored: Map<string, unknown>;

  const begin = (): void => {
    vscode.reset();
    view = new View(viewContext(stored) as Pick<ExtensionContext, "extensionUri" | "workspaceState">);
    view.attach(server);
  };

  beforeEach(() => {
    server = new Server();
    stored = new Map();
    begin();
  });

  afterEach(() => view.dispose());

  const provider = (): TreeDataProvider<Row> => shown.tree?.treeDataProvider as TreeDataProvider<Row>;
  const children = async (row?: Row): Promise<Row[]> => (await provider().getChildren(row)) ?? [];
  const item = (row: Row): TreeItem => provider().getTreeItem(row) as unknown as TreeItem;
  const run = (command: string, ...args: unknown[]): unknown => vscode.registered.get(command)?.(...args);
  /** Until everything that waits for nothing but promises is done: these come before the next turn of the event loop. */
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const state = (): unknown => contexts.filter(([, key]) => key === "coupling.view.state").pop()?.[2];

  /** The tree as text: all of it, or what stands below the rows named. */
  async function lines(...way: string[]): Promise<string[]> {
    let row: Row | undefined;
    for (const label of way) {
      row = (await children(row)).find((it) => item(it).label === label);
      assert.ok(row, `${label} is there`);
    }
    return (await children(row)).map((it) => {
      const { label, description, iconPath } = item(it);
      return `${iconPath?.id} ${label} | ${description}`;
    });
  }

  async function panel(): Promise<Panel> {
    await run("coupling.showGraph");
    return shown.panels[0] as Panel;
  }

  it("asks nothing before somebody looks", async () => {
    await settled();
    assert.deepEqual(server.asked, []);
    assert.deepEqual(server.capabilities.experimental, { coupling: { view: true } });
  });

  it("shows apps, the pairs of each, their kinds and their edges", async () => {
    assert.deepEqual(await lines(), [
      "symbol-namespace billing | 3 in",
      "symbol-namespace crm | 1 out",
      "symbol-namespace orders | 3 out, 1 in · 1 forbidden, 1 undeclared",
      "question 1 place not resolved | may hold edges",
    ]);
    assert.deepEqual(await lines("orders"), ["arrow-right billing | 3 · 1 forbidden, 1 undeclared · breaks layers", "arrow-left crm | 1"]);
    assert.deepEqual(await lines("orders", "billing"), ["database Schema | 1", "search ORM reads | 1 · 1 forbidden", "package Imports | 1 · 1 undeclared"]);
    assert.deepEqual(await lines("orders", "billing", "Schema"), ["pass Order.invoice → Invoice | models.py:9 · foreign key"]);
    assert.deepEqual(await lines("orders", "billing", "ORM reads"), ["circle-slash Invoice | views.py:5 · objects.get"]);
    assert.deepEqual(await lines("orders", "billing", "Imports"), ["question Invoice | views.py:5 · lazy"]);
    assert.deepEqual(await lines("1 place not resolved"), ["dash plugins.py:5 | no text"]);
    assert.equal(state(), "ready");
  });

  it("shows every kind of edge, those through names too", async () => {
    const edges = KINDS.map((kind) => edge(kind, "approved"));
    server.overview = { complete: true, projects: [{ ...SHOP, pairs: [pair("orders", "billing", edges)] }] };
    const rows = await lines("orders", "billing");
    assert.equal(rows.length, KINDS.length);
    for (const line of ["package Imports | 1", "git-merge Joins | 1", "link URLs | 1", "beaker Patched names | 1", "table SQL tables | 1"]) {
      assert.ok(rows.includes(line), line);
    }
    const [out] = await children((await children())[2]);
    assert.match((out && item(out).tooltip?.value) ?? "", /1 schema, 1 ORM read, 1 ORM write, 1 import, 1 join, .*1 URL, 1 template, 1 patched name, 1 SQL table/);
  });

  it("opens the place of an edge, and its rule", async () => {
    const kinds = await children((await children((await children())[2]))[0]);
    const [row] = await children(kinds[1]);
    assert.ok(row);
    const { command, tooltip } = item(row);
    assert.equal(command?.command, "vscode.open");
    assert.deepEqual(JSON.parse(JSON.stringify(command?.arguments)), [{ text: "file:///shop/orders/views.py" }, { selection: range }]);
    assert.match(tooltip?.value ?? "", /Ask the \\\*service\\\*\\\./, "a reason is text, not Markdown");
    await run("coupling.view.openRule", row);
    assert.equal(String(shown.documents[0]?.[0]), "file:///shop/rules.yaml");
  });

  it("leaves tests out until they are wanted", async () => {
    shown.picked = ["Edges in tests"];
    await run("coupling.view.filter");
    assert.deepEqual((await lines()).slice(2), ["symbol-namespace orders | 4 out, 1 in · 1 forbidden, 2 undeclared", "question 3 places not resolved | may hold edges"]);
    assert.deepEqual(await lines("orders", "billing", "Imports"), ["question Invoice | views.py:5 · lazy", "question Invoice | tests.py:1 · test"]);
  });

  it("hides intentional edges, or shows what is picked, and keeps that for the next session", async () => {
    await run("coupling.view.showOpen");
    assert.deepEqual(await lines(), ["symbol-namespace billing | 2 in", "symbol-namespace orders | 2 out · 1 forbidden, 1 undeclared"]);
    await settled();
    assert.match(shown.tree?.message ?? "", /^Filter: forbidden, undeclared, tech debt, without tests$/);
    begin();
    assert.equal((await lines()).length, 2);
    shown.picked = ["ORM writes"];
    await run("coupling.view.filter");
    assert.deepEqual(await lines(), []);
    await settled();
    assert.match(shown.tree?.message ?? "", /^Nothing passes the filter/);
    shown.picked = undefined;
    await run("coupling.view.filter");
    assert.deepEqual(await lines(), [], "a picker that is left changes nothing");
    await run("coupling.view.showAll");
    assert.equal((await lines()).length, 4);
  });

  it("takes any stored filter", async () => {
    for (const value of [null, 3, "x", { verdicts: "all", kinds: [1], tests: "yes" }]) {
      stored.set("coupling.view.filter", value);
      begin();
      assert.equal((await lines()).length, 4);
    }
  });

  it("has a row for each of several projects", async () => {
    server.overview = { complete: true, projects: [SHOP, { ...SHOP, uri: "file:///other", name: "other", rules: null }] };
    assert.deepEqual(await lines(), ["project shop | 4 edges · 1 forbidden, 1 undeclared", "project other | 4 edges · 1 forbidden, 1 undeclared"]);
    assert.equal((await lines("other")).length, 4);
  });

  it("gives no verdict where nothing was judged", async () => {
    const counts = [{ kind: "import" as const, verdict: null, test: false, count: 2 }];
    server.overview = { complete: true, projects: [{ ...SHOP, rules: null, pairs: [{ from: "orders", to: "billing", counts, contract: null }] }] };
    assert.deepEqual(await lines("orders"), ["arrow-right billing | 2"]);
    const [row] = await children((await children())[2]);
    assert.equal(row && item(row).iconPath?.color, undefined);
  });

  it("says when only a part was read", async () => {
    server.overview = { complete: false, projects: [SHOP] };
    await lines();
    await settled();
    assert.equal(shown.tree?.message, "Only a part of the project is read so far.");
  });

  it("tells why it is empty", async () => {
    const told = async (): Promise<unknown> => (assert.deepEqual(await lines(), []), await settled(), state());
    server.overview = { complete: true, projects: [{ ...SHOP, apps: [], pairs: [] }] };
    assert.equal(await told(), "empty");
    server.failure = { code: -32601 };
    run("coupling.view.refresh");
    assert.equal(await told(), "outdated");
    server.failure = new Error("gone");
    run("coupling.view.refresh");
    assert.equal(await told(), "stopped");
    view.attach(undefined);
    assert.equal(await told(), "stopped");
    server.failure = undefined;
    server.overview = { complete: true, projects: [SHOP] };
    view.attach(server);
    assert.equal((await lines()).length, 4);
  });

  it("asks again after a change, and for moved places only where edges are shown", async () => {
    const refreshed: unknown[] = [];
    provider().onDidChangeTreeData?.((rows) => refreshed.push(rows));
    await lines("orders");
    server.changed(false);
    assert.deepEqual(refreshed, [], "no edge is in sight");
    const kinds = await children((await children((await children())[2]))[0]);
    await children(kinds[1]);
    await children(kinds[1]);
    assert.deepEqual(server.methods(), ["overview", "edges"]);
    server.changed(false);
    assert.deepEqual(refreshed, [[kinds[1]]]);
    server.changed(true);
    assert.deepEqual(refreshed.slice(1), [undefined]);
    await lines();
    assert.deepEqual(server.methods(), ["overview", "edges", "overview"]);
  });

  it("shows the graph in a page that takes nothing from the network", async () => {
    const { html } = (await panel()).webview;
    const policy = /content="default-src 'none'; style-src https:\/\/extension\.test; script-src 'nonce-([\w+/=]{20,})'"/.exec(html);
    assert.ok(policy);
    assert.ok(html.includes(`<script nonce="${policy[1]}" src="/extension/dist/graph.js">`));
    assert.ok(!html.includes("unsafe"));
    shown.panels[0]?.dispose();
    assert.notEqual((await panel(), shown.panels[1]?.webview.html), html, "the nonce is another one");
  });

  it("sends the graph when the page is ready, of what it asks for", async () => {
    const page = await panel();
    assert.deepEqual(page.sent, []);
    const first = await page.say({ type: "ready" });
    assert.deepEqual([first?.["project"], first?.["app"], first?.["apps"]], ["file:///shop", "", ["billing", "crm", "orders"]]);
    assert.deepEqual(server.asked.at(-1), ["coupling/graph", { project: "file:///shop", app: "", verdicts: [], kinds: [], tests: false }]);
    const near = await page.say({ type: "show", project: "file:///shop", app: "crm" });
    assert.equal(near?.["app"], "crm");
    assert.equal(server.asked.at(-1)?.[1]["app"], "crm");
    const none = await page.say({ type: "show", project: "file:///gone", app: "nobody" });
    assert.deepEqual([none?.["project"], none?.["app"]], ["file:///shop", ""]);
  });

  it("sends the edges of a pair that pass the filter, and opens one", async () => {
    const page = await panel();
    const found = await page.say({ type: "edges", project: "file:///shop", from: "orders", to: "billing" });
    assert.equal((found?.["edges"] as unknown[]).length, 3);
    await page.say({ type: "open", place: { uri: "file:///shop/orders/views.py", range } });
    assert.equal(String(shown.documents[0]?.[0]), "file:///shop/orders/views.py");
  });

  it("shares the filter between tree and graph", async () => {
    const page = await panel();
    await page.say({ type: "ready" });
    await page.say({ type: "filter", open: true, tests: true });
    await settled();
    assert.deepEqual(server.asked.at(-1)?.[1]["verdicts"], ["forbidden", "undeclared", "tech-debt"]);
    assert.equal((await lines()).length, 2);
    await run("coupling.view.showAll");
    await settled();
    assert.deepEqual(page.sent.at(-1)?.["filter"], { verdicts: [], kinds: [], tests: true });
  });

  it("follows changes while it is in sight, and rests while it is not", async () => {
    const page = await panel();
    await page.say({ type: "ready" });
    server.changed(false);
    await settled();
    assert.equal(page.sent.at(-1)?.type, "moved");
    page.visible = false;
    const before = server.asked.length;
    server.changed(true);
    await settled();
    assert.equal(server.asked.length, before);
  });

  it("shows an app with its neighbours, by its row or by name, and a pair", async () => {
    const rows = await children();
    const page = await panel();
    await run("coupling.view.focusApp", rows[2]);
    assert.equal((await page.say({ type: "ready" }))?.["app"], "orders");
    shown.picked = ["crm"];
    await run("coupling.view.focusApp");
    assert.equal(page.sent.at(-1)?.["app"], "crm");
    const [out] = await children(rows[2]);
    await run("coupling.view.showPair", out);
    assert.deepEqual([page.sent.at(-1)?.["app"], page.sent.at(-1)?.["select"]], ["", ["orders", "billing"]]);
    assert.equal(shown.panels.length, 1);
  });

  it("says in the graph why there is none", async () => {
    server.failure = { code: -32601 };
    const page = await panel();
    const answer = await page.say({ type: "ready" });
    assert.equal(answer?.["graph"], null);
    assert.match(String(answer?.["problem"]), /older than this view/);
  });
});

describe("arrow keys in the graph", () => {
  const box = (name: string, x: number, y: number): Box => ({ app: name, role: "", caption: "", x, y, width: 10, height: 5, inCycle: false });
  const [a, b, c, d] = [box("a", 0, 50), box("b", 100, 45), box("c", 100, 200), box("d", 200, 50)];
  const all = [a, b, c, d];

  it("go to the nearest app on that side", () => {
    assert.equal(nearest(a, all, "ArrowRight"), b);
    assert.equal(nearest(b, all, "ArrowRight"), d);
    assert.equal(nearest(b, all, "ArrowDown"), c);
    assert.equal(nearest(c, all, "ArrowUp"), b);
    assert.equal(nearest(d, all, "ArrowLeft"), b);
  });

  it("stay where there is none", () => {
    assert.equal(nearest(a, all, "ArrowLeft"), undefined);
    assert.equal(nearest(c, all, "ArrowDown"), undefined);
    assert.equal(nearest(a, [a], "ArrowUp"), undefined);
  });
});
