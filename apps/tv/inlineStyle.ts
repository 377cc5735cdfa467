import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/**
 * Writes the style sheet into the page, which so needs nothing else for its first picture, and lets the page's policy
 * have it by its hash.
 */
export const inlineStyle = (): Plugin => ({
  name: 'inline-style',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const [sheet, ...others] = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'))
      if (sheet?.type !== 'asset' || others.length > 0) throw new Error('The build has more style sheets than one.')
      const css = String(sheet.source).trim()
      const hash = createHash('sha256').update(css).digest('base64')
      delete bundle[sheet.fileName]
      return html
        .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${css}</style>`)
        .replace('default-src &#39;self&#39;', (all) => `${all}; style-src &#39;self&#39; &#39;sha256-${hash}&#39;`)
    },
  },
})
