import { Hono } from 'hono'
import { refuse } from './answer.ts'
import { auth } from './auth.ts'
import { friends } from './friends.ts'
import { home } from './home.ts'
import { plainPath } from './path.ts'
import { pin } from './pin.ts'
import { resources } from './resources.ts'
import { type Arrival, type Endpoint, plexParameter, readForm } from './route.ts'
import { signIn } from './sign-in.ts'
import { signInV1 } from './sign-in-v1.ts'
import { user } from './user.ts'
import type { World } from './world.ts'

const routes = [signIn, signInV1, user, pin, auth, home, resources, friends]

/** Which endpoint a path belongs to. */
export const endpointAt = (path: string): Endpoint | undefined =>
  routes.find((endpoint) => endpoint.owns(plainPath(path)))?.endpoint

/** plex.tv over a world, on whatever host it is asked. */
export function createPlexTv(world: World) {
  const router = new Hono<Arrival>({ getPath: ({ url }) => plainPath(new URL(url).pathname) })
  router.use(async (context, next) => {
    context.set('form', await readForm(context))
    const product = plexParameter(context, 'X-Plex-Product')
    const say = (name: string) => plexParameter(context, `X-Plex-${name}`)
    if (product) {
      const install = {
        product,
        name: say('Device-Name') || product,
        version: say('Version'),
        platform: say('Platform'),
      }
      world.noteInstall(say('Client-Identifier'), install)
    }
    await next()
  })
  for (const endpoint of routes) endpoint.mount(router, world)
  // What is thrown here is a fault of ours, or the platform's lack: whoever asked had better see it.
  router.onError((error) => {
    throw error
  })
  router.notFound((context) => refuse(context.req.raw, 1002))
  return router
}

/**
 * What plex.tv sends along with every answer, as recorded. The one thing that no recording shows is which request
 * headers it allows; since browsers do call it with `X-Plex-…` headers, all that a preflight asks for are allowed.
 */
export function shared(request: Request, response: Response): Response {
  const recorded = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, HEAD, DELETE, OPTIONS',
    'Access-Control-Expose-Headers': 'Location',
    'Access-Control-Max-Age': '86400',
    Vary: 'Origin',
    'X-Frame-Options': 'DENY',
  }
  for (const [name, value] of Object.entries(recorded)) response.headers.set(name, value)
  const asked = request.headers.get('Access-Control-Request-Headers')
  if (asked) response.headers.set('Access-Control-Allow-Headers', asked)
  return response
}
