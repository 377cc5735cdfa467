import {
  authUrlReturningTo,
  callApp,
  createPinAttempt,
  dropKeptPin,
  keepPin,
  type Pin,
  type PinAttempt,
  type PinPlace,
  PlexError,
  type PlexGrant,
  type PlexSession,
  type PlexUser,
  readKeptPin,
} from '@foyer/client'
import { markFresh } from '../queries.ts'
import { supersedeSignIn, toPlexError } from '../supersede.ts'
import { canComeBack, canLeave, createAuthWindow, leaveFor, returnTo } from './authWindow.ts'
import { environment, onPageActivity } from './pageActivity.ts'
import { type AuthWindowStatus, nothingYet, type PinFacts, type PinStates } from './pinState.ts'

const LINK_RENEWALS = 32
/** How long an approval whose form was closed before it could be used is held, for the form to be opened again. */
const HOLD_MS = 5 * 60_000

/** What one component wants of a method that it may share. */
export interface PinFlowOptions {
  rememberMe?: boolean | undefined
  returnUrl?: string | undefined
  waitingText?: string | undefined
  onSignedIn?: ((user: PlexUser) => void) | undefined
  onError?: ((error: PlexError) => void) | undefined
}

/** A pin's way into a session, without React: one for each method and session, whoever looks at it. */
export interface PinFlow {
  getFacts(): PinFacts
  /** Counts a component in, and tells it of each change; the returned function counts it out, and the last one out stops it. */
  join(listener: () => void, member: PinMember): () => void
  start(member: PinMember): void
  cancel(): void
  showWindow(): void
  continueInThisTab(member: PinMember): void
  /** Goes on with the pin that this tab keeps, if somebody looks. `hasReturned`: from plex.tv, so that its end is told too. */
  resume(hasReturned: boolean): void
  /** The window has come back under a nonce: closes it and looks at once, if it is this method's. */
  takeReturn(nonce: string): boolean
}

/** A component, and what it wants at this moment. */
type PinMember = { readonly current: PinFlowOptions }

/**
 * Whether plex.tv's page can be gone to and lead back here, for a page that offers only the ways that work: not from a file,
 * an app with a scheme of its own, or (for a redirect) a frame of another site. A code works everywhere.
 */
export const isMethodAvailable = (method: keyof PinStates): boolean =>
  method === 'link' || (method === 'popup' ? canComeBack() : canLeave())

