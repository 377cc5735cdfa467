import { createDeadline, PlexError, type PlexErrorCode, systemClock } from '@foyer/client'
import type { Attempt, SignInField, SignInState, UsePlexSignInResult } from '@foyer/hooks'
import type { FormEvent } from 'react'

type At<S extends UsePlexSignInResult['step']> = Extract<UsePlexSignInResult, { step: S }>

/** Gives what the hook would at the first step, for stories of views. */
export const credentialsAt = (attempt: Attempt) => signInAt({ step: 'credentials', ...attempt }) as At<'credentials'>

/** Gives the same at the second step. */
export const verificationAt = (attempt: Attempt) =>
  signInAt({ step: 'verification', login: 'ada@example.com', ...attempt }) as At<'verification'>

function signInAt(state: Exclude<SignInState, { step: 'done' | 'denied' }>): unknown {
  const field = state.status === 'error' ? state.field : null
  const cooling = state.status === 'error' && state.cooldown !== null
  const input = (name: SignInField | 'username' | 'rememberMe') => ({
    id: `story-${name}`,
    name,
    ...(name === field && { 'aria-invalid': true, 'aria-describedby': 'story-error' }),
  })
  return {
    ...state,
    props: {
      form: { onSubmit: (event: FormEvent) => event.preventDefault() },
      submit: { type: 'submit', 'aria-disabled': state.status === 'pending' || cooling },
      error: { id: 'story-error', role: 'alert', tabIndex: -1 },
      login: { ...input('login'), defaultValue: 'ada@example.com' },
      password: input('password'),
      rememberMe: { ...input('rememberMe'), type: 'checkbox', defaultChecked: true },
      username: { ...input('username'), hidden: true, readOnly: true, defaultValue: 'ada@example.com' },
      verificationCode: input('verificationCode'),
    },
    submitCredentials: async () => {},
    submitCode: async () => {},
    back: () => {},
  }
}

/** Gives an attempt that was refused. */
export function refusedWith(code: PlexErrorCode, field: SignInField | null = null, cooldownMs?: number) {
  const cooldown = cooldownMs === undefined ? null : createDeadline(systemClock, cooldownMs)
  return { status: 'error', error: new PlexError(code, 'Could not tell a story.'), field, cooldown } as const
}

/** What an app says for a no of its own. */
export const notInvited = new PlexError('access-denied', 'Could not tell a story.', {
  denial: { code: 'not-invited', message: 'You are not on the guest list yet. Ask Mara to put you on it.' },
})

/** Gives the end of a sign-in that the app said no to. */
export const deniedWith = (error: PlexError): At<'denied'> => ({
  step: 'denied',
  status: 'idle',
  error,
  submitCredentials: async () => {},
  submitCode: async () => {},
  back: () => {},
})
