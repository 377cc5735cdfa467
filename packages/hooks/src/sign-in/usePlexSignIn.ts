'use client'

import type { Credentials, PlexUser } from '@foyer/client'
import { type FormEvent, useCallback, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react'
import { usePlexContext } from '../PlexProvider.tsx'
import { userQuery } from '../queries.ts'
import { createSignInAttempt } from './signInAttempt.ts'
import { elementId, type PropsOf, signInProps } from './signInProps.ts'
import { type SignInState, signInStart } from './signInState.ts'

/** What {@link usePlexSignIn} takes. */
export interface UsePlexSignInOptions {
  /** Whether "stay signed in" is ticked at first, and what holds for a form without that box. Default: the session's. */
  rememberMe?: boolean
  /** Called once a sign-in, when the session has begun; with the user, never with a token. */
  onSignedIn?: (user: PlexUser) => void
}

/** Stable, never reject, and do nothing while a request is under way or plex.tv asked to wait. */
export interface SignInActions {
  /** The first step, for a form that doesn't use `props`. */
  submitCredentials(credentials: Omit<Credentials, 'verificationCode'>): Promise<void>
  /** The second step. */
  submitCode(code: string): Promise<void>
  /** From the second step back to the first; forgets the password. */
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
 * @throws `PlexError` `misuse` without a provider.
 */
export function usePlexSignIn({ rememberMe, onSignedIn }: UsePlexSignInOptions = {}): UsePlexSignInResult {
  const { session, queryClient } = usePlexContext()
  const id = useId()
  const latest = useRef(onSignedIn)
  useEffect(() => {
    latest.current = onSignedIn
  })
  const attempt = useMemo(
    () =>
      createSignInAttempt(session, (user) => {
        // Fresh from plex.tv: not to be asked for again at once.
        queryClient.setQueryData(userQuery(session, user).queryKey, user)
        latest.current?.(user)
      }),
    [session, queryClient],
  )
  useEffect(() => attempt.open(), [attempt])
  const state = useSyncExternalStore(attempt.subscribe, attempt.getState, () => signInStart)

  // Where the form is, a shadow root perhaps; unknown until somebody submits, and nobody's focus is moved before.
  const root = useRef<Document | ShadowRoot>(null)
  const shown = useRef(state)
  useEffect(() => {
    const before = shown.current
    shown.current = state
    if (state !== before) focusWhatHelps(root.current, id, before, state)
  }, [state, id])

  const startsRemembered = rememberMe ?? session.remember
  const onSubmit = useCallback(
    (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      const form = event.currentTarget
      root.current = form.getRootNode() as Document | ShadowRoot
      // Read here and now: a password manager may have filled the fields without an event.
      const typed = new FormData(form)
      const text = (name: string) => String(typed.get(name) ?? '')
      if (attempt.getState().step === 'verification') return void attempt.submitCode(text('verificationCode'))
      const box = form.elements.namedItem('rememberMe') as HTMLInputElement | null
      void attempt.submitCredentials({
        login: text('login'),
        password: text('password'),
        rememberMe: box ? box.checked : startsRemembered,
      })
    },
    [attempt, startsRemembered],
  )
  return {
    ...signInProps(state, {
      id,
      login: attempt.typed.login,
      rememberMe: attempt.typed.rememberMe ?? startsRemembered,
      onSubmit,
    }),
    submitCredentials: attempt.submitCredentials,
    submitCode: attempt.submitCode,
    back: attempt.back,
  }
}

function focusWhatHelps(root: Document | ShadowRoot | null, id: string, before: SignInState, state: SignInState) {
  if (!root || state.step === 'done') return
  const focus = (name: Parameters<typeof elementId>[1]) => {
    const element = root.getElementById(elementId(id, name))
    element?.focus()
    // Selected, so that what was wrong is replaced by typing, and yet not lost.
    if (element instanceof HTMLInputElement) element.select()
  }
  if (state.status === 'error') {
    if (before.status !== 'error' || before.error !== state.error) focus(state.field ?? 'error')
  } else if (state.step !== before.step) {
    focus(state.step === 'verification' ? 'verificationCode' : 'login')
  }
}
