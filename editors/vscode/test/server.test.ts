import { strict as assert } from "node:assert";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleProblem, importProblem, isProgram } from "../src/machine";
import { failure, findServer, type World } from "../src/server";

const PYTHON = "/env/bin/python";
const BUNDLE = "/extension/bundled/libs";
const FROM_PYTHON = [PYTHON, "-P", "-m", "coupling_lsp", "serve", "--stdio"];

function world(programs: readonly string[], changes: Partial<World> = {}): World {
  return {
    command: [],
    trusted: true,
    folders: ["/home/me/project"],
    PATH: "/usr/bin:/home/me/bin",
    windows: false,
    bundle: BUNDLE,
    selectedPython: async () => undefined,
    importProblem: async () => "",
    bundleProblem: async () => "",
    isProgram: (file) => programs.includes(file),
    ...changes,
  };
}

const selected = { selectedPython: async () => PYTHON };

describe("finding the server", () => {
  it("runs the command of the setting as it is", async () => {
    const command = ["/opt/coupling-lsp", "serve", "--stdio"];
    const search = await findServer(world(["/opt/coupling-lsp", "/usr/bin/coupling-lsp"], { command, ...selected }));
    assert.deepEqual(search, { argv: command, place: "setting", tried: [] });
  });

  it("looks for the program of the setting on PATH, or from the workspace when it is a path", async () => {
    const bare = await findServer(world(["/home/me/bin/uvx"], { command: ["uvx", "coupling-lsp", "serve"] }));
    assert.deepEqual(bare.argv, ["/home/me/bin/uvx", "coupling-lsp", "serve"]);
    const relative = await findServer(world(["/home/me/project/.venv/bin/coupling-lsp"], { command: [".venv/bin/coupling-lsp", "serve"] }));
    assert.deepEqual(relative.argv, ["/home/me/project/.venv/bin/coupling-lsp", "serve"]);
  });

  it("does not replace a command that the user set", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], { command: ["/gone", "serve"], ...selected }));
    assert.deepEqual(search.argv, []);
    assert.match(failure(search), /coupling\.command names \/gone, which is not a program\. Correct it/);
  });

  it("prefers the selected Python environment to PATH", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], selected));
    assert.deepEqual(search, { argv: FROM_PYTHON, place: "environment", tried: [] });
  });

  it("goes on to PATH when the environment lacks the server", async () => {
    const search = await findServer(world(["/home/me/bin/coupling-lsp"], { ...selected, importProblem: async () => "No module" }));
    assert.deepEqual(search.argv, ["/home/me/bin/coupling-lsp", "serve", "--stdio"]);
    assert.deepEqual(search.tried, ["the selected Python environment (/env/bin/python): No module"]);
  });

  it("goes on to PATH when the Python extension fails", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], { selectedPython: async () => Promise.reject(new Error("broken")) }));
    assert.equal(search.place, "PATH");
  });

  it("takes the server of the extension last, with the selected Python first", async () => {
    const bundled = await findServer(world(["/usr/bin/python3"], { ...selected, importProblem: async () => "No module" }));
    assert.deepEqual(bundled.argv, [PYTHON, "-I", BUNDLE, "serve", "--stdio"]);
    assert.equal(bundled.place, "bundled");
    const own = await findServer(world(["/usr/bin/python3", "/usr/bin/coupling-lsp"], { importProblem: async () => "No module" }));
    assert.equal(own.place, "PATH");
  });

  it("tries each Python for the server of the extension, once", async () => {
    const asked: string[] = [];
    const bundleProblem = async (python: string): Promise<string> => {
      asked.push(python);
      return python === "/usr/bin/python" ? "" : "older than Python 3.11";
    };
    const programs = ["/usr/bin/python3", "/home/me/bin/python3", "/home/me/bin/python3.12", "/usr/bin/python"];
    const selectedPython = async (): Promise<string> => "/usr/bin/python3";
    const search = await findServer(world(programs, { selectedPython, importProblem: async () => "No module", bundleProblem }));
    assert.deepEqual(asked, ["/usr/bin/python3", "/home/me/bin/python3.12", "/usr/bin/python"]);
    assert.deepEqual(search.argv, ["/usr/bin/python", "-I", BUNDLE, "serve", "--stdio"]);
  });

  it("says what was tried and what to do", async () => {
    const search = await findServer(world([]));
    assert.deepEqual(search.tried, [
      "the selected Python environment: the Python extension names none",
      "coupling-lsp on PATH: not there",
      "the server of the extension: there is no Python",
    ]);
    assert.match(failure(search), /Python 3\.11 or newer.*none was found.*coupling\.command/);
    assert.equal(search.installable, undefined);
  });

  it("tells a Python that is too old from one that lacks the server", async () => {
    const lacking = { ...selected, importProblem: async () => "ModuleNotFoundError: No module named 'coupling_lsp'" };
    const old = await findServer(world([], { ...lacking, bundleProblem: async () => "older than Python 3.11" }));
    assert.equal(old.installable, undefined);
    const unknown = await findServer(world([], { ...lacking, bundleProblem: async () => "ModuleNotFoundError: No module named 'msgspec._core'" }));
    assert.equal(unknown.installable, PYTHON);
    assert.match(failure(unknown), /\/env\/bin\/python.*Install coupling-lsp there/);
  });

  it("ignores entries of PATH that depend on the working directory", async () => {
    const search = await findServer(world(["coupling-lsp", "./coupling-lsp", "bin/coupling-lsp"], { PATH: ":.:bin" }));
    assert.deepEqual(search.argv, []);
  });

  it("knows the programs and paths of Windows", async () => {
    const windows = { windows: true, PATH: "C:\\Tools;D:\\bin", folders: ["C:\\project"] };
    const onPath = await findServer(world(["D:\\bin\\coupling-lsp.exe"], windows));
    assert.deepEqual(onPath.argv, ["D:\\bin\\coupling-lsp.exe", "serve", "--stdio"]);
    const bundled = await findServer(world(["D:\\bin\\py.exe"], windows));
    assert.deepEqual(bundled.argv, ["D:\\bin\\py.exe", "-I", BUNDLE, "serve", "--stdio"]);
    const set = await findServer(world(["C:\\project\\.venv\\c.exe"], { ...windows, command: [".venv\\c.exe"] }));
    assert.deepEqual(set.argv, ["C:\\project\\.venv\\c.exe"]);
    const untrusted = { ...windows, trusted: false, command: ["c:\\PROJECT\\.venv\\c.exe"] };
    assert.deepEqual((await findServer(world(["c:\\PROJECT\\.venv\\c.exe"], untrusted))).argv, []);
  });
});

