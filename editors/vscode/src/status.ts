import {
  languages,
  StatusBarAlignment,
  ThemeColor,
  window,
  type Diagnostic,
  type Disposable,
  type StatusBarItem,
} from "vscode";

export type State = "starting" | "reading" | "ready" | "failed";

/** What the status bar tells: what the server does, or what it found. A click shows the Problems, or the log. */
export class Status implements Disposable {
  readonly #item: StatusBarItem = window.createStatusBarItem("coupling.status", StatusBarAlignment.Left);
  readonly #listener = languages.onDidChangeDiagnostics(() => this.#later());
  #state: State = "starting";
  #message = "";
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#item.name = "Coupling";
  }

  set visible(visible: boolean) {
    if (visible) {
      this.#item.show();
    } else {
      this.#item.hide();
    }
  }

  /** `message` is what went wrong, or what the server says of its work. */
  set(state: State, message = ""): void {
    this.#state = state;
    this.#message = message;
    this.#draw();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
    this.#item.dispose();
  }

  /** Diagnostics come file by file. */
  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, 100);
  }

  #draw(): void {
    const failed = this.#state === "failed";
    const codes = countCodes(languages.getDiagnostics().flatMap(([, diagnostics]) => diagnostics));
    this.#item.text = text(this.#state, codes);
    this.#item.tooltip = tooltip(this.#state, codes, this.#message);
    this.#item.command = failed ? "coupling.showLog" : "workbench.actions.view.problems";
    this.#item.backgroundColor = failed ? new ThemeColor("statusBarItem.errorBackground") : undefined;
  }
}

type Counts = ReadonlyMap<string, number>;

const SHORT: readonly (readonly [code: string, word: string])[] = [
  ["forbidden-edge", "forbidden"],
  ["undeclared-edge", "undeclared"],
  ["tech-debt", "tech debt"],
];

function text(state: State, codes: Counts): string {
  switch (state) {
    case "starting":
      return "$(sync~spin) Coupling: starting…";
    case "reading":
      return "$(sync~spin) Coupling: reading…";
    case "failed":
      return "$(error) Coupling: not running";
    case "ready": {
      const named = SHORT.map(([code, word]) => [codes.get(code) ?? 0, word] as const);
      const all = [...codes.values()].reduce((sum, count) => sum + count, 0);
      const other = all - named.reduce((sum, [count]) => sum + count, 0);
      const parts = [...named, [other, "other"] as const].filter(([count]) => count > 0);
      return ["$(references) Coupling", parts.map((part) => part.join(" ")).join(", ")].filter((it) => it !== "").join(": ");
    }
  }
}

function tooltip(state: State, codes: Counts, message: string): string {
  const found = [...codes].sort().map(([code, count]) => `${count} ${code}`);
  const lines = {
    starting: ["The language server is starting."],
    reading: ["The project is being read, open files first."],
    failed: [message, "Click for the log."],
    ready: [message, ...(found.length > 0 ? found : ["Nothing to report."]), "Click for the Problems."],
  };
  return lines[state].filter((line) => line !== "").join("\n");
}

function countCodes(diagnostics: readonly Diagnostic[]): Counts {
  const counts = new Map<string, number>();
  for (const { source, code } of diagnostics) {
    if (source === "coupling") {
      const name = String(typeof code === "object" ? code.value : code);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
