import {
  createStore,
  onPageActivity,
  type PlexSession,
  type PlexUser,
  pinCallback,
  readEnvironment,
  type StrongPin,
} from '@foyer/client'
import { toPlexError } from '../toPlexError.ts'
import { isSignedIn } from '../user/userState.ts'
import { isMethodAvailable } from './isMethodAvailable.ts'
import { createPinMembers, type PinMember } from './pinMembers.ts'
import { createPinNavigator } from './pinNavigator.ts'
import { createPinSignIn, isAwaited, type PinSignIn } from './pinSignIn.ts'
import { isSigningIn, isUnderWay, nothingYet, type PinFacts, type PinStates, readStrongPin } from './pinState.ts'

/** How long an approval whose form was closed before it could be used is held, for the form to be opened again. */
const HOLD_MS = 5 * 60_000

/** A pin's way into a session, without React: one for each method and session, whoever looks at it. */
export interface PinFlow {
  getFacts(): PinFacts
  /**
   * Counts a component in, and tells it of each change; the returned function counts it out, and the last one out stops
   * it.
   */
  subscribe(listener: () => void, member: PinMember): () => void
  /**
   * Starts a sign-in. A second click goes on with it: it brings the window to the front, or opens one on the same pin.
   */
  start(member: PinMember): void
  cancel(): void
  showWindow(): void
  continueInThisTab(member: PinMember): void
  /** Goes on with the pin that this tab keeps, if somebody looks. */
  resume(): void
  /** The window has come back under a state: closes it and asks at once, if it is this flow's. */
  takeWindowBack(state: string): boolean
}

