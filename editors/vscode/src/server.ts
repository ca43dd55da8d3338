// Finding the language server. Nothing here knows VS Code, and `findServer` itself touches only its `World`.

import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

export interface World {
  /** The setting `coupling.command`. */
  readonly command: readonly string[];
  /** Nothing that the workspace provides may be run before the user trusts it. */
  readonly trusted: boolean;
  readonly folders: readonly string[];
  readonly PATH: string;
  readonly windows: boolean;
  /** The Python environment selected in the editor. */
  selectedPython(): Promise<string | undefined>;
  /** Why this Python cannot import the server; empty when it can. */
  importProblem(python: string): Promise<string>;
  isProgram(file: string): boolean;
}

export interface Search {
  /** The command of the server; empty when there is none. */
  readonly argv: readonly string[];
  readonly place: Place;
  /** One line for each place that did not work. */
  readonly tried: readonly string[];
}

export type Place = "setting" | "environment" | "PATH";

const SERVE = ["serve", "--stdio"];

/** A user who set a command means that command: the other places are for those who did not. */
export async function findServer(world: World): Promise<Search> {
  const places: readonly Place[] = world.command.length > 0 ? ["setting"] : ["environment", "PATH"];
  const tried: string[] = [];
  for (const place of places) {
    const answer = await LOOK[place](world);
    if (typeof answer !== "string") {
      return { argv: answer, place, tried };
    }
    tried.push(answer);
  }
  return { argv: [], place: places[0] ?? "PATH", tried };
}

export function failure(search: Search): string {
  const advice =
    search.place === "setting"
      ? "Correct the setting coupling.command, or empty it to have the server looked for."
      : "Install coupling-lsp into the project's Python environment and select that environment, or set coupling.command.";
  return `Coupling found no language server. Tried: ${search.tried.join("; ")}. ${advice}`;
}

/** What each place answers: a command, or why there is none. */
const LOOK: Record<Place, (world: World) => Promise<string[] | string> | string[] | string> = {
  setting(world) {
    const [name = "", ...rest] = world.command;
    const tried = `the setting coupling.command (${world.command.join(" ")})`;
    const program = locate(name, world);
    if (program === undefined) {
      return `${tried}: ${name} is not a program`;
    }
    if (!world.trusted && [program, ...rest].some((word) => inside(word, world))) {
      return `${tried}: it lies in the workspace, which is not trusted`;
    }
    return [program, ...rest];
  },

  async environment(world) {
    const tried = "the selected Python environment";
    if (!world.trusted) {
      return `${tried}: not used before the workspace is trusted`;
    }
    const python = await world.selectedPython().catch(() => undefined);
    if (python === undefined) {
      return `${tried}: the Python extension names none`;
    }
    const problem = await world.importProblem(python);
    // -P: with -m alone, Python would import modules of the project in place of its own.
    return problem === "" ? [python, "-P", "-m", "coupling_lsp", ...SERVE] : `${tried} (${python}): ${problem}`;
  },

  PATH(world) {
    const program = onPath("coupling-lsp", world);
    return program === undefined ? "coupling-lsp on PATH: not there" : [program, ...SERVE];
  },
};

function locate(name: string, world: World): string | undefined {
  const { join, isAbsolute } = flavour(world);
  if (!/[/\\]/.test(name)) {
    return onPath(name, world);
  }
  const root = world.folders[0];
  const file = isAbsolute(name) || root === undefined ? name : join(root, name);
  return programs(file, world).find((candidate) => isAbsolute(candidate) && world.isProgram(candidate));
}

/** Only absolute entries count, so that the working directory, which is the workspace, never does. */
function onPath(name: string, world: World): string | undefined {
  const { delimiter, isAbsolute, join } = flavour(world);
  return world.PATH.split(delimiter)
    .filter((folder) => isAbsolute(folder) && (world.trusted || !inside(folder, world)))
    .flatMap((folder) => programs(join(folder, name), world))
    .find((file) => world.isProgram(file));
}

/** On Windows, only an .exe starts without a shell. */
function programs(file: string, world: World): string[] {
  return world.windows && !/\.exe$/i.test(file) ? [`${file}.exe`] : [file];
}

function inside(file: string, world: World): boolean {
  const { isAbsolute, relative, sep } = flavour(world);
  return world.folders.some((folder) => {
    const way = relative(folder, file);
    return isAbsolute(file) && !isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`);
  });
}

function flavour(world: World): path.PlatformPath {
  return world.windows ? path.win32 : path.posix;
}

// The machine, for a `World`.

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export function importProblem(python: string, timeout = 5000): Promise<string> {
  return new Promise((resolve) => {
    execFile(python, ["-P", "-c", "import coupling_lsp"], { timeout, windowsHide: true }, (error, _out, stderr) => {
      if (error === null) {
        resolve("");
      } else if (error.killed === true) {
        resolve(`no answer within ${timeout / 1000} seconds`);
      } else {
        resolve(stderr.trim().split("\n").pop()?.trim() || error.message);
      }
    });
  });
}
