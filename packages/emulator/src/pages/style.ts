/** The pages' one sheet: paper and ink, one accent, the system's font. */
export const style = `:root {
  color-scheme: light dark;
  --paper: #faf7f2;
  --surface: #fffdfa;
  --ink: #1e1a20;
  --soft: #655c66;
  --line: #8d828c;
  --accent: #9c1f42;
  --on-accent: #fff;
  --bad: #b3261e;
  --bad-soft: #fcecea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #120f14;
    --surface: #1b171d;
    --ink: #f4efe9;
    --soft: #b1a6b0;
    --line: #857a86;
    --accent: #e0627f;
    --on-accent: #1b0c11;
    --bad: #ff8a80;
    --bad-soft: #3a1b1b;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
header { padding: 0.5rem 1rem; background: var(--ink); color: var(--paper); text-align: center; font-size: 0.875rem }
header p { margin: 0 }
main { max-width: 26rem; margin: clamp(0.5rem, 4vh, 4rem) auto; padding: clamp(1rem, 4vh, 2rem); background: var(--surface); border: 1px solid var(--line); border-radius: 0.875rem }
h1 { margin: 0 0 0.5rem; font: 500 1.75rem/1.2 ui-serif, Georgia, serif }
h1:focus { outline: none }
p { margin: 0 0 1rem }
form { margin: 0 }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0 }
legend, .name { display: block; padding: 0; margin: 0 0 0.375rem; font-weight: 600; font-size: 0.875rem }
.person { display: flex; gap: 0.75rem; align-items: center; min-height: 2.75rem; line-height: 1.3 }
.person input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent) }
.person small { display: block; color: var(--soft); font-size: 0.875rem }
.code { width: 100%; height: 3.5rem; margin: 0 0 1.25rem; padding: 0 1rem; border: 1px solid var(--line); border-radius: 0.625rem; background: transparent; color: inherit; font: 500 1.5rem/1 ui-monospace, monospace; letter-spacing: 0.15em }
.code[aria-invalid] { border-color: var(--bad) }
button { width: 100%; min-height: 3rem; border: 0; border-radius: 0.625rem; background: var(--accent); color: var(--on-accent); font: 600 1rem/1.2 system-ui, sans-serif; cursor: pointer }
button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.note, .alert { padding: 0.75rem 1rem; border-left: 3px solid var(--line); background: var(--paper); border-radius: 0 0.625rem 0.625rem 0; font-size: 0.9375rem }
.alert { border-color: var(--bad); background: var(--bad-soft) }
.alert strong { display: block; color: var(--bad) }
`
