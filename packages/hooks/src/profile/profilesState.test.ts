import { PlexError, type PlexErrorCode, type PlexProfile } from '@foyer/client'
import { expect, test } from 'vitest'
import { type ProfilesEvent, type ProfilesState, profilesStart, reduceProfiles } from './profilesState.ts'

const pip = { uuid: 'pip', title: 'Pip', hasProfilePin: false } as PlexProfile
const noura = { uuid: 'noura', title: 'Noura', hasProfilePin: true } as PlexProfile
const profiles = [pip, noura]
const errorOf = (code: PlexErrorCode) => new PlexError(code, 'Could not switch the profile.')

const states: Record<ProfilesState['status'], ProfilesState> = {
  unavailable: profilesStart,
  loading: { status: 'loading' },
  failed: { status: 'failed', error: errorOf('network') },
  choosing: { status: 'choosing', profiles, error: null },
  'asking-pin': { status: 'asking-pin', profiles, profile: noura, error: null },
  switching: { status: 'switching', profiles, profile: pip, withPin: false },
}
const named = Object.entries(states).map(([name, state]) => ({ name, state }))
const after = (state: ProfilesState, event: ProfilesEvent) => reduceProfiles(state, event)

test.each(named)('$name ends when nobody is signed in', ({ state }) => {
  expect(after(state, { type: 'closed' })).toEqual(profilesStart)
})

test.each(named)('$name takes a choice only where there are profiles', ({ state }) => {
  const open = 'profiles' in state
  const expectations = [
    [{ type: 'submitted', profile: pip, withPin: false }, open ? states.switching : state],
    [{ type: 'switched' }, open ? states.choosing : state],
    [{ type: 'pin-wanted', profile: noura }, open ? states['asking-pin'] : state],
  ] as const
  for (const [event, expected] of expectations) expect(after(state, event)).toEqual(expected)
})

test.each(named)('$name goes back only from a PIN', ({ name, state }) => {
  expect(after(state, { type: 'back' })).toEqual(name === 'asking-pin' ? states.choosing : state)
})

test.each([
  ['profile-pin-required', false, 'asking-pin', null],
  ['rate-limited', false, 'choosing', 'rate-limited'],
  ['network', false, 'choosing', 'network'],
  ['not-found', false, 'choosing', 'not-found'],
  ['profile-pin-invalid', true, 'asking-pin', 'profile-pin-invalid'],
  ['network', true, 'asking-pin', 'network'],
  ['not-found', true, 'choosing', 'not-found'],
] as const)('a switch refused with %s, a PIN given: %s, leads to %s', (code, withPin, status, said) => {
  const state = after(
    { status: 'switching', profiles, profile: pip, withPin },
    { type: 'refused', error: errorOf(code) },
  )
  expect(state.status).toBe(status)
  expect('error' in state ? (state.error?.code ?? null) : 'none').toBe(said)
})

test('a refusal that comes when nothing is under way changes nothing', () => {
  expect(after(states.choosing, { type: 'refused', error: errorOf('network') })).toBe(states.choosing)
})
