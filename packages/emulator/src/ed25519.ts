/** The signatures of RFC 8032, by the platform's WebCrypto. */

/** A private key in DER is these bytes, which say that it is of Ed25519, and then its 32 bytes. */
const derStart = '302e020100300506032b657004220420'

/** A private key made of 32 bytes, given in hex, and its public half as a JWK has it (`x`). */
export async function keyFrom(seed: string): Promise<{ privateKey: CryptoKey; x: string }> {
  const bytes = Uint8Array.from((derStart + seed).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const privateKey = await supported(importDer(bytes))
  const { x = '' } = await subtle().exportKey('jwk', privateKey)
  return { privateKey, x }
}

/** The signature of bytes. */
export const sign = (privateKey: CryptoKey, signed: BufferSource): Promise<ArrayBuffer> =>
  subtle().sign('Ed25519', privateKey, signed)

/** Whether the signature is that of the key whose public half is `x`. */
export async function isSignedBy(x: string, signature: BufferSource, signed: BufferSource): Promise<boolean> {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x }
  const publicKey = await supported(subtle().importKey('jwk', jwk, 'Ed25519', false, ['verify']))
  return subtle().verify('Ed25519', publicKey, signature, signed)
}

/**
 * Node may take an error that OpenSSL still has from something else for one of this import's, and says once that right
 * bytes are wrong. msw 3.0.5 leaves such an error after an answer without a body (Node 24.21).
 */
async function importDer(bytes: BufferSource): Promise<CryptoKey> {
  const importKey = () => subtle().importKey('pkcs8', bytes, 'Ed25519', true, ['sign'])
  try {
    return await importKey()
  } catch (error) {
    if (!isNamed(error, 'DataError')) throw error
    return importKey()
  }
}

const isNamed = (error: unknown, name: string) => error instanceof Error && error.name === name

function subtle(): SubtleCrypto {
  const found: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (found) return found
  throw new Error(
    'The emulator could not check a device key: there is no WebCrypto here. A page needs https or localhost for it, jsdom that of Node.',
  )
}

async function supported(imported: Promise<CryptoKey>): Promise<CryptoKey> {
  try {
    return await imported
  } catch (cause) {
    if (!isNamed(cause, 'NotSupportedError')) throw cause
    throw new Error('The emulator could not check a device key: WebCrypto has no Ed25519 here.', { cause })
  }
}
