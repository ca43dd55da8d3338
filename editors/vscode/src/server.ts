// Finding the language server. Nothing here knows VS Code, and `findServer` itself touches only its `World`.

import * as path from "node:path";

export interface World {
  /** The setting `coupling.command`. */
  readonly command: readonly string[];
  /** Nothing that the workspace provides may be run before the user trusts it. */
  readonly trusted: boolean;
  readonly folders: readonly string[];
  readonly PATH: string;
  readonly windows: boolean;
  /** The folder of the server that comes with the extension. */
  readonly bundle: string;
  /** The Python environment selected in the editor. */
  selectedPython(): Promise<string | undefined>;
  /** Why this Python has no server of its own; empty when it has. */
  importProblem(python: string): Promise<string>;
  /** Why this Python cannot run the server that comes with the extension; empty when it can. */
  bundleProblem(python: string, bundle: string): Promise<string>;
  isProgram(file: string): boolean;
}

export interface Search {
  /** The command of the server; empty when there is none. */
  readonly argv: readonly string[];
  readonly place: Place;
  /** One line for each place that did not work. */
  readonly tried: readonly string[];
  /** When there is no server: the selected Python, if the server can be installed into it. */
  readonly installable?: string;
}

export type Place = "setting" | "environment" | "PATH" | "bundled";

/** What a place answers: a command, or why there is none. */
type Answer = readonly string[] | string;

interface Look {
  readonly world: World;
  /** The selected Python; undefined also when the workspace is not trusted. */
  readonly python: string | undefined;
}

const SERVE = ["serve", "--stdio"];
const PYTHONS = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"];

/** A user who set a command means that command: the other places are for those who did not. */
export async function findServer(world: World): Promise<Search> {
  const set = world.command.length > 0;
  const places: readonly Place[] = set ? ["setting"] : ["environment", "PATH", "bundled"];
  const python = set || !world.trusted ? undefined : await world.selectedPython().catch(() => undefined);
  const tried: string[] = [];
  for (const place of places) {
    const answer = await LOOK[place]({ world, python });
    if (typeof answer !== "string") {
      return { argv: answer, place, tried };
    }
    tried.push(answer);
  }
  const place = set ? "setting" : "bundled";
  const lacksModules = python !== undefined && /^(ModuleNotFound|Import)Error/.test(await world.bundleProblem(python, world.bundle));
  return { argv: [], place, tried, ...(lacksModules && { installable: python }) };
}

/** What to tell a user for whom there is no server. */
export function failure(search: Search): string {
  if (search.place === "setting") {
    return `Coupling cannot start: ${search.tried.join()}. Correct it, or empty it to have the server found.`;
  }
  return search.installable === undefined
    ? "Coupling cannot start: its server needs Python 3.11 or newer, and none was found. Install one, or set coupling.command."
    : `Coupling cannot start: the server in the extension does not run with ${search.installable}. Install coupling-lsp there, or set coupling.command.`;
}

const LOOK: Record<Place, (look: Look) => Promise<Answer> | Answer> = {
  setting({ world }) {
    const [name = "", ...rest] = world.command;
    const program = locate(name, world);
    if (program === undefined) {
      return `the setting coupling.command names ${name}, which is not a program`;
    }
    if (!world.trusted && [program, ...rest].some((word) => inside(word, world))) {
      return "the setting coupling.command names a file of the workspace, which is not trusted";
    }
    return [program, ...rest];
  },

  async environment({ world, python }) {
    const tried = "the selected Python environment";
    if (!world.trusted) {
      return `${tried}: not used before the workspace is trusted`;
    }
    if (python === undefined) {
      return `${tried}: the Python extension names none`;
    }
    const problem = await world.importProblem(python);
    // -P: with -m alone, Python would import modules of the project in place of its own.
    return problem === "" ? [python, "-P", "-m", "coupling_lsp", ...SERVE] : `${tried} (${python}): ${problem}`;
  },

  PATH({ world }) {
    const program = onPath("coupling-lsp", world);
    return program === undefined ? "coupling-lsp on PATH: not there" : [program, ...SERVE];
  },

  async bundled({ world, python }) {
    const names = world.windows ? ["python", "py"] : PYTHONS;
    const candidates = [python, ...names.map((name) => onPath(name, world))];
    const problems: string[] = [];
    for (const candidate of new Set(candidates.filter((file) => file !== undefined))) {
      const problem = await world.bundleProblem(candidate, world.bundle);
      if (problem === "") {
        // -I: neither PYTHONPATH nor the working directory decides which server this is.
        return [candidate, "-I", world.bundle, ...SERVE];
      }
      problems.push(`${candidate}: ${problem}`);
    }
    return `the server of the extension: ${problems.join(", ") || "there is no Python"}`;
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
