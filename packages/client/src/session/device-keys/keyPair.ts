import { PlexError } from '../../PlexError.ts'
import { randomId } from '../../randomId.ts'
import type { KeyPair } from './keyRing.ts'

const ALGORITHM = 'Ed25519'

/** WebKitGTK 2.50 fails at this once in a hundred times, for no reason: five in a row are a reason. */
const TRIES = 5

/** Makes a key, and the identifier of the device that is to have it. Rejects where the platform can't. */
export async function createKeyPair(isText: boolean): Promise<KeyPair> {
  // Missing on a plain http page of a home network, in every engine.
  if (!crypto.subtle) throw new Error('This page is not secure.')
  const { publicKey, privateKey } = await generate(isText)
  const x = encodeBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  const thumbprint = await crypto.subtle.digest('SHA-256', encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`))
  return {
    clientIdentifier: randomId(16),
    kid: encodeBase64Url(new Uint8Array(thumbprint)),
    x,
    privateKey: isText ? ((await crypto.subtle.exportKey('jwk', privateKey)).d ?? '') : privateKey,
  }
}

async function generate(isReadable: boolean): Promise<CryptoKeyPair> {
  for (let left = TRIES; ; left--) {
    try {
      return (await crypto.subtle.generateKey(ALGORITHM, isReadable, ['sign', 'verify'])) as CryptoKeyPair
    } catch (error) {
      const isHopeless = (error as Error).name === 'NotSupportedError'
      if (isHopeless || left === 1) throw error
    }
  }
}

/** The public half. Written by hand: the engines call the algorithm Ed25519 in it, and plex.tv EdDSA. */
export const toJwk = ({ kid, x }: KeyPair) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' })

/** Every name that plex.tv is known to tell of a person, as every known client asks. They open nothing. */
const SCOPE = 'username,email,friendly_name,restricted,anonymous,joinedAt'

/** What a device says to plex.tv, signed. Times are left out where there are none: in seconds since 1970. */
export async function signDeviceJwt(
  pair: KeyPair,
  claims: { readonly nonce?: string | undefined; readonly iat?: number | undefined; readonly exp?: number | undefined },
): Promise<string> {
  const header = { alg: 'EdDSA', kid: pair.kid, typ: 'JWT' }
  const payload = { aud: 'plex.tv', iss: pair.clientIdentifier, scope: SCOPE, ...claims }
  const signed = [header, payload].map((part) => encodeBase64Url(encode(JSON.stringify(part)))).join('.')
  try {
    const signature = await crypto.subtle.sign(ALGORITHM, await readPrivateKey(pair), encode(signed))
    return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`
  } catch {
    // What the engine says may quote the key.
    throw new PlexError(
      'device-key-lost',
      'Could not sign with the device’s key: it can’t be read any more. Sign in again.',
    )
  }
}

async function readPrivateKey({ privateKey, x }: KeyPair): Promise<CryptoKey> {
  if (typeof privateKey !== 'string') return privateKey
  return crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x, d: privateKey }, ALGORITHM, false, ['sign'])
}

const encode = (text: string) => new TextEncoder().encode(text)
const encodeBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
