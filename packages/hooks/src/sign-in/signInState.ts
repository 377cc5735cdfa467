import type { Deadline, PlexError, PlexErrorCode, PlexUser } from '@foyer/client'

/** The fields of the two steps, by their names in the form. */
export type SignInField = 'login' | 'password' | 'verificationCode'

/** What became of what was submitted last. */
export type Attempt =
  /** Nothing was submitted, or nothing came of it. */
  | { status: 'idle' }
  /** A request is under way; a submit is ignored. */
  | { status: 'pending' }
  /** `field` is the one at fault, null when none is. `cooldown` ends when plex.tv may be asked again. */
  | { status: 'error'; error: PlexError; field: SignInField | null; cooldown: Deadline | null }

/** A sign-in with a password, step by step. No secret is in it. */
export type SignInState =
  /** The account's login and password are asked for. */
  | ({ step: 'credentials' } & Attempt)
  /** The account wants a code. */
  | ({ step: 'verification'; login: string } & Attempt)
  /** Your app said no, in its own code and words; there is nothing to try again. */
  | { step: 'denied'; status: 'idle'; error: PlexError }
  /** The session has begun; the sign-in goes back to its start when it ends. */
  | { step: 'done'; status: 'idle'; user: PlexUser }

/** What happens to a sign-in. */
export type SignInEvent =
  | { type: 'submitted' }
  | { type: 'refused'; error: PlexError; login: string; cooldown: Deadline | null }
  /** The cooldown is over. */
  | { type: 'cooled' }
  | { type: 'signed-in'; user: PlexUser }
  /** The sign-in begins anew, without a word: the person went back, another one took over, or the session ended. */
  | { type: 'reset' }
  /** The password was dropped, because the verification step stood open for too long. */
  | { type: 'forgotten'; error: PlexError }

export const signInStart: SignInState = { step: 'credentials', status: 'idle' }

const idle = { status: 'idle' } as const

const fields: { readonly [C in PlexErrorCode]?: SignInField } = {
  'invalid-credentials': 'password',
  'email-required': 'login',
  'verification-required': 'verificationCode',
  'verification-invalid': 'verificationCode',
}

export function reduceSignIn(state: SignInState, event: SignInEvent): SignInState {
  switch (event.type) {
    case 'submitted':
      return hasForm(state) ? { ...withoutAttempt(state), status: 'pending' } : state
    case 'refused':
      return refused(state, event)
    case 'cooled':
      return state.status === 'error' ? { ...state, cooldown: null } : state
    case 'signed-in':
      return { step: 'done', ...idle, user: event.user }
    case 'reset':
      return signInStart
    case 'forgotten':
      return {
        step: 'credentials',
        status: 'error',
        error: event.error,
        field: 'password',
        cooldown: state.status === 'error' ? state.cooldown : null,
      }
  }
}

function refused(state: SignInState, { error, login, cooldown }: SignInEvent & { type: 'refused' }): SignInState {
  if (!hasForm(state)) return state
  if (error.code === 'access-denied') return { step: 'denied', ...idle, error }
  const field = fields[error.code] ?? null
  if (field === 'verificationCode' && state.step === 'credentials') return { step: 'verification', login, ...idle }
  const attempt = { status: 'error', error, field, cooldown } as const
  // A login or password that is wrong after all can only be mended where it was typed.
  if (field === 'login' || field === 'password') return { step: 'credentials', ...attempt }
  return { ...withoutAttempt(state), ...attempt }
}

/** A state in which something can be typed and submitted. */
type FormState = Exclude<SignInState, { step: 'done' | 'denied' }>
const hasForm = (state: SignInState): state is FormState => state.step !== 'done' && state.step !== 'denied'

function withoutAttempt(state: FormState) {
  return state.step === 'credentials' ? { step: state.step } : { step: state.step, login: state.login }
}
