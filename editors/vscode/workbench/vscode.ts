// A VS Code with the packaged extension, in a browser, with a copy of the example open.

import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

/** The folder of the extension: esbuild puts this file into dist/workbench. */
const EXTENSION = resolve(__dirname, "../..");
const ROOT = resolve(EXTENSION, "../..");

const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.acceptSuggestionOnEnter": "off",
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "editor.wordBasedSuggestions": "off",
  "editor.fontSize": 13,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "problems.defaultViewMode": "tree",
  "telemetry.telemetryLevel": "off",
  "workbench.activityBar.location": "top",
  "workbench.editor.enablePreview": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

// Nothing is looked up outside this machine.
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

interface Options {
  readonly trusted: boolean;
  /** Files of the project besides those of the example. */
  readonly files?: Readonly<Record<string, string>>;
}

export class VSCode {
  private constructor(
    readonly page: Page,
    /** The folder of the project. */
    readonly project: string,
    private readonly home: string,
    private readonly browser: Browser,
    private readonly server: ChildProcess,
  ) {}

  static async start({ trusted, files = {} }: Options): Promise<VSCode> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), "coupling-vscode-")));
    const project = join(home, "boost_data_collector");
    cpSync(join(ROOT, "examples/boost_data_collector"), project, { recursive: true });
    cpSync(join(ROOT, "rules.yaml"), join(project, "rules.yaml"));
    Object.entries({ ...files }).forEach(([name, text]) => write(join(project, name), text));
    write(join(home, "data/data/Machine/settings.json"), JSON.stringify(SETTINGS));

    const environment = machine(home);
    const code = [join(env("WORKBENCH"), "out/server-main.js"), "--accept-server-license-terms"];
    const folders = ["--server-data-dir", join(home, "data"), "--extensions-dir", join(home, "extensions")];
    const install = [...code, ...folders, "--install-extension", join(EXTENSION, "coupling-lsp.vsix")];
    execFileSync(process.execPath, install, { env: environment, stdio: "pipe" });

    const port = await freePort();
    const serve = [...code, ...folders, "--host=127.0.0.1", `--port=${port}`, "--without-connection-token"];
    const trust = trusted ? ["--disable-workspace-trust"] : [];
    const server = spawn(process.execPath, [...serve, ...trust], { env: environment, stdio: "pipe" });
    const base = `http://127.0.0.1:${port}`;
    await until("VS Code answers", async () => (await fetch(`${base}/version`).catch(() => undefined))?.ok);

    const browser = await chromium.launch({ executablePath: env("CHROMIUM"), args: BROWSER, timeout: 120_000 });
    const page = await browser.newPage({ viewport: { width: 1180, height: 700 } });
    page.setDefaultTimeout(120_000);
    await page.goto(`${base}/?folder=${project}`);
    await page.waitForSelector(".monaco-workbench", { timeout: 300_000 });
    return new VSCode(page, project, home, browser, server);
  }

  /** Wait until the status bar has an entry of this text. */
  async status(text: string): Promise<void> {
    await this.page.locator(".statusbar-item", { hasText: new RegExp(`^\\s*${text}$`) }).waitFor({ timeout: 120_000 });
  }

  /** Open a file at a line, and wait until keys go there. */
  async open(file: string, line: number): Promise<void> {
    const name = file.slice(file.lastIndexOf("/") + 1);
    await this.pick("Control+P", `${file}:${line}`, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(".editor-group-container .monaco-editor.focused").waitFor();
    await this.status(`Ln ${line}, Col 1`);
  }

  /** Run a command of the palette. */
  async command(title: string): Promise<void> {
    await this.pick("F1", `>${title}`, title);
  }

  private async pick(key: string, text: string, row: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator(".quick-input-widget input").first().fill(text);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: row }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  async stop(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill();
    await ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** What the extension wrote into its log. */
  log(): string {
    const logs = join(this.home, "data/data/logs");
    const files = readdirSync(logs, { encoding: "utf8", recursive: true }).filter((file) => file.endsWith("/Coupling.log"));
    return files.map((file) => readFileSync(join(logs, file), "utf8")).join("");
  }

  /** The commands that started a server, in order. */
  starts(): string[] {
    return [...this.log().matchAll(/Starting (.*)/g)].map((match) => match[1] ?? "");
  }

  read(file: string): string {
    return readFileSync(join(this.project, file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(join(this.project, file));
  }

  write(file: string, text: string): void {
    write(join(this.project, file), text);
  }

  /** The findings of the command line for the project on disk. */
  check(): { path: string; code: string; message: string }[] {
    const command = ["check", "--no-cache", "--format", "json", this.project];
    return JSON.parse(spawnSync("coupling-lsp", command, { encoding: "utf8" }).stdout).findings;
  }

  /** After a test that failed: what is on the screen and in the log. */
  async report(failed: boolean): Promise<void> {
    if (failed) {
      await this.picture("failed");
      console.error(`See vscode-failed.png in ${env("PICTURES")}\n${this.log()}`);
    }
  }

  /** Save a picture, once what fades in is there. */
  async picture(name: string): Promise<void> {
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: join(env("PICTURES"), `vscode-${name}.png`) });
  }
}

/** Wait for something that no selector tells. */
export async function until<T>(what: string, ask: () => T | Promise<T>, milliseconds = 120_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${milliseconds / 1000} s: ${what}`);
}

/** A machine with Python but no coupling-lsp, as of somebody who only installs the extension. */
function machine(home: string): NodeJS.ProcessEnv {
  const bin = join(home, "bin");
  mkdirSync(bin);
  const python = execFileSync("python", ["-c", "import sys; print(sys._base_executable)"], { encoding: "utf8" }).trim();
  symlinkSync(python, join(bin, "python3"));
  return {
    HOME: home,
    PATH: `${bin}:/usr/bin:/bin`,
    LANG: "C.UTF-8",
    COUPLING_LSP_CACHE: join(home, "cache"),
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
  };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function env(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: start this with scripts/test-vscode`);
  }
  return value;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
