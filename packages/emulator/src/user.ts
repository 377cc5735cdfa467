import type { Context } from 'hono'
import { accountBody } from './accountBody.ts'
import { answer, refuse, send } from './answer.ts'
import { avatar } from './avatar.ts'
import type { Device } from './device.ts'
import { isRefusal } from './errors.ts'
import { type Arrival, type EndpointRoutes, namesItsClient, plexParameter, wrongMethod } from './route.ts'
import { userBody } from './userBody.ts'

const userPath = '/api/v2/user'
const pingPath = '/api/v2/ping'
const signOutPath = '/api/v2/users/signout'
const accountPathV1 = '/users/account.json'
const paths = [userPath, pingPath, signOutPath, accountPathV1]

export const user: EndpointRoutes = {
  endpoint: 'user',
  owns: (path) => paths.includes(path),
  mount(router, world) {
    const signedIn = (respond: (device: Device, request: Request) => Response) => (context: Context<Arrival>) => {
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      return isRefusal(device) ? refuse(context.req.raw, device) : respond(device, context.req.raw)
    }

    router.get(
      userPath,
      signedIn((device, request) => answer(request, 200, 'user', userBody(device, new URL(request.url).origin))),
    )
    router.get(
      pingPath,
      namesItsClient,
      signedIn((_device, request) => send(request, 200, { pong: true }, '<pong>true</pong>')),
    )
    router.delete(
      signOutPath,
      namesItsClient,
      signedIn((device) => {
        world.revoke(device)
        return new Response(null, { status: 204 })
      }),
    )
    router.get(
      accountPathV1,
      signedIn((device, { url }) => Response.json({ user: accountBody(device, new URL(url).origin) })),
    )
    for (const path of paths) router.all(path, wrongMethod)

    router.get('/users/:uuid/avatar', (context) => {
      const index = world.accounts.findIndex(({ uuid }) => uuid === context.req.param('uuid'))
      if (index < 0) return refuse(context.req.raw, 1002)
      return new Response(avatar(index), { headers: { 'Content-Type': 'image/svg+xml' } })
    })
  },
}
