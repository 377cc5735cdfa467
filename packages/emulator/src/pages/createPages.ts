import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Arrival } from '../route.ts'
import type { World } from '../world.ts'
import { authPage } from './authPage.ts'
import { linkPage } from './linkPage.ts'
import { file, page } from './page.ts'
import type { PageSetting } from './route.ts'
import { style } from './style.ts'
import type { PageSwitches } from './switches.ts'

/** Whether a path is a page's, not plex.tv's API. */
export const isPagePath = (path: string): boolean => /^\/((auth|link)(\/.*)?)?$/.test(path)

/** The stand-ins for the pages where people approve, over a world. */
export function createPages(world: World, switches: () => PageSwitches) {
  // Both pages are asked for with a slash at the end as well: plex.tv/link/?pin=… and app.plex.tv/auth/#?….
  const router = new Hono<Arrival>({ strict: false })
  const setting: PageSetting = {
    world,
    switches,
    approve(pin, { name }) {
      const { approvalMs } = switches()
      return world.pins.approve(pin, name, approvalMs === 'held' ? Number.POSITIVE_INFINITY : approvalMs)
    },
    visitors: () => world.accounts.filter(({ managed }) => !managed),
  }

  router.post('*', async (context, next) => {
    const origin = context.req.header('Origin')
    if (origin === undefined || origin === new URL(context.req.url).origin) return next()
    return file('Only a person at this page may press its button.\n', 'text/plain', 403)
  })
  router.get('/', () =>
    page(
      'Home',
      html`<h1>plex.tv home</h1>
<p>This is where plex.tv leaves people whom it cannot forward to the app they came from.</p>`,
    ),
  )
  router.get('/auth/style.css', () => file(style, 'text/css'))
  authPage(router, setting)
  linkPage(router, setting)
  router.notFound(() => page('Not found', html`<h1>There is no such page</h1>`, { status: 404 }))
  return router
}
