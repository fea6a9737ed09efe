/** Colours of the light scheme. */
export const LIGHT =
  "--page: #eef1f5; --card: #ffffff; --text: #16202b; --muted: #51606f; --line: #76838f; " +
  "--accent: #1f5fbf; --accent-hover: #184c9a; --on-accent: #ffffff; " +
  "--alert: #8f1d1d; --alert-back: #fdecec; --notice: #14532d; --notice-back: #e7f6ec;";

/** The one style sheet of the pages. Colours keep AA contrast in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  ${LIGHT}
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1319; --card: #182029; --text: #e7edf3; --muted: #a4b1bd; --line: #758390;
    --accent: #8ab8ff; --accent-hover: #b1d0ff; --on-accent: #081a33;
    --alert: #ffc9c9; --alert-back: #431c1f; --notice: #b5efc8; --notice-back: #173423;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; padding: 24px 16px; }
main {
  width: 100%; max-width: 26rem; padding: 32px 28px; background: var(--card); border-radius: 14px;
  box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 12px 32px rgb(0 0 0 / 10%); overflow-wrap: anywhere;
}
h1 { margin: 0 0 20px; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
p { margin: 0 0 16px; color: var(--muted); }
form { margin: 0; }
form + form { margin-top: 12px; }
label { display: block; margin: 0 0 6px; font-weight: 550; }
input {
  display: block; width: 100%; margin: 0 0 18px; padding: 11px 12px; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 8px;
}
button {
  display: block; width: 100%; margin: 4px 0 0; padding: 12px; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 8px;
}
button + button { margin-top: 12px; }
button:hover { background: var(--accent-hover); }
button.plain { color: var(--accent); background: transparent; border-color: var(--line); }
a { color: var(--accent); }
a.provider {
  display: block; margin: 0 0 12px; padding: 11px; text-align: center; font-weight: 600; text-decoration: none;
  border: 1px solid var(--line); border-radius: 8px;
}
a.provider:last-of-type { margin-bottom: 20px; }
select { display: block; width: 100%; margin: 0 0 18px; padding: 11px 12px; font: inherit; border-radius: 8px; }
a:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav { display: flex; flex-wrap: wrap; gap: 8px 20px; margin: 20px 0 0; }
h2 { margin: 28px 0 12px; font-size: 1.1rem; font-weight: 600; }
.qr { width: 100%; max-width: 14rem; margin: 0 auto 16px; padding: 8px; background: #ffffff; border-radius: 8px; }
.qr svg { display: block; width: 100%; height: auto; }
code { font: 0.9rem/1.6 ui-monospace, monospace; color: var(--text); }
ul { margin: -8px 0 18px; padding: 0 0 0 20px; color: var(--muted); font-size: 0.9rem; }
.message { margin: 0 0 20px; padding: 11px 14px; border-radius: 8px; color: var(--notice); background: var(--notice-back); }
.message[role="alert"] { color: var(--alert); background: var(--alert-back); }
.message:focus { outline: none; }
.message:last-child { margin-bottom: 0; }
.logo { display: block; max-width: 100%; max-height: 96px; margin: 0 auto 20px; }
@media (max-width: 420px) { main { padding: 24px 18px; } }
`;
