import { strict as assert } from "node:assert";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failure, findServer, importProblem, isProgram, type World } from "../src/server";

const PYTHON = "/env/bin/python";
const FROM_PYTHON = [PYTHON, "-P", "-m", "coupling_lsp", "serve", "--stdio"];

function world(programs: readonly string[], changes: Partial<World> = {}): World {
  return {
    command: [],
    trusted: true,
    folders: ["/work"],
    PATH: "/usr/bin:/home/me/bin",
    windows: false,
    selectedPython: async () => undefined,
    importProblem: async () => "",
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
    const relative = await findServer(world(["/work/.venv/bin/coupling-lsp"], { command: [".venv/bin/coupling-lsp", "serve"] }));
    assert.deepEqual(relative.argv, ["/work/.venv/bin/coupling-lsp", "serve"]);
  });

  it("does not replace a command that the user set", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], { command: ["/gone", "serve"], ...selected }));
    assert.deepEqual(search.argv, []);
    assert.match(failure(search), /coupling\.command \(\/gone serve\): \/gone is not a program.*Correct the setting/);
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

  it("says what was tried and what to do", async () => {
    const message = failure(await findServer(world([])));
    assert.match(message, /Tried: the selected Python environment: .*; coupling-lsp on PATH: not there\. Install coupling-lsp/);
    assert.match(message, /coupling\.command/);
  });

  it("ignores entries of PATH that depend on the working directory", async () => {
    const search = await findServer(world(["coupling-lsp", "./coupling-lsp", "bin/coupling-lsp"], { PATH: ":.:bin" }));
    assert.deepEqual(search.argv, []);
  });

  it("knows the programs and paths of Windows", async () => {
    const windows = { windows: true, PATH: "C:\\Tools;D:\\bin", folders: ["C:\\work"] };
    const onPath = await findServer(world(["D:\\bin\\coupling-lsp.exe"], windows));
    assert.deepEqual(onPath.argv, ["D:\\bin\\coupling-lsp.exe", "serve", "--stdio"]);
    const set = await findServer(world(["C:\\work\\.venv\\c.exe"], { ...windows, command: [".venv\\c.exe"] }));
    assert.deepEqual(set.argv, ["C:\\work\\.venv\\c.exe"]);
    const untrusted = { ...windows, trusted: false, command: ["c:\\WORK\\.venv\\c.exe"] };
    assert.deepEqual((await findServer(world(["c:\\WORK\\.venv\\c.exe"], untrusted))).argv, []);
  });
});

describe("finding the server in a workspace that is not trusted", () => {
  const untrusted = { trusted: false, ...selected };

  it("takes the user's command", async () => {
    const search = await findServer(world(["/opt/coupling-lsp"], { ...untrusted, command: ["/opt/coupling-lsp", "serve"] }));
    assert.deepEqual(search.argv, ["/opt/coupling-lsp", "serve"]);
  });

  it("refuses a command from the workspace", async () => {
    for (const command of [["/work/.venv/bin/c"], [".venv/bin/c"], ["/usr/bin/python", "/work/server.py"]]) {
      const search = await findServer(world(["/work/.venv/bin/c", "/usr/bin/python"], { ...untrusted, command }));
      assert.deepEqual(search.argv, [], command.join(" "));
      assert.match(failure(search), /not trusted/);
    }
  });

  it("does not ask the selected Python environment", async () => {
    const search = await findServer(world(["/usr/bin/coupling-lsp"], { ...untrusted, importProblem: () => assert.fail() }));
    assert.equal(search.place, "PATH");
  });

  it("ignores entries of PATH in the workspace", async () => {
    const programs = ["/work/bin/coupling-lsp", "/workshop/coupling-lsp"];
    const search = await findServer(world(programs, { ...untrusted, PATH: "/work/bin:/workshop" }));
    assert.deepEqual(search.argv, ["/workshop/coupling-lsp", "serve", "--stdio"]);
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

  it("asks a Python for the server", async () => {
    assert.equal(await importProblem(script('test "$*" = "-P -c import coupling_lsp"')), "");
  });

  it("reports the last line of a failed import", async () => {
    const python = script("echo Traceback >&2; echo \"ModuleNotFoundError: No module named 'coupling_lsp'\" >&2; exit 1");
    assert.equal(await importProblem(python), "ModuleNotFoundError: No module named 'coupling_lsp'");
  });

  it("reports a Python that cannot be run", async () => {
    assert.match(await importProblem(join(folder, "none")), /ENOENT/);
  });

  it("does not wait for ever", async () => {
    assert.equal(await importProblem(script("exec sleep 30"), 100), "no answer within 0.1 seconds");
  });
});
