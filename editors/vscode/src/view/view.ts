import { commands, QuickPickItemKind, Uri, window, type Disposable, type ExtensionContext, type QuickPickItem } from "vscode";
import { EDGE_KINDS, KINDS } from "./edgeKinds";
import { DEFAULT, described, isNarrow, isOpenOnly, OPEN, restored, type Filter } from "./filter";
import { GraphPanel } from "./graph";
import { rangeOf, type Row } from "./items";
import { VERDICTS, type Place } from "./protocol";
import { Source, type Client } from "./source";
import { Tree } from "./tree";
import { VERDICT_WORDS } from "./words";

const FILTER = "coupling.view.filter";

/** The tree and the graph of the whole project, with their commands. Nothing is asked before one of them is in sight. */
export class View implements Disposable {
  readonly #source = new Source();
  readonly #tree = new Tree(this.#source, (rows) => this.#read(rows));
  readonly #view = window.createTreeView("coupling.tree", { treeDataProvider: this.#tree, showCollapseAll: true });
  readonly #graph: GraphPanel;
  readonly #disposables: Disposable[];
  #known: Filter | undefined;

  constructor(readonly context: Pick<ExtensionContext, "extensionUri" | "workspaceState">) {
    this.#source.filter = restored(context.workspaceState.get(FILTER));
    this.#graph = new GraphPanel(this.#source, context.extensionUri, () => this.#pickFilter());
    const on = (name: string, run: (...args: never[]) => unknown): Disposable => commands.registerCommand(name, run);
    this.#disposables = [
      this.#source.onDidChange(() => this.#filtered()),
      on("coupling.showGraph", () => this.#graph.show()),
      on("coupling.view.refresh", () => this.#source.refresh()),
      on("coupling.view.filter", () => this.#pickFilter()),
      on("coupling.view.showOpen", () => this.#set({ ...this.#source.filter, verdicts: OPEN })),
      on("coupling.view.showAll", () => this.#set({ ...DEFAULT, tests: this.#source.filter.tests })),
      on("coupling.view.focusApp", (row?: Row) => this.#focus(row)),
      on("coupling.view.showPair", (row: Row) => this.#showPair(row)),
      on("coupling.view.openRule", (row: Row) => openRule(row)),
    ];
    this.#filtered();
  }

  /** The client of a server that is going to start; none when it stopped. */
  attach(client: Client | undefined): void {
    this.#source.attach(client);
  }

  dispose(): void {
    [...this.#disposables, this.#view, this.#graph, this.#tree, this.#source].forEach((it) => it.dispose());
  }

  #set(filter: Filter): void {
    this.#source.filter = filter;
  }

  #filtered(): void {
    const { filter } = this.#source;
    if (filter === this.#known) {
      return;
    }
    this.#known = filter;
    void this.context.workspaceState.update(FILTER, filter);
    void commands.executeCommand("setContext", "coupling.view.open", isOpenOnly(filter));
  }

  async #read(rows: readonly Row[]): Promise<void> {
    const { state, filter } = this.#source;
    const isPart = (await this.#source.overview())?.complete === false;
    const isEmpty = state === "ready" && rows.length === 0;
    const told = [
      isPart ? "Only a part of the project is read so far." : "",
      state === "ready" && isNarrow(filter) ? `${isEmpty ? "Nothing passes the filter" : "Filter"}: ${described(filter)}` : "",
    ];
    this.#view.message = told.filter(Boolean).join(" ");
    await commands.executeCommand("setContext", "coupling.view.state", state);
  }

  async #pickFilter(): Promise<void> {
    const { filter } = this.#source;
    const verdicts = VERDICTS.map((id) => ({ id, label: VERDICT_WORDS[id], picked: filter.verdicts.includes(id) }));
    const kinds = KINDS.map((id) => ({ id, label: EDGE_KINDS[id].title, picked: filter.kinds.includes(id) }));
    const tests = { label: "Edges in tests", picked: filter.tests };
    const items: QuickPickItem[] = [separator("Verdict (none: all)"), ...verdicts, separator("Kind (none: all)"), ...kinds, separator("Tests"), tests];
    const options = { title: "Which edges the Coupling view shows", canPickMany: true as const };
    const picked: readonly QuickPickItem[] | undefined = await window.showQuickPick(items, options);
    if (picked !== undefined) {
      const chosen = <Id>(of: readonly (QuickPickItem & { id: Id })[]): Id[] => of.filter((it) => picked.includes(it)).map((it) => it.id);
      this.#set({ verdicts: chosen(verdicts), kinds: chosen(kinds), tests: picked.includes(tests) });
    }
  }

  async #focus(row: Row | undefined): Promise<void> {
    if (row?.type === "app") {
      return this.#graph.show({ project: row.project.uri, app: row.app.label });
    }
    const items = (await this.#source.projects()).flatMap((project) =>
      project.apps.map(({ label, role }) => ({ label, description: role, project: project.uri })),
    );
    const picked = await window.showQuickPick(items, { title: "Show an app and its neighbours", matchOnDescription: true });
    return picked && this.#graph.show({ project: picked.project, app: picked.label });
  }

  async #showPair(row: Row): Promise<void> {
    if (row.type === "pair") {
      await this.#graph.show({ project: row.project.uri }, [row.pair.from, row.pair.to]);
    }
  }
}

function separator(label: string): QuickPickItem {
  return { label, kind: QuickPickItemKind.Separator };
}

async function openRule(row: Row): Promise<void> {
  const rule: Place | null = row.type === "edge" ? row.edge.rule : null;
  if (rule !== null) {
    await window.showTextDocument(Uri.parse(rule.uri, true), { selection: rangeOf(rule) });
  }
}
