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
import { markFresh } from '../queries.ts'
import { supersedeSignIn, toPlexError } from '../supersede.ts'
import { reduceSignIn, type SignInEvent, type SignInState, signInStart } from './signInState.ts'

const KEEP_PASSWORD_MS = 5 * 60_000

/** A sign-in without React. What was typed waits in it between the steps, and is in no state. */
export interface SignInAttempt {
  getState(): SignInState
  subscribe(listener: () => void): () => void
  /** The login that was typed last, and whether to stay signed in: neither is secret, nor should be typed twice. */
  readonly typed: { readonly login: string; readonly rememberMe: boolean | undefined }
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
  const observable = createStore<SignInState>(signInStart)
  let typed: SignInAttempt['typed'] = { login: '', rememberMe: undefined }
  let password = ''
  let running: AbortController | undefined
  let cancelCooldown: (() => void) | undefined
  let cancelKeeping: (() => void) | undefined

  function send(event: SignInEvent) {
    const state = reduceSignIn(observable.get(), event)
    if (state.status !== 'pending' && state.step !== 'verification') password = ''
    observable.set(state)
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
    if (observable.get().step !== 'done') send({ type: 'reset' })
  }
  function say(error: PlexError, cooldown: Deadline | null) {
    send({ type: 'refused', error, login: typed.login, cooldown })
    if (cooldown) cancelCooldown = client.clock.after(cooldown.leftMs(), () => send({ type: 'cooled' }))
  }
  function refuse(error: PlexError) {
    const { retryAfterMs } = error
    say(error, retryAfterMs === undefined ? null : createDeadline(client.clock, retryAfterMs))
    const { step, status } = observable.get()
    // Being asked for the code is a step, and no failure.
    if (step === 'denied' || status === 'error') callApp(failed, error)
    if (observable.get().step === 'verification') cancelKeeping = client.clock.after(KEEP_PASSWORD_MS, forget)
  }
  function forget() {
    const why = 'Could not go on signing in: the password is kept for five minutes only. Ask for it again.'
    send({ type: 'forgotten', error: new PlexError('verification-required', why) })
  }

  async function submit(verificationCode?: string) {
    const controller = supersedeSignIn(session)
    const { signal } = controller
    running = controller
    stopTimers()
    const credentials = { ...typed, password, verificationCode }
    send({ type: 'submitted' })
    let user: PlexUser
    try {
      const grant = await signIn(client, credentials, { signal })
      markFresh(session, grant.user)
      await session.start(grant, { rememberMe: typed.rememberMe, signal })
      user = grant.user
    } catch (error) {
      // The request was stopped by the person or by an unmount, which said all there is to say.
      if (running !== controller) return
      running = undefined
      if (signal.aborted || (error as Error)?.name === 'AbortError') send({ type: 'reset' })
      else refuse(toPlexError(error))
      return
    }
    // The app is told even if the new state has unmounted the form by now: the person has signed in.
    running = undefined
    send({ type: 'signed-in', user })
    callApp(signedIn, user)
  }
  function isReady() {
    const state = observable.get()
    return state.status !== 'pending' && !(state.status === 'error' && state.cooldown)
  }

  return {
    getState: observable.get,
    subscribe: observable.subscribe,
    get typed() {
      return typed
    },
    async submitCredentials({ login, password: typedPassword, rememberMe }) {
      if (observable.get().step !== 'credentials' || !isReady()) return
      typed = { login, rememberMe }
      password = typedPassword
      await submit()
    },
    async submitCode(code) {
      if (observable.get().step === 'verification' && isReady()) await submit(code)
    },
    back() {
      const state = observable.get()
      if (state.step === 'denied') {
        typed = { ...typed, login: '' }
        return send({ type: 'reset' })
      }
      if (state.step !== 'verification') return
      const refusal = state.status === 'error' && state.cooldown ? state : null
      stop()
      // plex.tv asked to wait, and means it for both steps.
      if (refusal) say(refusal.error, refusal.cooldown)
    },
    open() {
      const follow = () => {
        if (observable.get().step === 'done' && session.getState().status === 'signed-out') send({ type: 'reset' })
      }
      const unsubscribe = session.subscribe(follow)
      // The session may have ended while nobody followed it: React can hide a component, and show it again.
      follow()
      // plex.tv's wait holds for whichever form was submitted, and after the page was loaded anew.
      const cooldown = observable.get() === signInStart ? readSignInCooldown(client) : null
      if (cooldown) say(cooldown.error, cooldown.deadline)
      return () => {
        unsubscribe()
        stop()
      }
    },
  }
}
