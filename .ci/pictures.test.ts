// The pictures in CONTRIBUTING.md are made from the reducer, or held against what the engine was seen to do: a picture
// that is out of date is red here, and the diff shows the one to put in its place.
import { readFileSync } from 'node:fs'
import { PlexError, type PlexErrorCode, type PlexUser } from '@foyer/client'
import { expect, test } from 'vitest'
import { reduceSignIn, type SignInEvent, type SignInState } from '../packages/hooks/src/sign-in/signInState.ts'

const user = { id: 1, uuid: 'ada' } as PlexUser
const error = (code: PlexErrorCode) => new PlexError(code, 'Could not draw a picture.')
const refused = (code: PlexErrorCode): SignInEvent => ({
  type: 'refused',
  error: error(code),
  login: 'ada',
  cooldown: null,
})

const attempts = [
  { status: 'idle' },
  { status: 'pending' },
  { status: 'error', error: error('network'), field: null, cooldown: null },
] as const
const states: SignInState[] = [
  ...attempts.map((attempt) => ({ step: 'credentials' as const, ...attempt })),
  ...attempts.map((attempt) => ({ step: 'verification' as const, login: 'ada', ...attempt })),
  { step: 'denied', status: 'idle', error: error('access-denied') },
  { step: 'done', status: 'idle', user },
]

/** What can happen, and where: what the reducer ignores elsewhere is no part of the picture. */
const happenings: { label: string; event: SignInEvent; from: (state: SignInState) => boolean }[] = [
  { label: 'submit', event: { type: 'submitted' }, from: hasForm },
  { label: 'a code is asked for', event: refused('verification-required'), from: isPending },
  { label: 'wrong login or password', event: refused('invalid-credentials'), from: isPending },
  { label: 'any other failure', event: refused('network'), from: isPending },
  { label: 'the app says no', event: refused('access-denied'), from: isPending },
  { label: 'the session begins', event: { type: 'signed-in', user }, from: isPending },
  { label: 'back', event: { type: 'reset' }, from: ({ step }) => step === 'verification' || step === 'denied' },
  { label: 'the session ends', event: { type: 'reset' }, from: ({ step }) => step === 'done' },
  { label: 'superseded', event: { type: 'reset' }, from: isPending },
  {
    label: 'five minutes pass',
    event: { type: 'forgotten', error: error('verification-required') },
    from: (state) => state.step === 'verification' && !isPending(state),
  },
]

function hasForm(state: SignInState) {
  return (state.step === 'credentials' || state.step === 'verification') && !isPending(state)
}
function isPending({ status }: SignInState) {
  return status === 'pending'
}

const nodeName = ({ step, status }: SignInState) => (step === 'denied' || step === 'done' ? step : `${step}_${status}`)

function drawSignIn(): string {
  const edges = new Map<string, string[]>()
  for (const state of states) {
    for (const { label, event, from } of happenings) {
      if (!from(state)) continue
      const edge = `${nodeName(state)} --> ${nodeName(reduceSignIn(state, event))}`
      edges.set(edge, [...(edges.get(edge) ?? []), label])
    }
  }
  const lines = [...edges].map(([edge, labels]) => `  ${edge}: ${labels.join(', ')}`)
  return ['stateDiagram-v2', '  [*] --> credentials_idle', ...lines, ''].join('\n')
}

/** The Mermaid block under a heading of CONTRIBUTING.md. */
export function readPicture(heading: string): string {
  const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8')
  const after = text.split(`### ${heading}\n`)[1] ?? ''
  return /```mermaid\n([\s\S]*?)```/.exec(after)?.[1] ?? ''
}

test('the picture of a sign-in is what the reducer does', () => {
  expect(readPicture('A sign-in with a password')).toBe(drawSignIn())
})
