import { type KeyRing, type KeyStore, readRing } from './keyRing.ts'

const DATABASE = 'foyer.device-keys'
const TABLE = 'rings'

/**
 * Keys in IndexedDB, the one place of a browser that keeps a key without its letters. Opened for each use, and closed
 * again: a page that holds it open keeps others from removing it, and itself out of the back-forward cache.
 */
export function createBrowserKeyStore(name: string): KeyStore {
  return {
    read: () => inRing(name, 'readonly', (ring) => ring),
    change: (task) => inRing(name, 'readwrite', task),
  }
}

function inRing<T>(name: string, mode: IDBTransactionMode, task: (ring: KeyRing) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    // Whatever version lies there: a number would be refused when a newer one has been written.
    const opening = indexedDB.open(DATABASE)
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      // An exception in one of these handlers would be the page's, and nobody's who waits here.
      const guarded = (step: () => void) => () => {
        try {
          step()
        } catch (error) {
          database.close()
          reject(error)
        }
      }
      guarded(() => {
        const transaction = database.transaction(TABLE, mode)
        const rings = transaction.objectStore(TABLE)
        const reading = rings.get(name)
        let result: T
        reading.onsuccess = guarded(() => {
          const ring = readRing(reading.result)
          result = task(ring)
          if (mode === 'readwrite') rings.put(ring, name)
        })
        transaction.oncomplete = () => {
          database.close()
          resolve(result)
        }
        transaction.onabort = () => {
          database.close()
          reject(transaction.error)
        }
      })()
    }
  })
}