export function createPinFlow(session: PlexSession, method: keyof PinStates): PinFlow {
  const { client } = session
  const members = createPinMembers()
  const facts = createStore<PinFacts>(idle())
  let current: PinSignIn | null = null
  let deactivate: (() => void) | undefined
  let cancelHolding = () => {}

  const navigator = createPinNavigator(client, (window) => {
    set({ window })
    if (window === 'lost') current?.attempt.pollNow()
  })

  function idle(): PinFacts {
    return { ...nothingYet, unavailable: !isMethodAvailable(method) }
  }
  function set(change: Partial<PinFacts>) {
    facts.set({ ...facts.get(), ...change })
  }
  function fail(error: unknown) {
    const why = toPlexError(error)
    cancel()
    set({ error: why })
    members.tellError(why)
  }

  /** Replaces the sign-in of now by a new one; with `pending`, by one that goes on with a pin which was made before. */
  function begin(starter: PinMember, pending?: pinCallback.PendingPin): PinSignIn {
    stop()
    // A window of plex.tv's in front of the page may be all that anybody looks at.
    const isBehind = () => navigator.isWindowOpen() && !document.hasFocus()
    const environment = () => {
      const { hidden, offline } = readEnvironment()
      return { hidden: hidden || isBehind(), offline }
    }
    const signIn = createPinSignIn({ session, method, starter, pending, environment, isSeen: () => !members.isEmpty() })
    current = signIn
    // A code on a screen only waits; it takes the place of other sign-ins once somebody has approved it.
    if (method !== 'link') void startSession(signIn)
    else {
      const { grant } = signIn.attempt
      grant.then(() => members.untilSeen(signIn.signal)).then(() => startSession(signIn), ignoreStop)
    }
    signIn.attempt.subscribe(() => follow(signIn))
    follow(signIn)
    return signIn
  }

  function follow(signIn: PinSignIn) {
    const attempt = signIn.attempt.getState()
    set({ attempt, user: null, error: null })
    if (current !== signIn) return
    if (attempt.status === 'expired' || attempt.status === 'error') signIn.discard()
    if (attempt.status === 'error') {
      navigator.closeWindow()
      // What is tried again by itself fails for the same reason each time.
      if (signIn.toldError !== attempt.error.code) members.tellError(attempt.error)
      signIn.toldError = attempt.error.code
    }
    if (attempt.status !== 'waiting') return
    signIn.toldError = null
    const { pin } = attempt
    if (pin.kind === 'strong') sendToPlex(signIn, pin)
    else if (pin.id !== signIn.savedPinId) signIn.save(pin, 'here')
  }

  /** Ends the sign-in of now, if there is one; `keepsPin`: the tab comes back to it. */
  function stop(keepsPin = false) {
    const signIn = current
    current = null
    if (!keepsPin) signIn?.discard()
    signIn?.stop()
  }
  function reset(keepsPin = false) {
    stop(keepsPin)
    navigator.closeWindow()
    // The window of a sign-in that is done may come back late, to be closed.
    if (!facts.get().user) navigator.expectWindow('')
    set(idle())
  }
  const cancel = () => reset()

  /** Sends the person to plex.tv with the pin that there is, if it still waits: one pin, however often they click. */
  function goTo(to: 'window' | 'tab', member: PinMember) {
    // plex.tv has said yes: a click too many must not send the person back to the first step.
    if (isSigningIn(facts.get())) return
    if (to === 'tab' ? !pinCallback.canNavigate() : !pinCallback.canReturn()) return set({ unavailable: true })
    const ongoing = isUnderWay(facts.get()) ? current : null
    const pin = readStrongPin(facts.get())
    const { returnUrl, waitingText } = member.current
    try {
      const { state, url } = pinCallback.createUrl(returnUrl, ongoing?.state || undefined)
      if (to === 'window') navigator.openWindow(waitingText, pin?.authUrl)
      const signIn = ongoing ?? begin(member)
      Object.assign(signIn, { starter: member, state, destination: { to, url } })
      if (pin) sendToPlex(signIn, pin)
    } catch (error) {
      fail(error)
    }
  }
  function sendToPlex(signIn: PinSignIn, pin: StrongPin) {
    try {
      if (navigator.send(signIn, pin)) return
    } catch (error) {
      return fail(error)
    }
    if (method === 'popup') return set({ window: 'stuck' })
    cancel()
    set({ unavailable: true })
  }

  /** Begins a session with what the person approves, as soon as somebody looks. */
  async function startSession(signIn: PinSignIn) {
    let tellSignedIn = (_user: PlexUser) => {}
    const bringGrant = async ({ signal }: { signal: AbortSignal }) => {
      let isSuperseded = false
      signal.addEventListener('abort', () => {
        isSuperseded = !signIn.signal.aborted
      })
      const grant = await signIn.attempt.grant
      // Behind a closed form nobody is signed in.
      await members.untilSeen(signal)
      // The one that took its place may be of the same person, whose token on this device is the same: it must live on.
      if (isSuperseded) throw Object.assign(new Error('Superseded.'), { name: 'AbortError' })
      // What was held in vain is the session's to end.
      if (signal.aborted) return grant
      navigator.closeWindow()
      tellSignedIn = members.collectListeners()
      signIn.isStartingSession = true
      return grant
    }
    let user: PlexUser
    try {
      user = await session.start(bringGrant, {
        signal: signIn.signal,
        get rememberMe() {
          return signIn.starter.current.rememberMe
        },
      })
    } catch (error) {
      signIn.isStartingSession = false
      // This sign-in was called off, or another one begun: how it ended concerns nobody any more.
      if (current !== signIn) return
      if ((error as Error)?.name !== 'AbortError') return fail(error)
      // Somebody else is on the way in.
      cancel()
      if (method === 'link' && !members.isEmpty()) begin(signIn.starter)
      return
    }
    stop()
    set({ ...idle(), user })
    tellSignedIn(user)
  }

  function start(member: PinMember) {
    if (method === 'link') return void begin(member)
    if (current && navigator.isWindowOpen() && isUnderWay(facts.get())) {
      current.starter = member
      return navigator.openWindow()
    }
    goTo('window', member)
  }

  function resume() {
    const member = members.first()
    if (!member || current || facts.get().user || isSignedIn(session.getState())) return
    const pending = pinCallback.load(client, method)
    if (!pending) return pinCallback.discard(client, method)
    const { pin, place, state, rememberMe } = pending
    if (place === 'away' || place === 'window') return
    if (isAwaited(client, pin.id)) return
    // Nobody comes back to a pin that ended while its page was being loaded anew; who returns is told that it did.
    if (place === 'here' && pin.expires.leftMs() === 0) return pinCallback.discard(client, method)
    navigator.expectWindow(state)
    // Whether to stay signed in was chosen on the page that left; on one that was loaded anew its box is there again.
    const starter = place === 'returned' ? { current: { ...member.current, rememberMe } } : member
    const signIn = begin(starter, pending)
    if (place === 'returned' && signIn.savedPinId === pin.id) signIn.save(pin, 'here')
  }

  /** Follows the page and the session, until it is deactivated. */
  function activate(): () => void {
    const stopWatching = onPageActivity((fromCache) => {
      // The person is back from plex.tv's page by the browser's own button: the page is as before, and the pin is kept
      // should they go forward again.
      if (fromCache && current?.hasNavigated) reset(true)
      else current?.attempt.pollNow()
    })
    const unsubscribe = session.subscribe(() => {
      const state = session.getState()
      const member = members.first()
      // While nobody looks, somebody has come in by another way.
      if (!member && isSignedIn(state)) return deactivate?.()
      if (!facts.get().user || state.status !== 'signed-out') return
      set(idle())
      if (method === 'link' && member) begin(member)
    })
    return () => {
      deactivate = undefined
      cancelHolding()
      stopWatching()
      unsubscribe()
      reset(current?.hasNavigated)
    }
  }

  return {
    getFacts: facts.get,
    subscribe(listener, member) {
      const isFirst = members.isEmpty()
      const countOut = members.add(member)
      const unsubscribe = facts.subscribe(listener)
      cancelHolding()
      deactivate ??= activate()
      const signIn = current
      const attempt = signIn?.attempt.getState()
      if (isFirst && attempt?.status === 'waiting' && signIn?.savedPinId === attempt.pin.id && !signIn.hasNavigated) {
        signIn.save(attempt.pin, 'here')
      }
      resume()
      if (method === 'link' && !current && !facts.get().user) begin(member)
      return () => {
        countOut()
        unsubscribe()
        // The saved pin goes at once: what is shown next, or another session, must not go on with it.
        if (members.isEmpty() && current && !current.hasNavigated && current.savedPinId !== undefined) {
          pinCallback.discard(client, method)
        }
        // The rest waits for the next task: in StrictMode React takes a component out and puts it in again in one task.
        client.clock.after(0, () => {
          if (!members.isEmpty()) return
          const isHeld = facts.get().attempt?.status === 'approved' && !current?.isStartingSession
          if (isHeld) cancelHolding = client.clock.after(HOLD_MS, () => deactivate?.())
          else deactivate?.()
        })
      }
    },
    start,
    cancel,
    showWindow() {
      if (current) start(current.starter)
    },
    continueInThisTab: (member) => goTo('tab', member),
    resume,
    takeWindowBack(state) {
      if (!navigator.isExpected(state)) return false
      navigator.closeWindow()
      if (current) {
        set({ window: 'lost' })
        current.attempt.pollNow()
      }
      return true
    },
  }
}

/** A grant that never comes, because its attempt was stopped by code that has said all there is to say. */
function ignoreStop() {}
