import { abortReason, withTimeout } from '../clock.ts'
import type { PlexClient } from '../createPlexClient.ts'
import { hasTrait } from '../errorTraits.ts'
import { ownProperties } from '../ownProperties.ts'
import { isPlexError, PlexError } from '../PlexError.ts'
import { onPageActivity, readEnvironment } from '../pageActivity.ts'
import { ping } from '../ping.ts'
import type { CallOptions } from '../request.ts'
import type { PlexGrant } from '../signIn.ts'
import { createStore } from '../store.ts'
import { isThenable, type MaybePromise, whenThere } from '../thenable.ts'
import { getUser, type PlexUser } from '../user.ts'
import { askApp, backendError } from './askApp.ts'
import { notePing } from './keepAlive.ts'
import { openPersistence } from './openPersistence.ts'
import type { PlexSession, SessionOptions, SessionState } from './PlexSession.ts'
import { createQueue } from './queue.ts'
import { type EndNotice, openSessionChannel, type SignedOutReason } from './sessionChannel.ts'
import { ACCEPT_MS, type HeldSession, notSignedIn, type SessionPersistence } from './sessionPersistence.ts'
import { createUserFreshness } from './userFreshness.ts'

/**
 * Makes the session of your app. Make one, outside of React, and give it to `PlexProvider`. On a server it stays
 * `pending`, unless its storage is `memory` or your own.
 *
 * @example
 * ```ts
 * import { createPlexClient, createPlexSession, getUser, signIn } from '@foyer/client'
 *
 * const session = createPlexSession(createPlexClient({ product: 'Reelroom' }))
 *
 * export async function enter(login: string, password: string) {
 *   await session.start(await signIn(session.client, { login, password }))
 *   return session.call(getUser)
 * }
 * ```
 */
