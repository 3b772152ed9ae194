"""How the page of a report looks: on a screen, on a phone and on paper."""

STYLE = """
:root { color-scheme: light; --ink: #1b1b1b; --quiet: #555; --line: #c9c9c9; --pale: #f3f5f7;
  --mark: #0b4f8a; --warn: #8a3b00; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 0.5rem; }
nav h2 { font-size: 1rem; margin: 1rem 0 0; }
p, ul, ol { max-width: 46rem; }
p { margin: 0.6rem 0; }
li { margin: 0.35rem 0; }
a { color: var(--mark); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.subtitle { font-size: 1.1rem; color: var(--quiet); }
.date { color: var(--quiet); }
.lead { font-size: 1.15rem; font-weight: 600; }
.note, figcaption, small { color: var(--quiet); font-size: 0.875rem; }
.warning { border-left: 4px solid var(--warn); background: #fff6ee; padding: 0.6rem 0.9rem; }
nav ol { columns: 2; margin: 0.25rem 0 1rem; padding-left: 1.9rem; }
nav li { margin: 0; padding: 0.15rem 0; break-inside: avoid; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem;
  margin: 1rem 0; }
.facts div { background: var(--pale); padding: 0.7rem 0.9rem; min-width: 0; }
.facts dt { font-size: 0.875rem; color: var(--quiet); }
.facts dd { margin: 0; font-size: 1.3rem; font-weight: 600; line-height: 1.3; }
.facts small { display: block; font-size: 0.8rem; font-weight: 400; }
.table, .code { overflow-x: auto; max-width: 100%; }
.table { background: linear-gradient(to right, #fff 1rem, transparent 2rem) left / 3rem 100%,
  linear-gradient(to left, #fff 1rem, transparent 2rem) right / 3rem 100%,
  linear-gradient(to right, #0008, transparent) left / 0.8rem 100%,
  linear-gradient(to left, #0008, transparent) right / 0.8rem 100%;
  background-attachment: local, local, scroll, scroll; background-repeat: no-repeat; }
.table.long { max-height: 75vh; overflow-y: auto; border-bottom: 1px solid var(--line); }
.table.long thead th { position: sticky; top: 0; background: #fff; }
table { border-collapse: collapse; font-size: 0.9rem; margin: 0.75rem 0 0.25rem;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding: 0.25rem 0; }
th, td { padding: 0.35rem 0.6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--ink); }
tbody th { font-weight: 400; }
tbody th.wide { min-width: 8rem; }
td { min-width: 4rem; max-width: 30rem; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.total th, .total td { font-weight: 600; border-top: 2px solid var(--ink); }
.swatch { display: inline-block; width: 0.9em; height: 0.9em; margin-right: 0.4em;
  border: 1px solid var(--quiet); vertical-align: -0.1em; }
figure { margin: 1rem 0; }
.picture img { display: block; width: 100%; max-width: 56rem; height: auto; }
.code { background: var(--pale); padding: 0.75rem; font-size: 0.8rem; white-space: pre-wrap; }
.beside > * { min-width: 0; }
@media (min-width: 64rem) {
  .beside { display: grid; grid-template-columns: 3fr 2fr; gap: 1.5rem; align-items: start; }
}
@media (max-width: 40rem) {
  nav ol { columns: 1; }
  h1 { font-size: 1.5rem; }
}
@media print {
  @page { size: A4; margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; line-height: 1.4; }
  .skip, nav { display: none; }
  section { break-before: page; }
  #summary { break-before: auto; }
  h1 { font-size: 17pt; }
  h2 { font-size: 14pt; margin-top: 0; }
  #summary h2 { margin-top: 6pt; }
  h2, h3, caption { break-after: avoid; }
  p, ul, ol { max-width: none; }
  .table, .table.long, .code { overflow: visible; max-height: none; }
  .table { background: none; }
  .table.long thead th { position: static; }
  table { font-size: 8pt; width: 100%; }
  thead { display: table-header-group; }
  tr, figure, .facts div, li { break-inside: avoid; }
  th, td { padding: 2pt 4pt; min-width: 0; }
  tbody th.wide { min-width: 0; }
  .picture img { max-height: 200mm; width: auto; max-width: 100%; margin: 0 auto; }
  .facts { grid-template-columns: repeat(4, 1fr); gap: 6pt; margin: 6pt 0; }
  .facts div { padding: 4pt 6pt; }
  .facts dd { font-size: 12pt; }
  .facts small { font-size: 7.5pt; }
  .lead { font-size: 11pt; }
  .warning { padding: 4pt 8pt; }
  #summary p, #summary li { margin: 3pt 0; }
  a { color: inherit; text-decoration: none; }
}
"""
"""Contrast of all text is 4.5 to 1 or more; a page has no scroll bar across at 320 pixels.

Where a table goes on beyond its box, that edge is in shadow: patches of white, which move
with the table, cover the shadow where it ends.
"""
