import { randomId } from '../../randomId.ts'
import type { KeyPair, KeyStore } from './keyRing.ts'

const ALGORITHM = 'Ed25519'

/** WebKitGTK 2.50 fails at this once in a hundred times, for no reason: five in a row are a reason. */
const TRIES = 5

/**
 * Makes a key, and the identifier of the device that is to have it. Rejects where the platform can't: a page on plain
 * http in a home network lacks `crypto.subtle`, in every engine, and an older engine the algorithm.
 */
export async function createKeyPair({ text }: KeyStore): Promise<KeyPair> {
  const { publicKey, privateKey } = await generate(text !== undefined)
  const x = encodeBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  const thumbprint = await crypto.subtle.digest('SHA-256', encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`))
  return {
    clientIdentifier: randomId(16),
    kid: encodeBase64Url(new Uint8Array(thumbprint)),
    x,
    privateKey: text ? await text.write(privateKey) : privateKey,
  }
}

async function generate(isReadable: boolean): Promise<CryptoKeyPair> {
  for (let left = TRIES; ; left--) {
    try {
      return (await crypto.subtle.generateKey(ALGORITHM, isReadable, ['sign', 'verify'])) as CryptoKeyPair
    } catch (error) {
      if (left === 1) throw error
    }
  }
}

/** The public half. Written by hand: the engines call the algorithm Ed25519 in it, and plex.tv EdDSA. */
export const toJwk = ({ kid, x }: KeyPair) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' })

/**
 * What the token is to say of its person, beside id and uuid. No e-mail address: whoever is shown a token would read it.
 * Scopes open nothing.
 */
const SCOPE = 'username'

/** What a device says to plex.tv, signed. Times are left out where there are none: in seconds since 1970. */
export async function signDeviceJwt(
  { kid, clientIdentifier }: KeyPair,
  privateKey: CryptoKey,
  claims: { readonly nonce?: string | undefined; readonly iat?: number | undefined; readonly exp?: number | undefined },
): Promise<string> {
  const header = { alg: 'EdDSA', kid, typ: 'JWT' }
  const payload = { aud: 'plex.tv', iss: clientIdentifier, scope: SCOPE, ...claims }
  const signed = [header, payload].map((part) => encodeBase64Url(encode(JSON.stringify(part)))).join('.')
  const signature = await crypto.subtle.sign(ALGORITHM, privateKey, encode(signed))
  return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`
}

const encode = (text: string) => new TextEncoder().encode(text)
const encodeBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
