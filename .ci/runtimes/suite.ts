// What the client does in every runtime: one ES module that needs a `fetch`, timers, and nothing else.
import {
  checkPin,
  createPin,
  createPlexClient,
  createPlexSession,
  findConnection,
  getDevices,
  getProfiles,
  getServerAccess,
  getServers,
  getUser,
  type PlexClientOptions,
  revokeToken,
  signIn,
  switchProfile,
  waitForPin,
} from '@foyer/client'
import { deviceKeyRows } from './deviceKeyRows.ts'
import { networkRows } from './networkRows.ts'
import { type Addresses, expectEqual, expectRefusal, type RowResult, runRows, waitUntil } from './row.ts'

interface Person {
  name: string
  uuid: string
  profilePin: string
  title: string
  login: string
  password: string
  recoveryCodes: string[]
  currentCode: string
}

/** `more`: what only some of the runtimes can do at all. */
export function runSuite(addresses: Addresses, more: Record<string, () => Promise<void>> = {}): Promise<RowResult[]> {
  return runRows({
    ...signInRows(addresses),
    ...pinRows(addresses),
    ...serverRows(addresses),
    ...deviceKeyRows(addresses, controlOf(addresses).person),
    ...networkRows(addresses),
    ...more,
  })
}

/** For a runtime that was started without leave to use the network. */
export function runWithoutNetwork({ plexTv }: Addresses): Promise<RowResult[]> {
  return runRows({
    async 'a network that the program may not use is its mistake, and is named'() {
      const { underlying = '' } = await expectRefusal(getUser(clientOf(plexTv), 'token'), 'misuse')
      if (!/NotCapable|PermissionDenied/.test(underlying)) throw new Error(`It says "${underlying}".`)
    },
  })
}

const clientOf = (baseUrl: string, more: Partial<PlexClientOptions> = {}) =>
  createPlexClient({ product: 'Reelroom', clientIdentifier: 'suite', baseUrl, ...more })

/** The emulator's control endpoint. */
function controlOf({ plexTv }: Addresses) {
  const url = `${plexTv}/_emulator`
  return {
    async person(name: string): Promise<Person> {
      const people: Person[] = await (await fetch(`${url}/people`)).json()
      const person = people.find((other) => other.name === name)
      if (!person) throw new Error(`Nobody is called ${name}.`)
      return person
    },
    async requests(): Promise<{ path: string; status: number }[]> {
      return (await fetch(`${url}/requests`)).json()
    },
    async post(path: string, body: unknown): Promise<void> {
      const headers = { 'Content-Type': 'application/json' }
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`The emulator's ${path} answered ${response.status}.`)
      await response.text()
    },
  }
}

/** As React Native answers: without a stream, and with little else. */
const withoutStreams: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  const { ok, status, headers, url } = response
  return { ok, status, headers, url, text: () => response.text() } as Response
}

function signInRows(addresses: Addresses) {
  const { person, post } = controlOf(addresses)
  const plex = clientOf(addresses.plexTv)
  const reader = clientOf(addresses.plexTv, { fetch: withoutStreams })

  return {
    async 'signs in with a password'() {
      const ada = await person('plain')
      const { token, user } = await signIn(plex, ada)
      expectEqual(user.title, ada.title, 'the name')
      expectEqual((await getUser(plex, token)).id, user.id, 'the id')
    },
    async 'says of a wrong password that it is wrong'() {
      const { login } = await person('plain')
      await expectRefusal(signIn(plex, { login, password: 'wrong' }), 'invalid-credentials')
    },
    async 'asks for a verification code, refuses a wrong one, and takes the right one'() {
      const { login, password, title, currentCode } = await person('twoFactor')
      await expectRefusal(signIn(plex, { login, password }), 'verification-required')
      const wrong = currentCode === '000000' ? '111111' : '000000'
      await expectRefusal(signIn(plex, { login, password, verificationCode: wrong }), 'verification-invalid')
      const verificationCode = (await person('twoFactor')).currentCode
      expectEqual((await signIn(plex, { login, password, verificationCode })).user.title, title, 'the name')
    },
    async 'reads a name in a script of its own'() {
      const noura = await person('plexPass')
      expectEqual((await signIn(plex, noura)).user.title, noura.title, 'the name')
    },
    async 'revokes a token, which is dead afterwards'() {
      const { token } = await signIn(plex, await person('emailOnly'))
      await revokeToken(plex, token)
      await expectRefusal(getUser(plex, token), 'unauthorized')
    },
    async 'hears how long to wait'() {
      await post('/fail', { kind: 'rate-limited', retryAfter: '7', times: 1 })
      const error = await expectRefusal(getUser(plex, 'token'), 'rate-limited')
      expectEqual(error.retryAfterMs, 7000, 'the wait')
    },
    async 'keeps a session in memory, from the sign-in to the sign-out'() {
      const session = createPlexSession(plex, { storage: 'memory' })
      const ada = await person('plain')
      await session.start(({ signal }) => signIn(plex, ada, { signal }))
      expectEqual(session.getState().status, 'signed-in', 'the session')
      expectEqual((await session.call(getUser)).title, ada.title, 'the name')
      await session.signOut()
      expectEqual(session.getState().status, 'signed-out', 'the session')
      session.close()
    },
    async 'ends a session whose token plex.tv has revoked'() {
      const session = createPlexSession(plex, { storage: 'memory' })
      const otto = await person('uninvited')
      await session.start(({ signal }) => signIn(plex, otto, { signal }))
      await post('/revoke', { name: 'uninvited' })
      await expectRefusal(session.call(getUser), 'unauthorized')
      expectEqual(session.getState().status, 'signed-out', 'the session')
      session.close()
    },
    async 'signs in by a fetch without streams'() {
      const ada = await person('plain')
      expectEqual((await signIn(reader, ada)).user.title, ada.title, 'the name')
    },
    async 'asks for a verification code by a fetch without streams'() {
      const { login, password } = await person('twoFactor')
      await expectRefusal(signIn(reader, { login, password }), 'verification-required')
      const { currentCode, title } = await person('twoFactor')
      const { user } = await signIn(reader, { login, password, verificationCode: currentCode })
      expectEqual(user.title, title, 'the name')
    },
  }
}

