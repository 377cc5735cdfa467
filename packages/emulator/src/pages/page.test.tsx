import { expect, test } from 'vitest'
import type { EmulatorOptions } from '../Emulator.ts'
import { atPages } from '../testing/atPages.ts'

/** Every page that a server writes, each with what was given to it. */
async function everyPage(given: string, scenario: EmulatorOptions['scenario']) {
  const { emulator, get, link, make } = atPages({ scenario })
  const device = async () => (await make('link', { 'X-Plex-Product': given })).code
  const pages = {
    home: await (await get('/')).text(),
    auth: await (await get(`/auth?pin=${encodeURIComponent(given)}`)).text(),
    link: await (await get(`/link?pin=${encodeURIComponent(given)}`)).text(),
    refused: await link(given),
    linked: await link(await device()),
    almost: '',
    nowhere: await (await get(`/auth/${encodeURIComponent(given)}`)).text(),
  }
  emulator.pages.set({ approvalMs: 'held' })
  pages.almost = await link(await device())
  return Object.entries(pages).map(
    ([name, html]) => [name, new DOMParser().parseFromString(html, 'text/html')] as const,
  )
}

/** The elements of a page, with the names of their attributes. */
const shapeOf = (page: Document) =>
  Array.from(page.querySelectorAll('*'), (element) => [element.localName, ...element.getAttributeNames()].join(' '))

test.each([
  '"><script>alert(1)</script>',
  "' onfocus=alert(1) autofocus='",
  '</h1></title></style><img src=x onerror=alert(1)>',
  '&lt;b&gt; <!--',
])('a product, a code and people stay text on every page: %s', async (hostile) => {
  const tame = new Map(await everyPage('Reelroom', 'everyone'))
  for (const [name, page] of await everyPage(hostile, 'hostile-names')) {
    expect(shapeOf(page), name).toEqual(shapeOf(tame.get(name) ?? page))
    if (name === 'link' || name === 'refused') {
      expect(page.querySelector<HTMLInputElement>('#code')?.value, name).toBe(hostile)
      expect(page.querySelector('bdi')?.textContent, name).toBe('<img src=x onerror=alert(1)></script>')
    }
    if (name === 'linked' || name === 'almost') expect(page.querySelector('bdi')?.textContent, name).toBe(hostile)
  }
})
