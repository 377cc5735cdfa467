import { isSignedBy, sign } from './ed25519.ts'

/** A JWT taken apart, of which nothing is proven yet. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Whether a token looks like a JWT; no classic token has a dot. */
export const isJwt = (token: string): boolean => /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(token)

/** The bytes of base64url text without padding; undefined for other text. */
export function bytesFrom(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** Takes a JWT apart; undefined for what is none. */
export function parseJwt(text: string): Jwt | undefined {
  const [head = '', body = '', tail, ...more] = text.split('.')
  const header = objectIn(head)
  const payload = objectIn(body)
  const signature = tail === undefined ? undefined : bytesFrom(tail)
  if (!header || !payload || !signature || more.length > 0) return undefined
  return { header, payload, signed: new TextEncoder().encode(`${head}.${body}`), signature }
}

/** Whether it is signed, as its header says, with Ed25519, and by the key whose public half is `x`. */
export const isSigned = async ({ header, signature, signed }: Jwt, x: string): Promise<boolean> =>
  header.alg === 'EdDSA' && (await isSignedBy(x, signature, signed))

/** Makes a JWT. */
export async function signJwt(privateKey: CryptoKey, kid: string, payload: object): Promise<string> {
  const signed = [{ alg: 'EdDSA', kid, typ: 'JWT' }, payload]
    .map((part) => base64url(new TextEncoder().encode(JSON.stringify(part))))
    .join('.')
  const signature = await sign(privateKey, new TextEncoder().encode(signed))
  return `${signed}.${base64url(new Uint8Array(signature))}`
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = bytesFrom(part)
  if (!bytes) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
