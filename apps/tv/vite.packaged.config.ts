// The app as a set's shop takes it: opened from a file, where browsers load no modules. One classic script, with the QR
// code and all that is loaded later otherwise; a style sheet beside it.
import { defineConfig, mergeConfig, type Plugin } from 'vite'
import site from './vite.config.ts'

/** Vite writes a script of any format as a module, and asks for a style sheet by CORS, which a file can't answer. */
const classicTags: Plugin = {
  name: 'classic-tags',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(/<script type="module" crossorigin/, '<script defer').replace(/ crossorigin(?= href)/g, ''),
  },
}

export default defineConfig((env) =>
  mergeConfig(site(env), {
    base: './',
    plugins: [classicTags],
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
