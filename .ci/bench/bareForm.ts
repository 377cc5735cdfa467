import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { JSDOM } from 'jsdom'
import type { Project } from './project.ts'

/** Foyer's form, and a component that holds nothing but the same elements, each as a server renders it. */
export interface Renders {
  foyer(): string
  bare(): string
}

/** Writes the component of the same elements to the project's pages, where `elements.tsx` shows it. */
export async function writeBareForm(project: Project): Promise<Renders> {
  process.env.NODE_ENV = 'production'
  const { createElement } = await project.load<typeof import('react')>('react')
  const { renderToString } = await project.load<typeof import('react-dom/server')>('react-dom/server')
  const { createPlexClient, createPlexSession } = await project.load<typeof import('@foyer/client')>('@foyer/client')
  const { PlexProvider } = await project.load<typeof import('@foyer/hooks')>('@foyer/hooks')
  const { PlexSignIn } = await project.load<typeof import('@foyer/ui')>('@foyer/ui')

  const session = createPlexSession(createPlexClient({ product: 'Bench', clientIdentifier: 'bench' }))
  const foyer = () => renderToString(createElement(PlexProvider, { session }, createElement(PlexSignIn)))
  const file = join(project.directory, 'pages/Bare.js')
  writeFileSync(file, componentOf(foyer()))
  const { Bare } = (await import(pathToFileURL(file).href)) as { Bare: () => React.ReactNode }
  const bare = () => renderToString(createElement(Bare))
  if (bare().length !== foyer().length) throw new Error(`The two differ:\n${foyer()}\n${bare()}`)
  return { foyer, bare }
}

/** A module whose component is this HTML and nothing else. */
function componentOf(html: string) {
  const [form] = new JSDOM(html).window.document.body.children
  if (!form) throw new Error('The form rendered nothing.')
  return `import { createElement } from 'react'\nexport const Bare = () => ${elementOf(form)}\n`
}

/** React writes attributes by their HTML names as they are, but for those that it keeps an eye on. */
const special: Record<string, (value: string) => [string, unknown]> = {
  class: (value) => ['className', value],
  for: (value) => ['htmlFor', value],
  value: (value) => ['defaultValue', value],
  checked: () => ['defaultChecked', true],
  required: () => ['required', true],
}

function elementOf(element: Element): string {
  const props = Object.fromEntries(
    [...element.attributes].map(({ name, value }) => special[name]?.(value) ?? [name, value]),
  )
  const children = [...element.childNodes].map((node) =>
    node.nodeType === node.ELEMENT_NODE ? elementOf(node as Element) : JSON.stringify(node.textContent),
  )
  return `createElement(${[JSON.stringify(element.localName), JSON.stringify(props), ...children].join(', ')})`
}