export function createPlexSession(given: PlexClient, options?: SessionOptions): PlexSession {
  const { remember = true, authorize, profiles, tokens, ...place } = ownProperties(options)
  const keys = tokens?.open(given)
  const client = keys?.client ?? given
  const state = createStore<SessionState>({ status: 'pending' })
  const queue = createQueue()
  const ended = new Set<string>()
  const grants = new Set<PlexGrant>()
  const persistence = openPersistence(client, place, { ended, grants }, keys)
  /** The session of this tab; null for none, or none yet. */
  let held: HeldSession | null = null
  const freshness = createUserFreshness(
    client,
    () => held,
    () => attempt((session, persistence) => refresh(session, persistence, {})).then(ignore, ignore),
  )
  /** The sign-in that started last; those before it are called off. */
  let latest: { readonly controller: AbortController; hasGrant: boolean } | undefined

  function show(next: SessionState) {
    if (JSON.stringify(next) !== JSON.stringify(state.get())) state.set(next)
  }
  function hold(session: HeldSession) {
    held = session
    const { user: account, profile, lastUuid = null } = session
    const refreshError = freshness.errorOf(session)
    if (!profile && profiles?.isWanted(account)) show({ status: 'choosing-profile', account, lastUuid, refreshError })
    else show({ status: 'signed-in', user: (profile ?? session).user, refreshError })
    freshness.check()
  }
  /** plex.tv forgets a token that nobody uses, and the account's is not used while a profile watches. */
  function keepAlive() {
    const noted = held && persistence && !persistence.isRemote && notePing(client, held)
    if (!noted) return
    held = noted
    void keepHeld()
    attempt((session) => ping(client, persistence.token(session)), { asAccount: true }).catch(ignore)
  }
  /** As it is kept: where the app locks, who is watching is forgotten with the page. */
  const kept = (session: HeldSession) => (profiles?.isLocking ? { ...session, profile: undefined } : session)
  /** As it is by the time that its turn has come: the token may have been renewed meanwhile. */
  const keepHeld = () => queue.add(() => held && persistence?.update(kept(held)))
  function leaveProfile() {
    if (!held?.profile) return
    hold({ ...held, profile: undefined })
    if (!profiles?.isLocking) void keepHeld()
  }
  function leave(reason: SignedOutReason) {
    held = null
    show({ status: 'signed-out', reason })
  }
  function adopt(found: HeldSession | null) {
    if (found) {
      const isNew = held?.id !== found.id
      hold(profiles?.isLocking ? { ...found, profile: isNew ? undefined : held?.profile } : found)
      if (isNew && persistence?.isSuspect(found)) verify('revoked')
    } else if (held) leave('signed-out')
    else if (state.get().status === 'pending') leave('never')
  }

  /** What can't be read signs nobody out. */
  function read(persistence: SessionPersistence): MaybePromise<void> {
    const keep = () => adopt(held)
    try {
      const found = persistence.read()
      return isThenable(found) ? found.then(adopt, keep) : adopt(found)
    } catch {
      keep()
    }
  }
  /** In this very task where storage answers at once: so the first render knows, and a page that comes back. */
  function readInLine(): MaybePromise<void> {
    if (!persistence) return
    if (!queue.isIdle()) return queue.add(() => read(persistence))
    const reading = read(persistence)
    return isThenable(reading) ? queue.add(() => reading) : reading
  }
  let ready = readInLine()

  async function current(): Promise<[HeldSession, SessionPersistence]> {
    if (!persistence) throw new PlexError('misuse', 'Could not use the session: on a server.')
    await ready
    if (held) return [held, persistence]
    throw notSignedIn()
  }
  /** The session with an account's token that can be used; a profile's is no business of the keys. */
  async function renewed(session: HeldSession, persistence: SessionPersistence, isDead: boolean): Promise<HeldSession> {
    const next = await persistence.renew?.(session, isDead)
    if (!next || next === session) return session
    if (held?.id !== session.id) throw notSignedIn()
    const { user, profile, lastUuid } = held
    hold({ ...next, user, profile, lastUuid })
    return { ...next, profile: session.profile }
  }
  /**
   * Runs what needs the session, once more with another token where keys give one, and ends it if that shows its token
   * to be dead: not one that has begun since with another.
   */
  async function attempt<T>(
    task: (session: HeldSession, persistence: SessionPersistence) => Promise<T>,
    { reason = 'revoked', asAccount = false }: { reason?: EndNotice['reason']; asAccount?: boolean } = {},
  ): Promise<T> {
    const [found, persistence] = await current()
    let session = asAccount ? { ...found, profile: undefined } : found
    try {
      if (!session.profile) session = await renewed(session, persistence, false)
      try {
        return await task(session, persistence)
      } catch (error) {
        if (!hasTrait(error, 'dead-token') || session.profile) throw error
        const before = session
        session = await renewed(session, persistence, true)
        if (session === before) throw error
        return await task(session, persistence)
      }
    } catch (error) {
      if (!hasTrait(error, 'dead-token') || !held) throw error
      if (session.profile) {
        // The account's token may live: it is asked about, once nobody is watching by a dead one.
        if (held.profile?.token === session.profile.token) leaveProfile()
        verify(reason)
      } else if (persistence.shareToken(session, held)) {
        await end(isPlexError(error) && error.code === 'device-key-lost' ? 'key-lost' : reason, 'dead')
      }
      throw error
    }
  }
  async function refresh(session: HeldSession, persistence: SessionPersistence, options: CallOptions) {
    const { profile } = session
    try {
      const user = await (profile ? getUser(client, profile.token, options) : persistence.refresh(session, options))
      freshness.markFresh(session)
      // An answer that comes after a change of session or profile is of nobody who is here.
      if (held?.id !== session.id || held.profile?.token !== profile?.token) return user
      // The token may have been renewed while plex.tv was asked.
      const before = held
      const refreshed = profile ? { ...before, profile: { ...profile, user } } : { ...before, user }
      hold(refreshed)
      if (JSON.stringify(refreshed) !== JSON.stringify(before)) {
        await keepHeld()
      }
      return user
    } catch (error) {
      freshness.markFailed(session, error)
      // Whoever's token is dead is shown the way in, and nothing before it.
      if (held?.id === session.id && !hasTrait(error, 'dead-token')) hold(held)
      throw error
    }
  }

  /** Asks whether the session of now is alive, and ends it if not. */
  function verify(reason: EndNotice['reason']) {
    attempt((session, persistence) => refresh(session, persistence, {}), { reason }).catch(() => {})
  }

  /**
   * Takes a sign-in in, when its turn has come. `done` says so before anybody is told: they may call it off, too late.
   */
  async function admit(
    persistence: SessionPersistence,
    brought: PlexGrant,
    lasting: boolean,
    signal: AbortSignal,
    done: (user: PlexUser) => void,
  ) {
    let hasBegun = false
    let grant = brought
    try {
      if (signal.aborted) throw abortReason(signal)
      if (keys) {
        // The exchange is not called off: a token that plex.tv gave meanwhile would be nobody's, and live on.
        const lasts = lasting && place.storage !== 'memory'
        grant = { ...brought, token: await keys.exchange(brought.token, { lasting: lasts }) }
        grants.add(grant)
        if (signal.aborted) throw abortReason(signal)
      }
      if (authorize) {
        const late = () => backendError('sign in', 'timeout')
        await withTimeout({ clock: client.clock, ms: ACCEPT_MS, late, signal }, (signal) =>
          askApp('sign in', () => authorize(grant, { client, signal }), { token: grant.token, hasClient: true }),
        )
      }
      hasBegun = true
      const accepting = persistence.accept(grant, lasting, signal, held)
      const accepted = isThenable(accepting) ? await accepting : accepting
      if (signal.aborted) {
        await accepted.undo()
        throw abortReason(signal)
      }
      done(accepted.session.user)
      freshness.markFresh(accepted.session)
      hold(accepted.session)
      void queue.add(async () => tellOver(await accepted.endReplaced()))
    } catch (error) {
      grants.delete(brought)
      grants.delete(grant)
      const before = held
      void queue.add(async () => {
        // The server may have taken this person in all the same, unless it has taken in somebody else since.
        if (hasBegun && persistence.isRemote && held === before) await read(persistence)
        tellOver(await persistence.abandon(grant, held))
      })
      throw error
    } finally {
      grants.delete(brought)
      grants.delete(grant)
    }
  }

  /** Tells other tabs whose tokens have ended: a session of the same person there may have had the same. */
  function tellOver(sessions: readonly HeldSession[] = [], reason: EndNotice['reason'] = 'signed-out') {
    for (const { id, user } of sessions) channel.post({ id, uuid: user.uuid, reason, isOver: true })
  }
  /** Gone from this tab at once. */
  function depart({ id, user: { uuid } }: HeldSession, reason: EndNotice['reason']) {
    ended.add(id)
    if (held?.id === id) leave(reason)
    channel.post({ id, uuid, reason, isOver: false })
  }
  /** Ends the session of now; or, where nobody is in yet, whoever comes in by what is under way. */
  async function end(reason: EndNotice['reason'], cause: 'signed out' | 'dead') {
    if (!persistence) return
    const session = held
    if (session) depart(session, reason)
    // A sign-out removes nothing but what it names, so that it need not wait: the page may be left in this very task.
    const isAtOnce = session && cause === 'signed out' && !persistence.isRemote
    const releasing = isAtOnce ? persistence.release(session, cause) : undefined
    await queue.add(async () => {
      const ending = session ?? held
      if (!ending) return
      // Here somebody has come in since: nobody was in yet, or the server named the same person again before it was
      // told.
      if (held && (!session || persistence.isRemote)) depart(held, reason)
      const others = await (releasing ?? persistence.release(ending, cause))
      tellOver([ending, ...others], reason)
    })
  }

  const channel = openSessionChannel(client, ({ id, uuid, reason, isOver }) => {
    if (!isOver) {
      ended.add(id)
      if (held?.id !== id) return
      const session = held
      leave(reason)
      // The release also removes what a look-up of this tab may have written after the other tab's removal.
      void queue.add(async () => tellOver(await persistence?.release(session, 'announced')))
      return
    }
    persistence?.suspect(uuid)
    // This tab's session was replaced, by one that it may see by now. Or it is another session of the same person, and
    // plex.tv gives both one token.
    if (held?.id === id) void follow()
    if (held?.id === id || held?.user.uuid === uuid) verify(reason)
  })

  /** Others may have written. */
  function follow(): MaybePromise<void> {
    const reading = readInLine()
    void queue.add(async () => tellOver(await persistence?.releaseOvertaken()))
    return reading
  }
  const stopFollowing = persistence?.subscribe?.(() => void follow())
  // Frozen tabs hear late of what other tabs did, and a page in the back-forward cache hears nothing.
  const isLockDue = profiles?.createLock(client.clock)
  const stopWatching = onPageActivity((fromCache) => {
    if (isLockDue?.(fromCache)) leaveProfile()
    if (!persistence || (readEnvironment().hidden && !fromCache)) return
    // A backend is asked who is signed in over the network, so only when the page may show somebody who has left.
    const reading = persistence.isRemote && !fromCache ? undefined : follow()
    if (!fromCache) {
      keepAlive()
      return freshness.check()
    }
    // Nobody is shown, and no token given, before who is there now was asked for. A server that is down signs nobody
    // out.
    ready = reading
    if (held && isThenable(reading)) show({ status: 'pending' })
    persistence.suspectAll()
    channel.stopWaiting()
    freshness.check()
  })

  void whenThere(ready, keepAlive)

  return {
    client,
    remember,
    asksForProfile: profiles !== undefined,
    getState: state.get,
    subscribe: state.subscribe,
    async start(given, options) {
      const { signal } = ownProperties(options)
      if (!persistence) throw new PlexError('misuse', 'Could not use the session: on a server.')
      const controller = new AbortController()
      const signIn = { controller, hasGrant: false }
      // A sign-in that is called off before it begins calls off no other.
      if (!signal?.aborted) {
        latest?.controller.abort()
        latest = signIn
      }
      const callOff = () => controller.abort(abortReason(signal))
      signal?.addEventListener('abort', callOff)
      const isIn = new Promise<PlexUser>((resolve, reject) => {
        // The caller who called it off need not wait until that is done.
        controller.signal.addEventListener('abort', () => reject(abortReason(controller.signal)))
        if (signal?.aborted) callOff()
        const takeIn = (grant: PlexGrant) => {
          signIn.hasGrant = true
          grants.add(grant)
          const { rememberMe = remember } = ownProperties(options)
          return queue.add(() => admit(persistence, grant, rememberMe, controller.signal, resolve))
        }
        const bringGrant = async (bring: Exclude<typeof given, PlexGrant>) => bring({ signal: controller.signal })
        const done = typeof given === 'function' ? bringGrant(given).then(takeIn) : takeIn(given)
        done.catch(reject)
      })
      return isIn.finally(() => signal?.removeEventListener('abort', callOff))
    },
    async signOut() {
      // A person who is still on plex.tv's page comes back after this, and then comes in.
      if (latest?.hasGrant) latest.controller.abort()
      await end('signed-out', 'signed out')
    },
    async chooseProfile(choice, options = {}) {
      if (!profiles) throw new PlexError('misuse', 'Could not choose a profile: give the session askForProfile().')
      const switchTo = async (session: HeldSession, persistence: SessionPersistence) => {
        const profile = await profiles.switchTo(client, persistence.token(session), choice, options)
        // A profile of an account that signed out meanwhile is nobody's.
        if (held?.id !== session.id) throw notSignedIn()
        const watched = { ...held, profile, lastUuid: profile.user.uuid }
        freshness.markFresh(watched)
        hold(watched)
        await keepHeld()
        return profile.user
      }
      return attempt(switchTo, { asAccount: true })
    },
    leaveProfile,
    getToken: () => attempt(async (session, persistence) => tokenOf(session, persistence)),
    call: (operation, options = {}) =>
      attempt(async (session, persistence) => operation(client, tokenOf(session, persistence), options)),
    refresh: (options = {}) => attempt((session, persistence) => refresh(session, persistence, options)),
    keepUserFresh: () => freshness.watch(),
    close() {
      stopFollowing?.()
      stopWatching()
      channel.close()
      state.close()
    },
  }
}

/** The token of who is watching, or else the account's. */
const tokenOf = (session: HeldSession, persistence: SessionPersistence) =>
  session.profile?.token ?? persistence.token(session)

/** What an answer about the user means has been noted where it came. */
function ignore() {}