describe("finding the server in a workspace that is not trusted", () => {
  const untrusted = { trusted: false, ...selected };

  it("takes the user's command", async () => {
    const search = await findServer(world(["/opt/coupling-lsp"], { ...untrusted, command: ["/opt/coupling-lsp", "serve"] }));
    assert.deepEqual(search.argv, ["/opt/coupling-lsp", "serve"]);
  });

  it("refuses a command from the workspace", async () => {
    for (const command of [["/home/me/project/.venv/bin/c"], [".venv/bin/c"], ["/usr/bin/python", "/home/me/project/server.py"]]) {
      const search = await findServer(world(["/home/me/project/.venv/bin/c", "/usr/bin/python"], { ...untrusted, command }));
      assert.deepEqual(search.argv, [], command.join(" "));
      assert.match(failure(search), /not trusted/);
    }
  });

  it("does not ask the selected Python environment", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], { ...untrusted, importProblem: () => assert.fail() }));
    assert.equal(search.place, "PATH");
    const bundled = await findServer(world(["/usr/bin/python3"], { ...untrusted, importProblem: () => assert.fail() }));
    assert.deepEqual(bundled.argv, ["/usr/bin/python3", "-I", BUNDLE, "serve", "--stdio"]);
  });

  it("ignores entries of PATH in the workspace", async () => {
    const programs = ["/home/me/project/bin/coupling-lsp", "/home/me/project-tools/coupling-lsp"];
    const search = await findServer(world(programs, { ...untrusted, PATH: "/home/me/project/bin:/home/me/project-tools" }));
    assert.deepEqual(search.argv, ["/home/me/project-tools/coupling-lsp", "serve", "--stdio"]);
    const python = await findServer(world(["/home/me/project/bin/python3"], { ...untrusted, PATH: "/home/me/project/bin" }));
    assert.deepEqual(python.argv, []);
  });
});

describe("the machine", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "coupling-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function script(text: string): string {
    const file = join(folder, "python");
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it("knows a program from other files", () => {
    const file = script("exit 0");
    assert.ok(isProgram(file));
    chmodSync(file, 0o644);
    assert.ok(!isProgram(file));
    assert.ok(!isProgram(folder));
    assert.ok(!isProgram(join(folder, "none")));
  });

  function fail(message: string): string {
    return script(`echo Traceback >&2; echo "${message}" >&2; exit 1`);
  }

  it("asks a Python for a server of its own, and whether it can run the bundled one", async () => {
    assert.equal(await importProblem(script('case "$2" in *"import coupling_lsp") test $# = 2;; *) false;; esac')), "");
    assert.equal(await bundleProblem(script('case "$2" in *"import msgspec"*) test "$3" = /libs;; *) false;; esac'), "/libs"), "");
  });

  it("reports the last line of a failed import", async () => {
    const line = "ModuleNotFoundError: No module named 'coupling_lsp'";
    assert.equal(await importProblem(fail(line)), line);
    assert.equal(await bundleProblem(fail(line), "/libs"), line);
  });

  it("reports a Python that cannot be run", async () => {
    assert.match(await importProblem(join(folder, "none")), /ENOENT/);
  });

  it("does not wait for ever", async () => {
    assert.equal(await importProblem(script("exec sleep 30"), 100), "no answer within 0.1 seconds");
  });
});
