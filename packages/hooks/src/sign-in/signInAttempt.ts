import {
  type Credentials,
  callApp,
  createDeadline,
  createStore,
  type Deadline,
  PlexError,
  type PlexSession,
  type PlexUser,
  readSignInCooldown,
  signIn,
} from '@foyer/client'
import { toPlexError } from '../toPlexError.ts'
import { reduceSignIn, type SignInEvent, type SignInState, signInStart } from './signInState.ts'

const KEEP_PASSWORD_MS = 5 * 60_000

interface Typed {
  readonly login: string
  readonly rememberMe: boolean | undefined
}

/** A sign-in without React. What was typed waits in it between the steps, and is in no state. */
export interface SignInAttempt {
  getState(): SignInState
  subscribe(listener: () => void): () => void
  /** The login that was typed last, and whether to stay signed in: neither is secret, nor should be typed twice. */
  getTyped(): Typed
  submitCredentials(credentials: Omit<Credentials, 'verificationCode'>): Promise<void>
  submitCode(code: string): Promise<void>
  back(): void
  /** Follows the session; the returned function lets go of it, of the request under way and of the password. */
  open(): () => void
}

/** Those whom the attempt tells how it ended. */
export interface SignInListeners {
  signedIn(user: PlexUser): void
  failed(error: PlexError): void
}

export function createSignInAttempt(session: PlexSession, { signedIn, failed }: SignInListeners): SignInAttempt {
  const { client } = session
  const store = createStore<SignInState>(signInStart)
  let typed: Typed = { login: '', rememberMe: undefined }
  let password = ''
  let running: AbortController | undefined
  let cancelCooldown: (() => void) | undefined
  let cancelKeeping: (() => void) | undefined

  function send(event: SignInEvent) {
    const state = reduceSignIn(store.get(), event)
    if (state.status !== 'pending' && state.step !== 'verification') password = ''
    store.set(state)
  }
  function stopTimers() {
    cancelCooldown?.()
    cancelKeeping?.()
  }
  function stop() {
    const stopped = running
    running = undefined
    stopped?.abort()
    stopTimers()
    if (store.get().step !== 'done') send({ type: 'reset' })
  }
  function showRefusal(error: PlexError, cooldown: Deadline | null) {
    send({ type: 'refused', error, login: typed.login, cooldown })
    if (cooldown) cancelCooldown = client.clock.after(cooldown.leftMs(), () => send({ type: 'cooled' }))
  }
  function refuse(error: PlexError) {
    const { retryAfterMs } = error
    showRefusal(error, retryAfterMs === undefined ? null : createDeadline(client.clock, retryAfterMs))
    const { step, status } = store.get()
    // Being asked for the code is a step, and no failure.
    if (step === 'denied' || status === 'error') callApp(failed, error)
    if (store.get().step === 'verification') cancelKeeping = client.clock.after(KEEP_PASSWORD_MS, forget)
  }
  function forget() {
    const why = 'Could not go on signing in: the password is kept for five minutes only. Ask for it again.'
    send({ type: 'forgotten', error: new PlexError('verification-required', why) })
  }

  async function submit(verificationCode?: string) {
    const controller = new AbortController()
    running = controller
    stopTimers()
    const credentials = { ...typed, password, verificationCode }
    const { rememberMe } = typed
    send({ type: 'submitted' })
    const bringGrant = ({ signal }: { signal: AbortSignal }) => signIn(client, credentials, { signal })
    let user: PlexUser
    try {
      user = await session.start(bringGrant, { rememberMe, signal: controller.signal })
    } catch (error) {
      // The request was stopped by the person or by an unmount, which said all there is to say.
      if (running !== controller) return
      running = undefined
      if ((error as Error)?.name === 'AbortError') send({ type: 'reset' })
      else refuse(toPlexError(error))
      return
    }
    // The app is told even if the new state has unmounted the form by now: the person has signed in.
    running = undefined
    send({ type: 'signed-in', user })
    callApp(signedIn, user)
  }
  function isReady() {
    const state = store.get()
    return state.status !== 'pending' && !(state.status === 'error' && state.cooldown)
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    getTyped: () => typed,
    async submitCredentials({ login, password: typedPassword, rememberMe }) {
      if (store.get().step !== 'credentials' || !isReady()) return
      typed = { login, rememberMe }
      password = typedPassword
      await submit()
    },
    async submitCode(code) {
      if (store.get().step === 'verification' && isReady()) await submit(code)
    },
    back() {
      const state = store.get()
      if (state.step === 'denied') {
        typed = { ...typed, login: '' }
        return send({ type: 'reset' })
      }
      if (state.step !== 'verification') return
      const refusal = state.status === 'error' && state.cooldown ? state : null
      stop()
      // plex.tv asked to wait, and means it for both steps.
      if (refusal) showRefusal(refusal.error, refusal.cooldown)
    },
    open() {
      const follow = () => {
        if (store.get().step === 'done' && session.getState().status === 'signed-out') send({ type: 'reset' })
      }
      const unsubscribe = session.subscribe(follow)
      // The session may have ended while nobody followed it: React can hide a component, and show it again.
      follow()
      // plex.tv's wait holds for whichever form was submitted, and after the page was loaded anew.
      const cooldown = store.get() === signInStart ? readSignInCooldown(client) : null
      if (cooldown) showRefusal(cooldown.error, cooldown.deadline)
      return () => {
        unsubscribe()
        stop()
      }
    },
  }
}
