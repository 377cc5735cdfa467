/** A device as it is outside of the emulator: a key of its own, and what it signs with it. */
export async function createDevice(kid: string, clientIdentifier = 'tests') {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  const { x } = await crypto.subtle.exportKey('jwk', publicKey)
  return {
    jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    /** A JWT for plex.tv; a member given as undefined is left out. */
    async sign(payload: object = {}, header: object = {}): Promise<string> {
      const head = encode({ alg: 'EdDSA', kid, typ: 'JWT', ...header })
      const body = encode({ aud: 'plex.tv', iss: clientIdentifier, ...payload })
      const signature = await crypto.subtle.sign('Ed25519', privateKey, Buffer.from(`${head}.${body}`))
      return `${head}.${body}.${Buffer.from(signature).toString('base64url')}`
    },
  }
}

/** A part of a JWT. */
export const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a JWT says, without a look at who signed it. */
export function decode(jwt: string) {
  const [header, payload] = jwt
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, payload }
}

/** Whether a JWT was signed with the private half of a published key. */
export async function isSignedWith(jwk: JsonWebKey, jwt: string): Promise<boolean> {
  const [head, body, signature = ''] = jwt.split('.')
  const key = await crypto.subtle.importKey('jwk', { ...jwk, alg: undefined }, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, Buffer.from(signature, 'base64url'), Buffer.from(`${head}.${body}`))
}
