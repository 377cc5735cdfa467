import { parseJson } from '../../json.ts'
import type { SessionStore } from '../ownRecords.ts'
import { createQueue } from '../queue.ts'
import { type KeyRing, type KeyStore, readRing } from './keyRing.ts'

/**
 * Keeps keys as text, their private halves too, for where there is no IndexedDB: encrypt what the store keeps. The store
 * is no other's: not that of a session or of a token source.
 *
 * @example
 * ```ts
 * import { createTextKeyStore, deviceKeys } from '@foyer/client/device-keys'
 * import { createFileStore } from '@foyer/client/node'
 *
 * export const openKeys = (passphrase: string) =>
 *   deviceKeys({ store: createTextKeyStore(createFileStore({ path: 'data/keys.json', passphrase })) })
 * ```
 */
export function createTextKeyStore(store: SessionStore): KeyStore {
  const queue = createQueue()
  async function read(): Promise<KeyRing> {
    const text = await store.read()
    // A text that is no JSON is somebody's all the same, and is not written over.
    return readRing(text === null ? undefined : (parseJson(text) ?? {}))
  }
  return {
    text: {
      async write(privateKey) {
        const { d = '' } = await crypto.subtle.exportKey('jwk', privateKey)
        return d
      },
      read: ({ x, privateKey }) =>
        crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x, d: String(privateKey) }, 'Ed25519', false, [
          'sign',
        ]),
    },
    read: () => queue.add(read),
    change: (task) =>
      queue.add(async () => {
        const ring = await read()
        const result = task(ring)
        await store.write(JSON.stringify(ring), true)
        return result
      }),
  }
}
