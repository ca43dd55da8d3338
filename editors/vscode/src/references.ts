import { commands, Location, Position, Range, Uri, type Disposable } from "vscode";
import type * as lsp from "vscode-languageclient/node";

/** The command that the server gives to a lens, for clients that say they have it. */
export const SHOW_REFERENCES = "coupling.showReferences";

/** Opens the peek view of the editor; it takes the editor's own values, and a server sends those of the protocol. */
export function registerReferences(): Disposable {
  return commands.registerCommand(
    SHOW_REFERENCES,
    (uri: string, position: lsp.Position, locations: readonly lsp.Location[]) =>
      commands.executeCommand(
        "editor.action.showReferences",
        Uri.parse(uri),
        at(position),
        locations.map(({ uri, range }) => new Location(Uri.parse(uri), new Range(at(range.start), at(range.end)))),
      ),
  );
}

function at(position: lsp.Position): Position {
  return new Position(position.line, position.character);
}
