import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";

/** The page of the graph. It loads one script and one style sheet of the extension, and nothing else from anywhere. */
export function page(webview: Webview, dist: Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const [script, style] = ["graph.js", "graph.css"].map((name) => webview.asWebviewUri(Uri.joinPath(dist, name)).toString());
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Coupling Graph</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
