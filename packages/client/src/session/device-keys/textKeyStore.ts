import { parseJson } from '../../json.ts'
import type { SessionStore } from '../ownRecords.ts'
import { createQueue } from '../queue.ts'
import { type KeyRing, type KeyStore, readRing } from './keyRing.ts'

/** Keys as text, in a store of the app's own: a file, say. */
export function createTextKeyStore(store: SessionStore): KeyStore {
  const queue = createQueue()
  async function read(): Promise<KeyRing> {
    const text = await store.read()
    // A text that is no JSON is somebody's all the same, and is not written over.
    return readRing(text === null ? undefined : (parseJson(text) ?? {}))
  }
  return {
    isText: true,
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
