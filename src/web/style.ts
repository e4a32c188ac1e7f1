/** The look of the status page: one sheet, without anything from elsewhere, light or dark as the reader's system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b1f24; --muted: #5b6470; --line: #dfe3e8; --link: #0b57b7;
  --critical: #b3261e; --critical-ground: #fdeceb;
  --warning: #8a5100; --warning-ground: #fdf2d9;
  --info: #1a5fb4; --info-ground: #e8f0fb;
  --ok: #1b7a43; --ok-ground: #e6f4eb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181c; --card: #1e2227; --ink: #e4e7eb; --muted: #9aa4b0; --line: #343a42; --link: #8ab8ff;
    --critical: #ff8a80; --critical-ground: #43201f;
    --warning: #f3c063; --warning-ground: #3d2f14;
    --info: #8ab8ff; --info-ground: #1d2f49;
    --ok: #7fd3a0; --ok-ground: #1b3626;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 36px 0 10px; font-size: 17px; }
p { margin: 4px 0; }
a { color: var(--link); }
code { font-family: ui-monospace, monospace; font-size: 13px; overflow-wrap: anywhere; }
.muted { color: var(--muted); font-size: 13px; }
footer { padding-top: 28px; padding-bottom: 40px; color: var(--muted); font-size: 13px; }
nav { margin-top: 12px; font-size: 14px; }
nav a, footer a { margin-right: 14px; white-space: nowrap; }

.tally { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0 0; padding: 0; list-style: none; }
.tally li { padding: 4px 12px; border-radius: 999px; font-size: 14px; }
.badge { display: inline-block; padding: 1px 9px; border-radius: 999px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.critical { color: var(--critical); background: var(--critical-ground); }
.warning { color: var(--warning); background: var(--warning-ground); }
.info { color: var(--info); background: var(--info-ground); }
.ok { color: var(--ok); background: var(--ok-ground); }

.findings { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
.findings li { padding: 11px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
.findings li > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; }
.findings summary { color: var(--link); cursor: pointer; font-size: 13px; }
.findings .next { margin-top: 8px; padding-top: 7px; border-top: 1px solid var(--line); }

table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
th { padding: 8px 12px; text-align: left; font-size: 13px; font-weight: 600; color: var(--muted); white-space: nowrap; }
td { padding: 8px 12px; border-top: 1px solid var(--line); vertical-align: top; }
td code { display: block; min-width: 240px; }
td .muted { display: block; }
.anywhere { overflow-wrap: anywhere; }
.nowhere { white-space: nowrap; }

@media (max-width: 760px) {
  header, main, footer { padding-left: 12px; padding-right: 12px; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: grid; gap: 4px; padding: 10px 14px; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  td { display: grid; grid-template-columns: 92px 1fr; overflow-wrap: anywhere; gap: 8px; padding: 0; border: 0; }
  td code { min-width: 0; }
  td::before { content: attr(data-title); color: var(--muted); font-size: 13px; }
}
`;
