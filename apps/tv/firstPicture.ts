import { fileURLToPath } from 'node:url'
import { type Plugin, runnerImport } from 'vite'

const source = fileURLToPath(new URL('src/firstPicture.tsx', import.meta.url))

/** Puts the first picture into index.html, made by the component that the app puts in its place. */
export const firstPicture = (): Plugin => ({
  name: 'first-picture',
  apply: 'build',
  async transformIndexHtml(html) {
    const { module } = await runnerImport<typeof import('./src/firstPicture.tsx')>(source, { configFile: false })
    return html.replace('<div id="root"></div>', () => `<div id="root">${module.renderFirstPicture()}</div>`)
  },
})
