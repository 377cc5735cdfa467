// Tokens that last a week, by a key of the device's: in runtimes without IndexedDB, with a store of the program's own.
import { createPlexClient, createPlexSession, getUser, readToken, type SessionStore, signIn } from '@foyer/client'
import { createTextKeyStore, deviceKeys, verifyToken } from '@foyer/client/device-keys'
import { type Addresses, expectEqual, expectRefusal } from './row.ts'

const SIX_DAYS_MS = 6 * 24 * 60 * 60_000

interface Credentials {
  login: string
  password: string
}

export function deviceKeyRows({ plexTv }: Addresses, person: (name: string) => Promise<Credentials>) {
  /** Each has a client, a session and a store of keys of its own, and a wall clock that the row sets. */
  function open() {
    let aheadMs = 0
    const clock = {
      elapsed: () => performance.now(),
      now: () => Date.now() + aheadMs,
      after(ms: number, task: () => void) {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    }
    const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'suite', baseUrl: plexTv, clock })
    const session = createPlexSession(plex, {
      storage: createTextStore(),
      tokens: deviceKeys({ store: createTextKeyStore(createTextStore()) }),
    })
    return {
      session,
      setAhead(ms: number) {
        aheadMs = ms
      },
    }
  }
  const backend = createPlexClient({ product: 'Reelroom', clientIdentifier: 'backend', baseUrl: plexTv })

  return {
    async 'signs in with a device key, and renews the token with it'() {
      const { session, setAhead } = open()
      const ada = await person('plain')
      await session.start(({ signal }) => signIn(session.client, ada, { signal }))
      const first = await session.getToken()
      expectEqual(readToken(first).kind, 'jwt', 'the token’s kind')
      setAhead(SIX_DAYS_MS)
      const second = await session.getToken()
      expectEqual(second === first, false, 'whether the token is the first one')
      expectEqual(await session.getToken(), second, 'the token that is asked for once more')
      await session.call(getUser)
      session.close()
    },
    async 'verifies a token that plex.tv has signed, and no other'() {
      const { session } = open()
      const ada = await person('plain')
      await session.start(({ signal }) => signIn(session.client, ada, { signal }))
      const token = await session.getToken()
      expectEqual(await verifyToken(backend, token), readToken(token), 'what the token says')
      const [header, payload, signature = ''] = token.split('.')
      const other = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
      await expectRefusal(verifyToken(backend, `${header}.${payload}.${other}`), 'unauthorized')
      session.close()
    },
  }
}

function createTextStore(): SessionStore {
  let text: string | null = null
  return {
    read: () => text,
    write(record) {
      text = record
    },
    clear() {
      text = null
    },
  }
}
