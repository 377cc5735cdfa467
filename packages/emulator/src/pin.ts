import type { Context, MiddlewareHandler } from 'hono'
import { answer, refuse } from './answer.ts'
import type { Pin } from './createPins.ts'
import { type DeviceJwk, parseDeviceJwk } from './deviceJwk.ts'
import { isRefusal, type Refusal } from './errors.ts'
import { pinBody } from './pinBody.ts'
import { drawQr } from './qr.ts'
import {
  type Arrival,
  type EndpointRoutes,
  isPlexTv,
  namesItsClient,
  plexParameter,
  readFields,
  readJson,
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
    const { pins, deviceKeys } = world

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
      const jwk = await readJwk(context)
      if (strong === undefined || jwk === undefined) return refuse(context.req.raw, 1004)
      const clientIdentifier = plexParameter(context, 'X-Plex-Client-Identifier')
      if (jwk && deviceKeys.isTaken(jwk)) return refuse(context.req.raw, 'thumbprint-taken')
      if (deviceKeys.isSpent(clientIdentifier)) return refuse(context.req.raw, 'identifier-spent')
      const made = pins.create({
        kind: ['true', '1'].includes(strong.toLowerCase()) ? 'strong' : 'link',
        clientIdentifier,
        product: plexParameter(context, 'X-Plex-Product') || '0',
        address: context.env.address,
        origin: context.req.header('Origin') ?? null,
        jwk,
      })
      return answerPin(context, 201, made)
    })
    router.all(pinsPath, wrongMethod)

    router.put(linkPath, async (context) => {
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(context.req.raw, device)
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

    /** What the installation may have by this pin: a Plex JWT for who shows that it has the key, else a classic token. */
    const tokenOf = async (found: Pin, deviceJwt: string | undefined): Promise<{ token: string | null } | Refusal> => {
      const { jwk } = found
      if (jwk && deviceJwt !== undefined) {
        const approver = () => {
          const name = pins.approverOf(found)
          return name === null ? null : world.account(name)
        }
        return deviceKeys.redeem({ ...found, jwk }, deviceJwt, approver)
      }
      return deviceKeys.isSpent(found.clientIdentifier) ? 'identifier-spent' : found
    }

    router.get(pinPath, async (context) => {
      const id = context.req.param('id')
      // `pins/undefined` is what a client asks that lost its pin.
      if (!/^\d+$/.test(id)) return refuse(context.req.raw, 1004)
      const found = pins.byId(Number(id), plexParameter(context, 'X-Plex-Client-Identifier'))
      if (!found) return refuse(context.req.raw, 1020)
      const given = await tokenOf(found, context.req.query('deviceJWT'))
      return isRefusal(given)
        ? refuse(context.req.raw, given)
        : answerPin(context, 200, { ...found, token: given.token })
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

/** The key that comes with a pin: null without, undefined for what is none. */
async function readJwk(context: Context<Arrival>): Promise<DeviceJwk | null | undefined> {
  const { jwk = null } = (await readJson(context)) ?? {}
  return jwk === null ? null : parseDeviceJwk(jwk)
}
