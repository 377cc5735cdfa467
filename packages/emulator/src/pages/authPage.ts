import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Pin } from '../createPins.ts'
import { pinTrust } from '../pin.ts'
import { authScript } from './authScript.ts'
import { file, page } from './page.ts'
import type { PageRoutes } from './route.ts'

/** What the auth app's address says, in its fragment. */
interface Asked {
  clientID: string
  code: string
  product: string
  forwardUrl: string
  /** Who approves. */
  name: string
}

type Warning = 'security-alert' | 'not-hosted-by-plex' | null

/** app.plex.tv/auth. What it was asked is in the fragment, which no server sees: a script reads it, and asks here. */
export const authPage: PageRoutes = (router, { world, switches, approve, visitors }) => {
  const { pins } = world

  /**
   * A strong pin that waits, asked for in full: without a product, or under another client id, the real page gives up.
   */
  const findPin = ({ clientID, code, product }: Asked): Pin | undefined => {
    const found = pins.byCode(code)
    const isWhole = product !== '' && product !== 'undefined' && found?.product !== '0'
    return isWhole && found?.kind === 'strong' && found.clientIdentifier === clientID ? found : undefined
  }

  router.get('/auth', async () => {
    const main = html`<h1>One moment…</h1>
<noscript><p>This page needs JavaScript.</p></noscript>`
    const response = await page('Sign in', main, { script: '/auth/script.js' })
    const { coop } = switches()
    if (coop !== 'unset') response.headers.set('Cross-Origin-Opener-Policy', coop)
    return response
  })
  router.get('/auth/script.js', () => file(`(${authScript})()\n`, 'text/javascript'))

  router.post('/auth/pin', async (context) => {
    const found = findPin(await askedIn(context))
    if (!found || pins.isClaimed(found)) return json(null)
    return json({
      warning: chooseWarning(pinTrust(found, context.env.viewerAddress)),
      people: visitors().map(({ name, title, email }) => ({ name, title, login: email })),
    })
  })

  router.post('/auth/approve', async (context) => {
    const asked = await askedIn(context)
    const found = findPin(asked)
    const visitor = visitors().find(({ name }) => name === asked.name)
    if (!found || !visitor) return json(null)
    // The page asks again and again while an approval takes its time: the first one counts.
    approve(found, visitor)
    if (pins.readStatus(found) === 'waiting') return json({ status: 'approving' })
    const { checkForwardUrl } = switches()
    return json({
      status: 'approved',
      forwardTo: forwardTo(asked.forwardUrl, checkForwardUrl ? found.origin : undefined),
    })
  })
}

// A pin that does not exist is null and no 404, which the browser's console would report as an error of the app's.
const json = (body: object | null) => file(JSON.stringify(body), 'application/json')

async function askedIn(context: Context): Promise<Asked> {
  const form = new URLSearchParams(await context.req.text())
  const said = (key: keyof Asked) => form.get(key) ?? ''
  return {
    clientID: said('clientID'),
    code: said('code'),
    product: said('product'),
    forwardUrl: said('forwardUrl'),
    name: said('name'),
  }
}

const chooseWarning = ({ trusted, ipMatches, isSafeOrigin }: ReturnType<typeof pinTrust>): Warning =>
  trusted ? null : !ipMatches ? 'security-alert' : isSafeOrigin ? null : 'not-hosted-by-plex'

/** Where an approved person goes: null to stay, `/` (home) when the address is none that plex.tv would forward to. */
function forwardTo(forwardUrl: string, onlyTo: string | null | undefined): string | null {
  if (!forwardUrl) return null
  if (!URL.canParse(forwardUrl)) return '/'
  const { protocol, origin, href } = new URL(forwardUrl)
  const isWeb = protocol === 'http:' || protocol === 'https:'
  return isWeb && (onlyTo === undefined || origin === onlyTo) ? href : '/'
}
