"""The style sheet of the page: the reader's own light or dark theme, and nothing from the network."""

STYLE = """\
:root { --text: #1f2328; --faint: #656d76; --back: #fff; --soft: #f6f8fa; --line: #d1d9e0; --link: #0969da;
  --debt: #9a6700; --bad: #cf222e; --good: #1a7f37; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9198a1; --back: #0d1117; --soft: #161b22; --line: #3d444d; --link: #4493f8;
    --debt: #d29922; --bad: #f85149; --good: #3fb950; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 7rem; }
body { margin: 0; color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 96rem; margin: 0 auto; padding: 0 1.5rem; }
header { position: sticky; top: 0; z-index: 1; padding-bottom: .6rem; background: var(--back);
  border-bottom: 1px solid var(--line); }
h1 { margin: 0; padding: .7rem 0 .4rem; font-size: 1.4rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
p { margin: .5rem 0; max-width: 52rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
nav { margin-top: .5rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .9rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
form[hidden] { display: none; }
input, select, button { padding: .3rem .5rem; color: inherit; background: var(--soft); font: inherit;
  border: 1px solid var(--line); border-radius: 6px; }
input { flex: 1 1 14rem; max-width: 26rem; }
select { max-width: 17rem; }
output { color: var(--faint); font-size: .9rem; }
.wide { overflow-x: auto; margin: .7rem 0; }
table { width: 100%; border-collapse: collapse; font-size: .87rem; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td.long { min-width: 15rem; }
td.short { white-space: nowrap; }
tbody tr:hover { background: var(--soft); }
tr[data-intent="tech debt"] td:first-child { box-shadow: inset 3px 0 var(--debt); }
tr[data-intent="forbidden"] td:first-child, tr[data-intent="undeclared"] td:first-child {
  box-shadow: inset 3px 0 var(--bad); }
code { padding: .08em .3em; background: var(--soft); border-radius: 4px; overflow-wrap: break-word;
  font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code.name { white-space: nowrap; }
tr:hover code { background: none; }
pre { padding: .8rem 1rem; overflow-x: auto; background: var(--soft); border: 1px solid var(--line);
  border-radius: 6px; line-height: 1.4; }
pre code { padding: 0; background: none; }
.graph { display: block; max-width: 100%; height: auto; }
.graph text { fill: var(--text); font: 11.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  text-anchor: middle; }
.graph .role { fill: var(--faint); font: 10px system-ui, sans-serif; }
.graph rect { fill: var(--soft); stroke: var(--line); }
.graph .arrow path { fill: none; stroke: var(--faint); stroke-width: 1.3; }
.graph .arrow:hover path { stroke: var(--link); stroke-width: 2.5; }
.graph .dashed path { stroke-dasharray: 5 4; }
.graph .cycle path, .graph .cycle rect { stroke: var(--bad); }
.graph .tip path { fill: var(--faint); }
.graph .tip-cycle path { fill: var(--bad); }
.graph .dim { opacity: .12; }
@media print { header { position: static; } form, nav { display: none; } }
"""
