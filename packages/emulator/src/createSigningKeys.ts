import { keyFrom } from './ed25519.ts'
import { signJwt } from './jwt.ts'
import { textFrom } from './random.ts'

/** How many of its keys plex.tv publishes: those that may still have signed a token that lives. Our choice. */
const published = 3

/** plex.tv's own keys, with which it signs its JWTs. Each is made when it is first needed. */
export function createSigningKeys(seed: number) {
  const made = new Map<number, ReturnType<typeof make>>()
  // There are two from the start, and the latter signs: whoever looks at the first one only is soon found out.
  let newest = 1

  const make = async (index: number) => ({
    kid: textFrom(`${seed}/signing-key/${index}`, 'token', 43),
    ...(await keyFrom(textFrom(`${seed}/signing-key/${index}`, 'hex', 64))),
  })
  const keyAt = (index: number) => {
    const key = made.get(index) ?? make(index)
    made.set(index, key)
    return key
  }

  return {
    /** The keys as everybody may have them, the oldest first. */
    async published() {
      const oldest = Math.max(0, newest + 1 - published)
      const keys = await Promise.all(Array.from({ length: newest + 1 - oldest }, (_, place) => keyAt(oldest + place)))
      return keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' }))
    },
    /** A JWT of plex.tv's. */
    async sign(payload: object): Promise<string> {
      const { privateKey, kid } = await keyAt(newest)
      return signJwt(privateKey, kid, payload)
    },
    /** Signs with another key from now on. */
    rotate(): void {
      newest += 1
    },
  }
}
