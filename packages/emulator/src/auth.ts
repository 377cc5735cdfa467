import { answer, refuse } from './answer.ts'
import { parseDeviceJwk } from './deviceJwk.ts'
import { isRefusal } from './errors.ts'
import { type EndpointRoutes, plexParameter, readJson, wrongMethod } from './route.ts'

const base = '/api/v2/auth'
const noncePath = `${base}/nonce`
const jwkPath = `${base}/jwk`
const tokenPath = `${base}/token`
const keysPath = `${base}/keys`

/** Device keys: a device registers one, and trades what it signs for JWTs of plex.tv's. */
export const auth: EndpointRoutes = {
  endpoint: 'auth',
  owns: (path) => path.startsWith(`${base}/`),
  mount(router, world) {
    const { deviceKeys } = world

    router.get(noncePath, (context) => {
      const request = context.req.raw
      const clientIdentifier = plexParameter(context, 'X-Plex-Client-Identifier')
      if (!clientIdentifier) return refuse(request, 'nameless-nonce')
      if (deviceKeys.isTooMany(clientIdentifier)) return refuse(request, 1003)
      return answer(request, 200, 'auth', { nonce: deviceKeys.issueNonce() })
    })

    router.post(jwkPath, async (context) => {
      const request = context.req.raw
      const device = world.findDevice(plexParameter(context, 'X-Plex-Token'))
      if (isRefusal(device)) return refuse(request, device)
      const jwk = parseDeviceJwk((await readJson(context))?.jwk)
      if (!jwk) return refuse(request, 1004)
      const refusal = deviceKeys.register(jwk, device)
      return refusal ? refuse(request, refusal) : new Response(null, { status: 201 })
    })

    router.post(tokenPath, async (context) => {
      const request = context.req.raw
      const jwt = (await readJson(context))?.jwt
      if (typeof jwt !== 'string') return refuse(request, 1004)
      const issued = await deviceKeys.exchange(jwt)
      return isRefusal(issued) ? refuse(request, issued) : answer(request, 200, 'auth', { auth_token: issued.token })
    })

    router.get(keysPath, async (context) =>
      answer(context.req.raw, 200, 'auth', { keys: await deviceKeys.published() }),
    )

    for (const path of [noncePath, jwkPath, tokenPath, keysPath]) router.all(path, wrongMethod)
  },
}
