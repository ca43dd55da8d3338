// What the search for the server asks of the machine.

import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";

/** The working directory is the project: nothing is imported from there. */
const START = 'import sys; sys.version_info >= (3, 11) or sys.exit("older than Python 3.11"); sys.path = [it for it in sys.path if it]';

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export function importProblem(python: string, timeout?: number): Promise<string> {
  return problem(python, [`${START}; import coupling_lsp`], timeout);
}

/** Imports those parts of the server that are compiled for certain versions of Python only. */
export function bundleProblem(python: string, bundle: string, timeout?: number): Promise<string> {
  return problem(python, [`${START}; sys.path.insert(0, sys.argv[1]); import msgspec, tree_sitter, coupling_lsp`, bundle], timeout);
}

/** Why a script failed, in one line; empty when it did not. */
function problem(python: string, script: readonly string[], timeout = 5000): Promise<string> {
  return new Promise((resolve) => {
    execFile(python, ["-c", ...script], { timeout, windowsHide: true }, (error, _out, stderr) => {
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
