/** The landing page's style: one column from 360 px, light and dark by the system's choice. */
export const landingStyle = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --text: #1b2130; --soft: #566074; --line: #dde1e8;
  --accent: #2450c4; --on-accent: #fff; --code: #eef1f6; --bad: #a3231b; --bad-ground: #fdecea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151c; --card: #1a1f29; --text: #e8ebf1; --soft: #a5aebf; --line: #2c3341;
    --accent: #8fb0ff; --on-accent: #0d1a3a; --code: #11151c; --bad: #ffb4ac; --bad-ground: #3a1a18;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
}
main { max-width: 44rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 3.5rem) 1rem 4rem; }
header { margin-bottom: 1.75rem; }
.eyebrow { margin: 0; color: var(--accent); font-weight: 600; font-size: .875rem; }
h1 { margin: .25rem 0 .5rem; font-size: clamp(1.6rem, 6vw, 2.25rem); line-height: 1.2; letter-spacing: -.015em; }
.lead { margin: 0; color: var(--soft); max-width: 38rem; }
h2 { margin: 0 0 .35rem; font-size: 1.1rem; }
p { margin: .35rem 0; }
.steps { list-style: none; counter-reset: step; margin: 0; padding: 0; display: grid; gap: 1rem; }
.card {
  position: relative; background: var(--card); border: 1px solid var(--line); border-radius: .9rem;
  padding: 1.1rem 1.1rem 1.2rem; min-width: 0;
}
.steps > .card { counter-increment: step; }
.steps h2::before { content: counter(step) ". "; color: var(--soft); font-weight: 500; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .8rem; }
button {
  font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; cursor: pointer;
  border-radius: .6rem; border: 1px solid transparent; background: var(--accent); color: var(--on-accent);
}
button.quiet { background: transparent; color: var(--text); border-color: var(--soft); }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
code { background: var(--code); border-radius: .3rem; padding: .1rem .3rem; white-space: nowrap; }
pre {
  background: var(--code); border-radius: .6rem; padding: .8rem; margin: .8rem 0 0;
  max-height: 18rem; overflow: auto; white-space: pre-wrap;
}
#curl { max-height: 7.5rem; }
[role="alert"] {
  background: var(--bad-ground); color: var(--bad); border: 1px solid currentColor; border-radius: .6rem;
  padding: .8rem 1rem; margin-bottom: 1rem;
}
`;
