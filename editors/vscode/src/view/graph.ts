import { Uri, ViewColumn, window, type Disposable, type WebviewPanel } from "vscode";
import { OPEN, passes } from "./filter";
import { rangeOf } from "./items";
import type { Shown, ToExtension, ToPage, Wish } from "./messages";
import { page } from "./page";
import type { Place } from "./protocol";
import type { Source } from "./source";
import { EMPTY } from "./states";

/** The panel of the graph; there is one at most. Its page is made anew whenever it comes in sight, and then asks. */
export class GraphPanel implements Disposable {
  readonly #listener: Disposable;
  #panel: WebviewPanel | undefined;
  #wish: Wish = { project: "", app: "" };
  #select: readonly string[] = [];

  constructor(
    readonly source: Source,
    readonly extension: Uri,
    readonly pickFilter: () => unknown,
  ) {
    this.#listener = source.onDidChange(({ edges }) => (edges ? this.#update() : this.#send({ type: "moved" })));
  }

  /** Show the graph: all of it, or an app with its neighbours; a pair may be selected. */
  async show(wish: Partial<Wish> = {}, select: readonly string[] = []): Promise<void> {
    this.#wish = { project: wish.project ?? this.#wish.project, app: wish.app ?? "" };
    this.#select = select;
    if (this.#panel === undefined) {
      this.#open();
    } else {
      this.#panel.reveal();
      await this.#update();
    }
  }

  dispose(): void {
    this.#listener.dispose();
    this.#panel?.dispose();
  }

  #open(): void {
    const dist = Uri.joinPath(this.extension, "dist");
    const panel = window.createWebviewPanel("coupling.graph", "Coupling Graph", ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [dist],
    });
    this.#panel = panel;
    panel.iconPath = Uri.joinPath(this.extension, "media", "coupling.svg");
    panel.onDidDispose(() => (this.#panel = undefined));
    panel.webview.onDidReceiveMessage((message: ToExtension) => this.#receive(message));
    panel.webview.html = page(panel.webview, dist);
  }

  async #receive(message: ToExtension): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.#update();
      case "show":
        this.#wish = { project: message.project, app: message.app };
        return this.#update();
      case "edges": {
        const { project, from, to } = message;
        const { edges, contract } = await this.source.edges(project, from, to);
        const shown = edges.filter((it) => passes(this.source.filter, it));
        return this.#send({ type: "edges", project, from, to, edges: shown, contract });
      }
      case "open":
        return open(message.place);
      case "filter":
        this.source.filter = { ...this.source.filter, verdicts: message.open ? OPEN : [], tests: message.tests };
        return;
      case "pickFilter":
        this.pickFilter();
    }
  }

  async #update(): Promise<void> {
    if (this.#panel?.visible === true) {
      const shown = await this.#shown();
      this.#select = [];
      await this.#send(shown);
    }
  }

  async #shown(): Promise<Shown> {
    const { source } = this;
    const overview = await source.overview();
    const projects = await source.projects();
    const project = projects.find((it) => it.uri === this.#wish.project) ?? projects[0];
    const app = project?.apps.some((it) => it.label === this.#wish.app) === true ? this.#wish.app : "";
    const graph = project === undefined ? undefined : await source.graph(project.uri, app);
    return {
      type: "graph",
      projects: projects.map(({ uri, name }) => ({ uri, name })),
      project: project?.uri ?? "",
      apps: project?.apps.map((it) => it.label) ?? [],
      app,
      graph: graph ?? null,
      filter: source.filter,
      hasRules: project !== undefined && project.rules !== null,
      complete: overview?.complete ?? true,
      problem: graph === undefined ? EMPTY[source.state] : "",
      select: this.#select,
    };
  }

  async #send(message: ToPage): Promise<void> {
    if (this.#panel?.visible === true) {
      await this.#panel.webview.postMessage(message);
    }
  }
}

/** Beside the graph, so that it stays in sight. */
async function open(place: Place): Promise<void> {
  await window.showTextDocument(Uri.parse(place.uri, true), { selection: rangeOf(place), viewColumn: ViewColumn.Beside });
}