function serverRows(addresses: Addresses) {
  const { person } = controlOf(addresses)
  const plex = clientOf(addresses.plexTv)

  return {
    async 'says what somebody is to a server, and finds the way to it'() {
      const { token } = await signIn(plex, await person('plexPass'))
      const [attic] = await getServers(plex, token)
      if (!attic) throw new Error('There is no server.')
      expectEqual(await getServerAccess(plex, token, attic.machineIdentifier), 'owner', 'the access')
      expectEqual((await findConnection(plex, attic)).status, 'connected', 'the search')
    },
    async 'switches to a member of the Home by a PIN'() {
      const { token } = await signIn(plex, await person('plexPass'))
      const { uuid, profilePin, title } = await person('plexPass')
      expectEqual((await getProfiles(plex, token)).length, 2, 'the members')
      const pip = await switchProfile(plex, token, { uuid: (await person('managed')).uuid })
      await expectRefusal(switchProfile(plex, pip.token, { uuid }), 'profile-pin-required')
      expectEqual((await switchProfile(plex, pip.token, { uuid, profilePin })).user.title, title, 'the name')
    },
    async 'reads the devices, which are XML'() {
      const { token } = await signIn(plex, await person('plain'))
      const devices = await getDevices(plex, token)
      expectEqual(
        devices.some(({ clientIdentifier }) => clientIdentifier === 'suite'),
        true,
        'this one',
      )
    },
  }
}

function pinRows(addresses: Addresses) {
  const { person, post, requests } = controlOf(addresses)
  const plex = clientOf(addresses.plexTv)

  return {
    async 'makes a link code, and sees it approved'() {
      const pin = await createPin(plex, 'link')
      expectEqual((await checkPin(plex, pin)).status, 'waiting', 'the pin')
      await post('/approve', { code: pin.code, as: 'plain' })
      expectEqual((await checkPin(plex, pin)).status, 'approved', 'the pin')
    },
    async 'makes a strong pin, with a page to approve it on'() {
      const pin = await createPin(plex, 'strong')
      const code = new URLSearchParams(new URL(pin.authUrl).hash.slice(2)).get('code')
      await post('/approve', { code, as: 'plain' })
      expectEqual((await checkPin(plex, pin)).status, 'approved', 'the pin')
    },
    async 'waits for a pin, by the runtime’s own clock'() {
      const pin = await createPin(plex, 'link')
      const waiting = waitForPin(plex, pin)
      // It has to be asked for more than once.
      await waitUntil(async () =>
        (await requests()).some(({ path, status }) => path.endsWith(`/${pin.id}`) && status === 200),
      )
      await post('/approve', { code: pin.code, as: 'plain' })
      expectEqual((await waiting).user.title, (await person('plain')).title, 'the name')
    },
    async 'stops waiting for a pin when it is called off'() {
      const caller = new AbortController()
      const waiting = waitForPin(plex, await createPin(plex, 'link'), { signal: caller.signal })
      caller.abort('enough')
      expectEqual(await waiting.catch((reason: unknown) => reason), 'enough', 'the reason')
    },
  }
}
