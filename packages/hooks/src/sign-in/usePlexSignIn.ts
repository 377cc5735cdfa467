'use client'

import type { Credentials, PlexError, PlexUser } from '@foyer/client'
import { type FormEvent, useCallback, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { createSignInAttempt } from './signInAttempt.ts'
import { elementId, type PropsOf, signInProps } from './signInProps.ts'
import { type SignInState, signInStart } from './signInState.ts'

/** What {@link usePlexSignIn} takes. */
export interface UsePlexSignInOptions {
  /**
   * Whether "stay signed in" is ticked at first, and what holds for a form without that box.
   *
   * @default the session's `remember`
   */
  rememberMe?: boolean | undefined
  /** Called once a sign-in, when the session has begun; with the user, never with a token. */
  onSignedIn?: ((user: PlexUser) => void) | undefined
  /** Called once for each sign-in that was refused, failed or denied; not when a code is asked for. */
  onError?: ((error: PlexError) => void) | undefined
}

/** The actions are stable, never reject, and do nothing while a request is under way or plex.tv asked to wait. */
export interface SignInActions {
  /** Takes the first step, for a form that doesn't use `props`. */
  submitCredentials(credentials: Omit<Credentials, 'verificationCode'>): Promise<void>
  /** Takes the second step. */
  submitCode(code: string): Promise<void>
  /**
   * Goes from the second step back to the first, and forgets the password. It leads back from `denied` too: another
   * account may be let in.
   */
  back(): void
}

/** What {@link usePlexSignIn} gives: the state, the props for its step's elements, and the actions. */
export type UsePlexSignInResult = PropsOf<SignInState> & SignInActions

/**
 * Signs in with a Plex login and password, and a verification code if the account wants one. Each call of the hook is a
 * sign-in of its own; of two under way in a session, the one that was submitted last wins.
 *
 * The password waits in memory from the first step to the second, for five minutes at most, and is in no state.
 * After a refusal the focus goes to the field to mend, or to the error.
 *
 * @example
 * ```tsx
 * import { usePlexSignIn } from '@foyer/hooks'
 *
 * export function Login() {
 *   const signIn = usePlexSignIn()
 *   if (signIn.step === 'done' || signIn.step === 'denied') return null
 *   return (
 *     <form {...signIn.props.form} key={signIn.step}>
 *       {signIn.step === 'credentials' ? (
 *         <>
 *           <input aria-label="Login" {...signIn.props.login} />
 *           <input aria-label="Password" {...signIn.props.password} />
 *         </>
 *       ) : (
 *         <input aria-label="Verification code" {...signIn.props.verificationCode} />
 *       )}
 *       <p {...signIn.props.error}>{signIn.status === 'error' && <b>{signIn.error.code}</b>}</p>
 *       <button {...signIn.props.submit}>Continue</button>
 *     </form>
 *   )
 * }
 * ```
 *
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexSignIn({ rememberMe, onSignedIn, onError }: UsePlexSignInOptions = {}): UsePlexSignInResult {
  const { session } = usePlexContext()
  const id = useId()
  const startsRemembered = rememberMe ?? session.remember
  const latest = useRef({ onSignedIn, onError, startsRemembered })
  useEffect(() => {
    latest.current = { onSignedIn, onError, startsRemembered }
  })
  const attempt = useMemo(() => {
    const signedIn = (user: PlexUser) => latest.current.onSignedIn?.(user)
    const failed = (error: PlexError) => latest.current.onError?.(error)
    return createSignInAttempt(session, { signedIn, failed })
  }, [session])
  useEffect(() => attempt.open(), [attempt])
  const state = useSyncExternalStore(attempt.subscribe, attempt.getState, () => signInStart)

  const submitted = useRef<Submitted>(null)
  const shown = useRef(state)
  useEffect(() => {
    const before = shown.current
    shown.current = state
    if (state !== before && submitted.current) helpOn(submitted.current, id, before, state)
  }, [state, id])

  const submitCredentials = useCallback(
    (credentials: Omit<Credentials, 'verificationCode'>) => {
      const rememberMe = credentials.rememberMe ?? latest.current.startsRemembered
      return attempt.submitCredentials({ ...credentials, rememberMe })
    },
    [attempt],
  )
  const onSubmit = useCallback(
    (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      const form = event.currentTarget
      submitted.current = { form, root: form.getRootNode() as Document | ShadowRoot }
      // The fields are read here and now: a password manager may have filled them without an event. They are not read
      // by FormData, as test runners put Node's over jsdom's, which takes no form; and not by `namedItem`, which finds
      // ids too.
      const named = (name: string) => [...(form.elements as Fields)].filter((field) => field.name === name)
      const text = (name: string) => named(name)[0]?.value ?? ''
      if (attempt.getState().step === 'verification') return void attempt.submitCode(text('verificationCode'))
      // Beside a box there may be a hidden field of its name, which is what is sent for one that is not ticked.
      const box = named('rememberMe').find(({ type }) => type !== 'hidden')
      void submitCredentials({ login: text('login'), password: text('password'), rememberMe: box?.checked })
    },
    [attempt, submitCredentials],
  )
  const typed = attempt.getTyped()
  return {
    ...signInProps(state, { id, login: typed.login, rememberMe: typed.rememberMe ?? startsRemembered, onSubmit }),
    submitCredentials,
    submitCode: attempt.submitCode,
    back: attempt.back,
  }
}

type Fields = HTMLCollectionOf<HTMLInputElement>

/** The form that was submitted last, and where it is, a shadow root perhaps. No focus is moved before there is one. */
interface Submitted {
  readonly form: HTMLFormElement
  readonly root: Document | ShadowRoot
}

/** Puts the focus where the next thing is to be done. */
function helpOn({ form, root }: Submitted, id: string, before: SignInState, state: SignInState) {
  if (state.step === 'done' || state.step === 'denied') return
  const find = (name: Parameters<typeof elementId>[1]) =>
    root.getElementById(elementId(id, name)) as (HTMLElement & Partial<HTMLInputElement>) | null
  const failed = state.status === 'error' && !(before.status === 'error' && before.error === state.error)
  const stepped = state.step !== before.step
  const secret = find(state.step === 'verification' ? 'verificationCode' : 'password')
  // Where one form has both steps, React may reuse its inputs: the password would stand there in clear, as the code.
  if (stepped && secret) secret.value = ''
  if (!failed && !stepped) return

  // The answer to a submit may take the focus from elsewhere on the page; what comes by itself may not.
  const answered = before.status === 'pending' && (failed || state.step === 'verification')
  const active = root.activeElement ?? document.activeElement
  const elsewhere = active && active !== document.body && !form.contains(active)
  if (elsewhere && !answered) return
  const target = find(failed ? (state.field ?? 'error') : state.step === 'verification' ? 'verificationCode' : 'login')
  target?.focus()
  // What was wrong is selected: typing replaces it, and until then it is not lost.
  target?.select?.()
}
