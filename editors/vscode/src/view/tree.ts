import { EventEmitter, type Disposable, type TreeDataProvider, type TreeItem } from "vscode";
import { KINDS } from "./edgeKinds";
import { passes, passing, isNarrow } from "./filter";
import { treeItem, type Row } from "./items";
import type { Project } from "./protocol";
import type { Change, Source } from "./source";

/** Projects (where there are several), apps, pairs of apps, kinds of edges, edges. */
export class Tree implements TreeDataProvider<Row>, Disposable {
  readonly #changed = new EventEmitter<Row | Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #listener: Disposable;
  /** The rows whose edges are shown. */
  readonly #open = new Set<Row>();

  constructor(
    readonly source: Source,
    /** Called with whether there are rows, whenever the tree was read from its root. */
    readonly onDidRead: (rows: readonly Row[]) => void,
  ) {
    this.#listener = source.onDidChange((change) => this.#refresh(change));
  }

  getTreeItem(row: Row): TreeItem {
    return treeItem(row);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    switch (row?.type) {
      case undefined: {
        const rows = await this.#roots();
        this.onDidRead(rows);
        return rows;
      }
      case "project":
        return this.#inProject(row.project);
      case "app":
        return this.#pairs(row.project, row.app.label);
      case "pair":
        return KINDS.map((kind) => ({ ...row, type: "kind" as const, kind, counts: row.counts.filter((it) => it.kind === kind) })).filter(
          ({ counts }) => counts.length > 0,
        );
      case "kind": {
        this.#open.add(row);
        const { edges } = await this.source.edges(row.project.uri, row.pair.from, row.pair.to);
        return edges
          .filter((edge) => edge.kind === row.kind && passes(this.source.filter, edge))
          .map((edge) => ({ ...row, type: "edge", edge }));
      }
      case "unresolved":
        return (await this.source.unresolved(row.project.uri)).map((place) => ({ type: "place", place }));
      default:
        return [];
    }
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  async #roots(): Promise<Row[]> {
    this.#open.clear();
    const projects = await this.source.projects();
    const [only] = projects;
    if (only !== undefined && projects.length === 1) {
      return this.#inProject(only);
    }
    const { filter } = this.source;
    return projects.map((project) => ({ type: "project", project, counts: project.pairs.flatMap((pair) => passing(filter, pair)) }));
  }

  #inProject(project: Project): Row[] {
    const { filter } = this.source;
    const counted = project.pairs.map((pair) => ({ pair, counts: passing(filter, pair) }));
    const apps = project.apps
      .map((app) => ({
        type: "app" as const,
        project,
        app,
        out: counted.filter(({ pair }) => pair.from === app.label).flatMap(({ counts }) => counts),
        into: counted.filter(({ pair }) => pair.to === app.label).flatMap(({ counts }) => counts),
      }))
      .filter(({ out, into }) => !isNarrow(filter) || out.length + into.length > 0);
    const count = project.unresolved.count + (filter.tests ? project.unresolved.inTests : 0);
    const isTold = count > 0 && !isNarrow(filter);
    return [...apps, ...(isTold ? [{ type: "unresolved" as const, project, count }] : [])];
  }

  /** Those by which an app depends on others, then those by which it is used. */
  #pairs(project: Project, app: string): Row[] {
    const rows = project.pairs
      .map((pair) => ({ type: "pair" as const, project, pair, app, counts: passing(this.source.filter, pair) }))
      .filter(({ counts }) => counts.length > 0);
    return [...rows.filter(({ pair }) => pair.from === app), ...rows.filter(({ pair }) => pair.to === app)];
  }

  #refresh({ edges }: Change): void {
    if (edges) {
      this.#changed.fire(undefined);
    } else if (this.#open.size > 0) {
      const rows = [...this.#open];
      this.#open.clear();
      this.#changed.fire(rows);
    }
  }
}
