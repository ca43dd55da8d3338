import { EventEmitter, type Disposable } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient/node";
import { DEFAULT, type Filter } from "./filter";
import type { Edges, Graph, Overview, Project, Unresolved } from "./protocol";

/** What a view needs of a language client. */
export type Client = Pick<BaseLanguageClient, "sendRequest" | "onNotification" | "registerFeature" | "onDidChangeState">;

/** `edges` is false where only places in files moved. */
export interface Change {
  readonly edges: boolean;
}

export type State = "waiting" | "stopped" | "outdated" | "empty" | "ready";

const METHOD_NOT_FOUND = -32601;

/** What the server knows, asked when somebody looks, and kept until it says that it changed. */
export class Source implements Disposable {
  readonly #changed = new EventEmitter<Change>();
  readonly onDidChange = this.#changed.event;
  #client: Client | undefined;
  #filter: Filter = DEFAULT;
  #overview: Promise<Overview | undefined> | undefined;
  #edges = new Map<string, Promise<Edges | undefined>>();
  #state: State = "waiting";

  get state(): State {
    return this.#state;
  }

  get filter(): Filter {
    return this.#filter;
  }

  set filter(filter: Filter) {
    this.#filter = filter;
    this.#changed.fire({ edges: true });
  }

  /** Take a client that was not started yet; none when the server stopped. */
  attach(client: Client | undefined): void {
    this.#client = client;
    this.#state = client === undefined ? "stopped" : "waiting";
    client?.registerFeature({
      fillClientCapabilities(capabilities) {
        const others = (capabilities.experimental ?? {}) as object;
        capabilities.experimental = { ...others, coupling: { view: true } };
      },
      initialize() {},
      getState: () => ({ kind: "static" }),
      clear() {},
    });
    client?.onNotification("coupling/changed", (change: Change) => this.#forget(change));
    client?.onDidChangeState(() => this.#forget({ edges: true }));
    this.#forget({ edges: true });
  }

  refresh(): void {
    this.#forget({ edges: true });
  }

  overview(): Promise<Overview | undefined> {
    return (this.#overview ??= this.#ask<Overview>("overview", {}));
  }

  async projects(): Promise<readonly Project[]> {
    return (await this.overview())?.projects.filter((it) => it.apps.length > 0) ?? [];
  }

  async edges(project: string, from: string, to: string): Promise<Edges> {
    const key = [project, from, to].join("\n");
    let found = this.#edges.get(key);
    if (found === undefined) {
      found = this.#ask<Edges>("edges", { project, from, to });
      this.#edges.set(key, found);
    }
    return (await found) ?? { edges: [], contract: null };
  }

  graph(project: string, app: string): Promise<Graph | undefined> {
    return this.#ask<Graph>("graph", { project, app, ...this.#filter });
  }

  async unresolved(project: string): Promise<readonly Unresolved[]> {
    const found = await this.#ask<{ places: readonly Unresolved[] }>("unresolved", { project });
    return found?.places.filter((it) => this.#filter.tests || !it.test) ?? [];
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #forget(change: Change): void {
    this.#edges.clear();
    if (change.edges) {
      this.#overview = undefined;
    }
    this.#changed.fire(change);
  }

  /** A server that stops while it is asked has nothing to say; the view then hears of the next one. */
  async #ask<Answer extends object>(method: string, params: object): Promise<Answer | undefined> {
    const client = this.#client;
    if (client === undefined) {
      return undefined;
    }
    try {
      const answer = await client.sendRequest<Answer | null>(`coupling/${method}`, params);
      if (client === this.#client && method === "overview") {
        this.#state = (answer as Overview | null)?.projects.some((it) => it.apps.length > 0) ? "ready" : "empty";
      }
      return answer ?? undefined;
    } catch (error) {
      if (client === this.#client) {
        this.#state = (error as { code?: unknown }).code === METHOD_NOT_FOUND ? "outdated" : "stopped";
      }
      return undefined;
    }
  }
}
