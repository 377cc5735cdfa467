import {
  authUrlReturningTo,
  callApp,
  createPinAttempt,
  keepPin,
  keepsPin,
  openReturnChannel,
  type PinAttempt,
  PlexError,
  type PlexGrant,
  type PlexSession,
  type PlexUser,
  type StrongPin,
  takePin,
} from '@foyer/client'
import { markFresh } from '../queries.ts'
import { takeOver, whyOf } from '../underWay.ts'
import { createAuthWindow, forgetNonce, leaveFor, returnedNonce, returnTo } from './authWindow.ts'
import { type AuthWindowStatus, nothingYet, type PinFacts, type PinStates } from './pinState.ts'
import { onWake, surroundings } from './wake.ts'

const LINK_RENEWALS = 32

/** What one component wants of a flow that it may share. */
export interface PinFlowOptions {
  rememberMe?: boolean
  returnUrl?: string
  waitingText?: string
  onSignedIn?: (user: PlexUser) => void
}

/** A pin's way into a session, without React: one for each flow and session, whoever looks at it. */
export interface PinFlow {
  getFacts(): PinFacts
  /** Counts a component in, and tells it of each change; the returned function counts it out, and the last one out stops it. */
  join(listener: () => void, member: PinMember): () => void
  start(member: PinMember): void
  cancel(): void
  showWindow(): void
  continueInThisTab(member: PinMember): void
}

/** A component, and what it wants at this moment. */
type PinMember = { readonly current: PinFlowOptions }

export function createPinFlow(session: PlexSession, flow: keyof PinStates): PinFlow {
  const { client } = session
  const members = new Map<() => void, PinMember>()
  let facts = nothingYet
  /** Whoever started it. */
  let starter: PinMember = { current: {} }
  let attempt: PinAttempt<'link' | 'strong'> | null = null
  let controller: AbortController | undefined
  /** Back from plex.tv, for what goes there as soon as there is a pin: the window or, when `leaving`, the tab itself. */
  let way: ReturnType<typeof returnTo> | undefined
  let leaving = false
  let sentNonce: string | undefined
  let leave: (() => void) | undefined

  const authWindow = createAuthWindow(client.clock, seen)
  function seen(window: AuthWindowStatus) {
    set({ window })
    if (window === 'lost') attempt?.wake()
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
  function stop() {
    const stopped = attempt
    const taken = controller
    attempt = null
    controller = undefined
    stopped?.stop()
    taken?.abort()
  }
  function cancel() {
    stop()
    authWindow.close()
    way = sentNonce = undefined
    set(nothingYet)
  }
  function failed(error: unknown) {
    cancel()
    set({ error: whyOf(error) })
  }

  function begin(pin?: StrongPin) {
    stop()
    // A link screen only waits; it takes over when somebody has typed its code.
    if (flow !== 'link') {
      controller = takeOver(session)
      controller.signal.addEventListener('abort', () => attempt && cancel())
    }
    const begun = createPinAttempt<'link' | 'strong'>(client, flow === 'link' ? 'link' : 'strong', {
      pin,
      renewals: flow === 'link' ? LINK_RENEWALS : 0,
      surroundings: () => surroundings(authWindow.isOpen()),
    })
    attempt = begun
    const follow = () => {
      const state = begun.getState()
      set({ attempt: state, user: null, error: null })
      if (state.status === 'error') authWindow.close()
      goOn()
    }
    begun.subscribe(follow)
    begun.grant.then(
      (grant) => (begun === attempt ? finish(grant) : undefined),
      () => {},
    )
    follow()
  }
  function goOn() {
    const pin = waitingPin()
    if (!way || !pin) return
    const { nonce, url } = way
    way = undefined
    sentNonce = nonce
    try {
      const authUrl = authUrlReturningTo(pin, url)
      if (!leaving) return authWindow.go(authUrl)
      const rememberMe = starter.current.rememberMe ?? session.remember
      // Without it the tab would come back knowing nothing, and say so to nobody.
      if (!keepPin(client, nonce, pin, { flow, rememberMe }))
        throw new PlexError('storage', 'Could not use sessionStorage: blocked or full.')
      leaveFor(authUrl)
    } catch (error) {
      failed(error)
    }
  }
  async function finish(grant: PlexGrant) {
    authWindow.close()
    // Asked now: the new state may unmount those who want to know.
    const told = [...members.values()].map(({ current }) => current.onSignedIn)
    controller ??= takeOver(session)
    const begun = controller
    const { signal } = begun
    try {
      markFresh(session, grant.user)
      await session.start(grant, { rememberMe: starter.current.rememberMe, signal })
    } catch (error) {
      // Called off, or begun anew: what is said of this one concerns nobody any more.
      if (controller !== begun) return
      if (!signal.aborted && (error as Error)?.name !== 'AbortError') return failed(error)
      // Somebody else is on the way in.
      cancel()
      if (flow === 'link') begin()
      return
    }
    attempt = null
    controller = undefined
    set({ ...nothingYet, user: grant.user })
    for (const tell of told) callApp(tell, grant.user)
  }
  /** With the pin that there is, if it still waits: one pin, however often the person clicks. */
  function go(inThisTab: boolean) {
    // plex.tv has said yes: a click too many must not send the person back to the first step.
    if (facts.attempt?.status === 'approved') return
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
    if (flow === 'link') return begin()
    authWindow.focus()
    if (!authWindow.isOpen() || !isUnderWay()) go(false)
  }

  function enter(): () => void {
    const stopWaking = onWake(() => attempt?.wake())
    const channel = openReturnChannel((said) => {
      if (!sentNonce || said !== sentNonce) return
      // It is back on a page of ours, which closes it too.
      authWindow.close()
      seen('lost')
    })
    const unsubscribe = session.subscribe(() => {
      if (!facts.user || session.getState().status !== 'signed-out') return
      set(nothingYet)
      if (flow === 'link') begin()
    })
    return () => {
      stopWaking()
      channel.close()
      unsubscribe()
      cancel()
    }
  }

  return {
    getFacts: () => facts,
    join(listener, member) {
      members.set(listener, member)
      leave ??= enter()
      if (!attempt && !facts.user) {
        const nonce = returnedNonce()
        // A window's return is the provider's to tell.
        const isTab = nonce && keepsPin(nonce)
        const kept = isTab ? takePin(client, nonce, flow) : null
        if (isTab && !keepsPin(nonce)) forgetNonce()
        if (kept || flow === 'link') {
          // Whether to stay signed in was chosen on the page that left.
          starter = kept ? { current: { ...member.current, ...kept } } : member
          begin(kept?.pin)
        }
      }
      return () => {
        members.delete(listener)
        // One task later: React takes a component out and puts it in again in the same one, in StrictMode say.
        client.clock.after(0, () => {
          if (members.size > 0) return
          leave?.()
          leave = undefined
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
  }
}
