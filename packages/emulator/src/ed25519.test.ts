import { afterEach, expect, test, vi } from 'vitest'
import { isSignedBy, keyFrom, sign } from './ed25519.ts'

// The first example of RFC 8032, 7.1.
const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const signature =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a key made of 32 bytes has the public half and the signature that the standard says', async () => {
  const { privateKey, x } = await keyFrom(seed)
  expect(Buffer.from(x, 'base64url').toString('hex')).toBe(publicKey)
  expect(Buffer.from(await sign(privateKey, new Uint8Array())).toString('hex')).toBe(signature)
})

test('a signature is that of one key, over one text', async () => {
  const { x } = await keyFrom(seed)
  const { x: other } = await keyFrom(seed.replace('9', '8'))
  const bytes = Uint8Array.from(Buffer.from(signature, 'hex'))
  expect(await isSignedBy(x, bytes, new Uint8Array())).toBe(true)
  expect(await isSignedBy(x, bytes, new Uint8Array(1))).toBe(false)
  expect(await isSignedBy(other, bytes, new Uint8Array())).toBe(false)
})

test('where there is no WebCrypto, it says so', async () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues })
  await expect(keyFrom(seed)).rejects.toThrow(/there is no WebCrypto here/)
})

test('where WebCrypto has no Ed25519, it says so', async () => {
  const importKey = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
  vi.stubGlobal('crypto', { subtle: { importKey } })
  await expect(keyFrom(seed)).rejects.toThrow(/WebCrypto has no Ed25519 here/)
})
