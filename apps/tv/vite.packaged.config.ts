// The app as a set's shop takes it: opened from a file, where browsers load no modules. One classic script, with the QR
// code and all that is loaded later otherwise.
import { defineConfig, mergeConfig, type Plugin } from 'vite'
import site from './vite.config.ts'

/** Vite asks for a script of any format as for a module. */
const classicScript: Plugin = {
  name: 'classic-script',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module" crossorigin', '<script defer'),
  },
}

export default defineConfig((env) =>
  mergeConfig(site(env), {
    base: './',
    plugins: [classicScript],
    build: {
      outDir: 'dist-packaged',
      rolldownOptions: {
        output: { format: 'iife', codeSplitting: false },
        // Vite names it where it would load something later.
        checks: { emptyImportMeta: false },
      },
    },
  }),
)
