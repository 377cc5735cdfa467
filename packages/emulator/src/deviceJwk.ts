import { bytesFrom } from './jwt.ts'

/** The public half of a device's key, as the device registers it. */
export interface DeviceJwk {
  /** Chosen by the device: any text that no other key has. */
  readonly kid: string
  /** The key itself: 32 bytes in base64url. */
  readonly x: string
}

/**
 * Reads a JWK as plex.tv's documentation writes it, with `alg` and `kid`; undefined for any other. RSA keys, which
 * plex.tv takes as well, are none here, and nor is one that comes with its private half.
 */
export function parseDeviceJwk(value: unknown): DeviceJwk | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kty, crv, alg, use = 'sig', kid, x, d }: Readonly<Record<string, unknown>> = { ...value }
  if (kty !== 'OKP' || crv !== 'Ed25519' || alg !== 'EdDSA' || use !== 'sig' || d !== undefined) return undefined
  if (typeof kid !== 'string' || kid === '' || typeof x !== 'string') return undefined
  return bytesFrom(x)?.length === 32 ? { kid, x } : undefined
}
