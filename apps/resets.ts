// What apps put beside Foyer's sheet: the resets that most of them begin with, each as it is installed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compile } from '@tailwindcss/node'

const require = createRequire(import.meta.url)
const textOf = (path: string) => readFileSync(path, 'utf8')

/** Tailwind 4 with some utilities, as its command line and its plugins make it. */
export async function tailwind(...utilities: string[]) {
  const base = fileURLToPath(new URL('.', import.meta.url))
  const { build } = await compile('@import "tailwindcss";', { base, onDependency: () => {} })
  return build(utilities)
}

const bare = `*, *::before, *::after {
  margin: 0; padding: 0; border: 0; box-sizing: border-box; outline: 0; background: none; color: inherit;
  font: inherit; letter-spacing: inherit; text-align: inherit; text-decoration: none; list-style: none;
  vertical-align: baseline; appearance: none; border-radius: 0; min-width: 0; max-width: 100%;
}
svg { width: 1em; height: 1em; fill: gray; } a { color: inherit; } input:focus, button:focus { outline: none; } button[type], input[type] { border: 0; cursor: auto; }`

export const resets: Record<string, string> = {
  'Tailwind 4': await tailwind(),
  // Its globals.css has no layers.
  'create-next-app': `html, body { max-width: 100vw; overflow-x: hidden; }
    body { color: #171717; background: #fff; font-family: Arial, Helvetica, sans-serif; -webkit-font-smoothing: antialiased; }
    * { box-sizing: border-box; padding: 0; margin: 0; }
    a { color: inherit; text-decoration: none; }
    @media (prefers-color-scheme: dark) { html { color-scheme: dark; } }`,
  'modern-normalize': textOf(require.resolve('modern-normalize/modern-normalize.css')),
  'Bootstrap’s reboot': textOf(require.resolve('bootstrap/dist/css/bootstrap-reboot.css')),
  Pico: textOf(require.resolve('@picocss/pico/css/pico.css')),
  'Pico without classes': textOf(require.resolve('@picocss/pico/css/pico.classless.css')),
  'a bare reset': bare,
  'a reset in a layer': `@layer reset { ${bare} }`,
}