export function createPinFlow(session: PlexSession, method: keyof PinStates): PinFlow {
  const { client } = session
  const members = new Map<() => void, PinMember>()
  const idle = (): PinFacts => ({ ...nothingYet, unavailable: !isMethodAvailable(method) })
  let facts = idle()
  /** Whoever started it. */
  let starter: PinMember = { current: {} }
  let attempt: PinAttempt<'link' | 'strong'> | null = null
  let controller: AbortController | undefined
  /** Back from plex.tv, for what goes there as soon as there is a pin: the window or, when `leaving`, the tab itself. */
  let way: ReturnType<typeof returnTo> | undefined
  let leaving = false
  let hasLeft = false
  /** What the window that was sent off last comes back by. */
  let nonce = ''
  let keptId: number | undefined
  let isStarting = false
  /** Approved while nobody looked. */
  let held: PlexGrant | undefined
  let cancelHolding = () => {}
  let leave: (() => void) | undefined

  const authWindow = createAuthWindow(client.clock, seen)
  function seen(window: AuthWindowStatus) {
    set({ window })
    if (window === 'lost') attempt?.pollNow()
  }
  const isUnderWay = () => /^(creating|waiting)$/.test(facts.attempt?.status ?? '')
  function waitingPin() {
    const state = facts.attempt
    return state?.status === 'waiting' && state.pin.kind === 'strong' ? state.pin : undefined
  }
  function set(change: Partial<PinFacts>) {
    facts = { ...facts, ...change }
    for (const listener of members.keys()) listener()
  }
  function tellError(error: PlexError) {
    for (const { current } of [...members.values()]) callApp(current.onError, error)
  }
  function stop() {
    const stopped = attempt
    const taken = controller
    attempt = null
    held = controller = undefined
    stopped?.stop()
    taken?.abort()
  }
  function rest() {
    stop()
    authWindow.close()
    way = undefined
    nonce = ''
    hasLeft = false
    set(idle())
  }
  function cancel() {
    rest()
    drop()
  }
  /** The tab has gone to plex.tv: its pin is kept for whenever it comes back. */
  function leavePinKept() {
    keptId = undefined
    rest()
  }
  function failed(error: unknown) {
    const why = toPlexError(error)
    cancel()
    set({ error: why })
    tellError(why)
  }

  const rememberMe = () => starter.current.rememberMe ?? session.remember
  function keep(pin: Pin, place: PinPlace, of?: Window): boolean {
    if (place === 'here' && members.size === 0) return false
    if (!of) keptId = pin.id
    return keepPin(client, method, { pin, nonce, rememberMe: rememberMe(), place }, of)
  }
  /** What this method keeps itself; not what may still come back to this tab from plex.tv. */
  function drop() {
    if (keptId !== undefined) dropKeptPin(client, method)
    keptId = undefined
  }

  function begin(pin?: Pin) {
    stop()
    // Another one was left for this: its approval must sign nobody in.
    if (pin?.id !== keptId) drop()
    keptId = pin?.id
    // A link screen only waits; it takes over when somebody has typed its code.
    if (method !== 'link') {
      controller = supersedeSignIn(session)
      controller.signal.addEventListener('abort', () => attempt && cancel())
    }
    const begun = createPinAttempt<'link' | 'strong'>(client, method === 'link' ? 'link' : 'strong', {
      pin,
      renewals: method === 'link' ? LINK_RENEWALS : 0,
      environment: () => environment(authWindow.isOpen()),
    })
    attempt = begun
    const follow = () => {
      const state = begun.getState()
      set({ attempt: state, user: null, error: null })
      if (state.status === 'waiting' && method === 'link' && state.pin.id !== keptId) keep(state.pin, 'here')
      if (state.status === 'expired' || state.status === 'error') drop()
      if (state.status === 'error') {
        authWindow.close()
        tellError(state.error)
      }
      if (begun === attempt) goOn()
    }
    begun.subscribe(follow)
    begun.grant.then(
      (grant) => {
        if (begun !== attempt) return
        if (members.size > 0) return finish(grant)
        held = grant
      },
      () => {},
    )
    follow()
  }
  function goOn() {
    const pin = waitingPin()
    if (!way || !pin) return
    const { url } = way
    nonce = way.nonce
    way = undefined
    try {
      const authUrl = authUrlReturningTo(pin, url)
      if (leaving) return leaveTab(pin, authUrl)
      keep(pin, 'here')
      // Should this page be gone when the window comes back, the window has all it needs to go on.
      authWindow.whileEmpty((empty) => keep(pin, 'window', empty))
      authWindow.go(authUrl)
    } catch (error) {
      failed(error)
    }
  }
  function leaveTab(pin: Pin, authUrl: string) {
    // Without it the tab would come back knowing nothing, and say so to nobody.
    if (!keep(pin, 'away')) throw new PlexError('storage', 'Could not use sessionStorage: blocked or full.')
    hasLeft = true
    try {
      leaveFor(authUrl)
    } catch {
      // A sandboxed frame must not take the tab along, and can't know before it tries.
      hasLeft = false
      if (method === 'popup') return set({ window: 'stuck' })
      cancel()
      set({ unavailable: true })
    }
  }
  async function finish(grant: PlexGrant) {
    authWindow.close()
    // Asked now: the new state may unmount those who want to know.
    const told = [...members.values()].map(({ current }) => current.onSignedIn)
    controller ??= supersedeSignIn(session)
    const begun = controller
    const { signal } = begun
    held = undefined
    isStarting = true
    try {
      markFresh(session, grant.user)
      await session.start(grant, { rememberMe: starter.current.rememberMe, signal })
    } catch (error) {
      // Called off, or begun anew: what is said of this one concerns nobody any more.
      if (controller !== begun) return
      if (!signal.aborted && (error as Error)?.name !== 'AbortError') return failed(error)
      // Somebody else is on the way in.
      cancel()
      if (method === 'link') begin()
      return
    } finally {
      isStarting = false
    }
    attempt = null
    controller = undefined
    drop()
    set({ ...idle(), user: grant.user })
    for (const tell of told) callApp(tell, grant.user)
  }
  /** With the pin that there is, if it still waits: one pin, however often the person clicks. */
  function go(inThisTab: boolean) {
    // plex.tv has said yes: a click too many must not send the person back to the first step.
    if (facts.attempt?.status === 'approved' && facts.attempt.connection === 'ok') return
    if (inThisTab ? !canLeave() : !canComeBack()) return set({ unavailable: true })
    const { returnUrl, waitingText } = starter.current
    leaving = inThisTab
    try {
      way = returnTo(returnUrl)
      if (!leaving && !authWindow.isOpen()) authWindow.open(waitingText, waitingPin()?.authUrl)
      if (isUnderWay()) goOn()
      else begin()
    } catch (error) {
      failed(error)
    }
  }
  function start(member: PinMember) {
    starter = member
    if (method === 'link') return begin()
    authWindow.focus()
    if (!authWindow.isOpen() || !isUnderWay()) go(false)
  }
  function resume(hasReturned: boolean) {
    const [member] = members.values()
    if (!member || attempt || facts.user || session.getState().status === 'signed-in') return
    const kept = readKeptPin(client, method)
    if (!kept) return dropKeptPin(client, method)
    if (kept.place !== 'here') return
    if (!hasReturned && kept.pin.expires.leftMs() === 0) return dropKeptPin(client, method)
    nonce = kept.nonce
    // Whether to stay signed in was chosen on the page that left; on one that was loaded anew its box is there again.
    starter = hasReturned ? { current: { ...member.current, rememberMe: kept.rememberMe } } : member
    begin(kept.pin)
  }

  function enter(): () => void {
    const stopWaking = onPageActivity((fromCache) => {
      // Back from plex.tv's page by the browser's own button: as before, with the pin kept should they go forward again.
      if (fromCache && hasLeft) leavePinKept()
      else attempt?.pollNow()
    })
    const unsubscribe = session.subscribe(() => {
      const { status } = session.getState()
      // Nobody looks, and somebody is in by another way.
      if (members.size === 0 && status === 'signed-in') return shut()
      if (!facts.user || status !== 'signed-out') return
      set(idle())
      if (method === 'link') begin()
    })
    return () => {
      cancelHolding()
      stopWaking()
      unsubscribe()
      // The window of a sign-in that is done may come back late, to be closed.
      const lateNonce = facts.user ? nonce : ''
      if (hasLeft) leavePinKept()
      else cancel()
      nonce = lateNonce
    }
  }
  function shut() {
    leave?.()
    leave = undefined
  }

  return {
    getFacts: () => facts,
    join(listener, member) {
      const pin = facts.attempt?.status === 'waiting' ? facts.attempt.pin : undefined
      const isFirst = members.size === 0
      members.set(listener, member)
      if (isFirst && pin && pin.id === keptId && !hasLeft) keep(pin, 'here')
      cancelHolding()
      leave ??= enter()
      if (held) void finish(held)
      resume(false)
      if (method === 'link' && !attempt && !facts.user) {
        starter = member
        begin()
      }
      return () => {
        members.delete(listener)
        // At once: whatever is shown next, or in another session, must not go on with it.
        if (members.size === 0 && keptId !== undefined && !hasLeft) dropKeptPin(client, method)
        // One task later: React takes a component out and puts it in again in the same one, in StrictMode say.
        client.clock.after(0, () => {
          if (members.size > 0) return
          const isHeld = facts.attempt?.status === 'approved' && !isStarting
          if (isHeld) cancelHolding = client.clock.after(HOLD_MS, shut)
          else shut()
        })
      }
    },
    start,
    cancel,
    showWindow() {
      if (attempt) start(starter)
    },
    continueInThisTab(member) {
      starter = member
      go(true)
    },
    resume,
    takeReturn(returned) {
      if (!nonce || returned !== nonce) return false
      authWindow.close()
      if (attempt) seen('lost')
      return true
    },
  }
}
