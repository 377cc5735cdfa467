import { createDeadline, PlexError, type PlexErrorCode, type PlexUser } from '@foyer/client'
import { createTestClock } from '@foyer/emulator'
import { describe, expect, test } from 'vitest'
import { reduceSignIn, type SignInEvent, type SignInState, signInStart } from './signInState.ts'

const user = { id: 1, uuid: 'ada' } as PlexUser
const cooldown = createDeadline(createTestClock(), 30_000)
const createError = (code: PlexErrorCode) => new PlexError(code, 'Could not sign in.')
const before = { status: 'error', error: createError('server'), field: null, cooldown } as const

const states = {
  credentials: { step: 'credentials', status: 'idle' },
  'credentials, pending': { step: 'credentials', status: 'pending' },
  'credentials, refused': { step: 'credentials', ...before },
  verification: { step: 'verification', login: 'ada', status: 'idle' },
  'verification, pending': { step: 'verification', login: 'ada', status: 'pending' },
  'verification, refused': { step: 'verification', login: 'ada', ...before },
  denied: { step: 'denied', status: 'idle', error: createError('access-denied') },
  done: { step: 'done', status: 'idle', user },
} satisfies Record<string, SignInState>
type StateName = keyof typeof states

const forgotten = createError('verification-required')
const refusal = createError('network')
const events = {
  submitted: { type: 'submitted' },
  refused: { type: 'refused', error: refusal, login: 'bea', cooldown: null },
  cooled: { type: 'cooled' },
  'signed-in': { type: 'signed-in', user },
  reset: { type: 'reset' },
  forgotten: { type: 'forgotten', error: forgotten },
} satisfies { [E in SignInEvent as E['type']]: E }

const refused = { status: 'error', error: refusal, field: null, cooldown: null } as const
const dropped = { step: 'credentials', status: 'error', error: forgotten, field: 'password', cooldown: null } as const
const { credentials, verification, denied, done } = states

/** Says what each event makes of each state, in the order of the states above. */
const next: { [E in SignInEvent['type']]: SignInState[] } = {
  submitted: [
    ...three(states['credentials, pending']),
    ...three<SignInState>(states['verification, pending']),
    denied,
    done,
  ],
  refused: [
    ...three<SignInState>({ step: 'credentials', ...refused }),
    ...three<SignInState>({ step: 'verification', login: 'ada', ...refused }),
    denied,
    done,
  ],
  cooled: [
    credentials,
    states['credentials, pending'],
    { step: 'credentials', ...before, cooldown: null },
    verification,
    states['verification, pending'],
    { step: 'verification', login: 'ada', ...before, cooldown: null },
    denied,
    done,
  ],
  'signed-in': Object.values(states).map(() => done),
  reset: Object.values(states).map(() => signInStart),
  forgotten: Object.values(states).map((state) =>
    state.status === 'error' ? { ...dropped, cooldown: before.cooldown } : dropped,
  ),
}

describe.each(Object.keys(events) as SignInEvent['type'][])('%s', (type) => {
  test.each((Object.keys(states) as StateName[]).map((name, at) => ({ name, at })))('at $name', ({ name, at }) => {
    expect(reduceSignIn(states[name], events[type])).toEqual(next[type][at])
  })
})

const everyCode: Record<PlexErrorCode, { first: string; second: string }> = {
  // Each row names the step and field that a refusal leads to, from the first step and from the second.
  'invalid-credentials': { first: 'credentials password', second: 'credentials password' },
  'email-required': { first: 'credentials login', second: 'credentials login' },
  'verification-required': { first: 'verification idle', second: 'verification verificationCode' },
  'verification-invalid': { first: 'verification idle', second: 'verification verificationCode' },
  'address-locked': stays(),
  'rate-limited': stays(),
  unauthorized: stays(),
  'token-expired': stays(),
  'device-key-lost': stays(),
  'device-key-unknown': stays(),
  'device-key-taken': stays(),
  'pin-not-found': stays(),
  'profile-pin-required': stays(),
  'profile-pin-invalid': stays(),
  forbidden: stays(),
  'not-found': stays(),
  network: stays(),
  timeout: stays(),
  'unexpected-response': stays(),
  server: stays(),
  storage: stays(),
  backend: stays(),
  'access-denied': { first: 'denied idle', second: 'denied idle' },
  misuse: stays(),
  rejected: stays(),
}

test.each(Object.keys(everyCode) as PlexErrorCode[])('a refusal with %s leads to where it can be mended', (code) => {
  const event = { type: 'refused', error: createError(code), login: 'ada', cooldown } as const
  expect({
    first: told(reduceSignIn(states['credentials, pending'], event)),
    second: told(reduceSignIn(states['verification, pending'], event)),
  }).toEqual(everyCode[code])
})

test('the verification step knows the login that was typed', () => {
  const event = {
    type: 'refused',
    error: createError('verification-required'),
    login: 'ada@x',
    cooldown: null,
  } as const
  expect(reduceSignIn(states['credentials, pending'], event)).toEqual({ ...verification, login: 'ada@x' })
})

function told(state: SignInState) {
  return `${state.step} ${state.status === 'error' ? state.field : state.status}`
}
function three<S>(state: S): S[] {
  return [state, state, state]
}
function stays() {
  return { first: 'credentials null', second: 'verification null' }
}
