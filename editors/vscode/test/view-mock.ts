// The part of the vscode API that the tree and the graph use.

export class TreeItem {
  id?: string;
  description?: string;
  tooltip?: MarkdownString;
  iconPath?: ThemeIcon;
  command?: { command: string; arguments: unknown[] };
  contextValue?: string;
  constructor(
    readonly label: string,
    readonly collapsibleState: number,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class MarkdownString {
  constructor(readonly value: string) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const ViewColumn = { Active: -1, Beside: -2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };

type Message = { readonly type: string } & Record<string, unknown>;

/** The one panel, as its page sees it. */
export class Panel {
  visible = true;
  readonly sent: Message[] = [];
  #receive: (message: unknown) => unknown = () => undefined;
  #disposed: () => unknown = () => undefined;
  readonly webview = {
    html: "",
    cspSource: "https://extension.test",
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: (listener: (message: unknown) => unknown) => (this.#receive = listener),
    postMessage: async (message: Message) => this.sent.push(message),
  };
  onDidDispose(listener: () => unknown): void {
    this.#disposed = listener;
  }
  reveal(): void {
    this.visible = true;
  }
  dispose(): void {
    this.#disposed();
  }
  /** What the page says, until all of it is dealt with; the answer that it gets. */
  async say(message: Message): Promise<Message | undefined> {
    const before = this.sent.length;
    await this.#receive(message);
    return this.sent[before];
  }
}

interface TreeView {
  treeDataProvider: unknown;
  message: string;
}

export const shown: { panels: Panel[]; tree: TreeView | undefined; picks: (readonly { label: string }[])[]; picked: string[] | undefined; documents: unknown[][] } = {
  panels: [],
  tree: undefined,
  picks: [],
  picked: undefined,
  documents: [],
};

/** What decides which welcome and buttons are shown. */
export const contexts: unknown[][] = [];

export const viewWindow = {
  createTreeView(_id: string, { treeDataProvider }: { treeDataProvider: unknown }) {
    shown.tree = { treeDataProvider, message: "" };
    return Object.assign(shown.tree, { dispose() {} });
  },
  createWebviewPanel() {
    const panel = new Panel();
    shown.panels.push(panel);
    return panel;
  },
  async showQuickPick(items: readonly { label: string }[], options: { canPickMany?: boolean }) {
    shown.picks.push(items);
    const found = items.filter((it) => shown.picked?.includes(it.label));
    return shown.picked === undefined ? undefined : options.canPickMany === true ? found : found[0];
  },
  async showTextDocument(...args: unknown[]) {
    shown.documents.push(args);
  },
};

/** What the view needs of an extension's context. */
export function viewContext(stored = new Map<string, unknown>()): object {
  contexts.length = 0;
  Object.assign(shown, { panels: [], tree: undefined, picks: [], picked: undefined, documents: [] });
  return {
    extensionUri: { text: "/extension" },
    workspaceState: { get: (key: string) => stored.get(key), update: async (key: string, value: unknown) => stored.set(key, value) },
  };
}
