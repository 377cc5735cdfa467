import type { Context, MiddlewareHandler } from 'hono'
import { answer, refuse } from './answer.ts'
import type { Pin } from './createPins.ts'
import { pinBody } from './pinBody.ts'
import { drawQr } from './qr.ts'
import {
  type Arrival,
  type EndpointRoutes,
  isPlexTv,
  namesItsClient,
  plexParameter,
  readFields,
  wrongMethod,
} from './route.ts'
import type { World } from './world.ts'

const pinsPath = '/api/v2/pins'
const linkPath = `${pinsPath}/link`
const infoPath = `${pinsPath}/info`
const qrPath = `${pinsPath}/qr/:code`
const pinPath = `${pinsPath}/:id`

export const pin: EndpointRoutes = {
  endpoint: 'pin',
  owns: (path) => path === pinsPath || path.startsWith(`${pinsPath}/`),
  mount(router, world) {
    const { pins } = world

    // Before all else: a television loads it as an image, which says nothing of itself.
    router.get(qrPath, (context) => {
      const found = pins.byCode(context.req.param('code'))
      if (!found) return refuse(context.req.raw, 1020)
      const { hostname, origin } = new URL(context.req.url)
      const page = `${isPlexTv(hostname) ? 'https://plex.tv' : origin}/link?pin=${found.code}`
      return new Response(drawQr(page), { headers: { 'Content-Type': 'image/png' } })
    })
    router.all(qrPath, wrongMethod)

    router.use(`${pinsPath}/*`, namesItsClient, spares(world))

    const answerPin = (context: Context<Arrival>, status: 200 | 201, found: Pin) =>
      answer(context.req.raw, status, 'pin', pinBody(found, world.now(), new URL(context.req.url).origin))

    router.post(pinsPath, async (context) => {
      const strong = await readStrong(context)
      if (strong === undefined) return refuse(context.req.raw, 1004)
      const made = pins.create({
        kind: ['true', '1'].includes(strong.toLowerCase()) ? 'strong' : 'link',
        clientIdentifier: plexParameter(context, 'X-Plex-Client-Identifier'),
        product: plexParameter(context, 'X-Plex-Product') || '0',
        address: context.env.address,
        origin: context.req.header('Origin') ?? null,
      })
      return answerPin(context, 201, made)
    })
    router.all(pinsPath, wrongMethod)

    router.put(linkPath, async (context) => {
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (!device) return refuse(context.req.raw, 1001)
      const code = context.req.query('code') ?? (await readFields(context))?.get('code')
      const found = pins.byCode(code ?? '')
      if (!found || !pins.approve(found, device.account.name)) return refuse(context.req.raw, 1020)
      return new Response(null, { status: 204 })
    })
    router.all(linkPath, wrongMethod)

    router.get(infoPath, (context) => {
      const found = pins.byCode(context.req.query('code') ?? '')
      if (!found) return refuse(context.req.raw, 1020)
      return answer(context.req.raw, 200, 'pin', pinTrust(found, context.env.viewerAddress))
    })
    router.all(infoPath, wrongMethod)

    router.get(pinPath, (context) => {
      const id = context.req.param('id')
      // `pins/undefined` is what a client asks that lost its pin.
      if (!/^\d+$/.test(id)) return refuse(context.req.raw, 1004)
      const found = pins.byId(Number(id), plexParameter(context, 'X-Plex-Client-Identifier'))
      return found ? answerPin(context, 200, found) : refuse(context.req.raw, 1020)
    })
    router.all(pinPath, wrongMethod)
  },
}

/** What the auth app warns people by: whether who made the pin is Plex, at the viewer's address, or on Plex's pages. */
export const pinTrust = ({ address, origin }: Pin, viewerAddress: string) => ({
  trusted: false,
  ipMatches: address === viewerAddress,
  isSafeOrigin: origin !== null && /^https:\/\/([a-z\d-]+\.)*plex\.tv$/.test(origin),
})

const spares =
  ({ pins }: World): MiddlewareHandler<Arrival> =>
  async (context, next) => {
    if (pins.isTooMany(plexParameter(context, 'X-Plex-Client-Identifier'))) return refuse(context.req.raw, 1003)
    await next()
  }

/** `strong` by query, form or JSON, whichever the client speaks; undefined for JSON that is none. */
async function readStrong(context: Context<Arrival>): Promise<string | undefined> {
  const inQuery = context.req.query('strong')
  if (inQuery !== undefined) return inQuery
  const fields = await readFields(context)
  return fields && (fields.get('strong') ?? '')
}
