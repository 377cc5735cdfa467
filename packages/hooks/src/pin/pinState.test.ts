import { createDeadline, type LinkPin, PlexError, type PlexUser, type StrongPin, systemClock } from '@foyer/client'
import { expect, test } from 'vitest'
import { nothingYet, type PinFacts, type PinStates, pinState } from './pinState.ts'

const expires = createDeadline(systemClock, 900_000)
const url = 'https://plex.tv/link'
const link: LinkPin = { kind: 'link', id: 7, code: '7RQZ', url, urlWithCode: `${url}/?pin=7RQZ`, expires }
const strong: StrongPin = { kind: 'strong', id: 7, authUrl: 'https://app.plex.tv/auth#?code=abc', expires }
const user = { title: 'Ada' } as PlexUser
const ours = new PlexError('backend', 'Could not sign in.')
const theirs = new PlexError('server', 'Could not make a pin.')
const flows = ['link', 'popup', 'redirect'] as const

test.each<[string, Partial<PinFacts>, { [F in keyof PinStates]: PinStates[F] }]>([
  [
    'before anything began, which a link does by itself',
    {},
    { link: { status: 'creating' }, popup: { status: 'idle' }, redirect: { status: 'idle' } },
  ],
  [
    'while a pin is made',
    { attempt: { status: 'creating' }, window: 'open' },
    { link: { status: 'creating' }, popup: { status: 'creating', window: 'open' }, redirect: { status: 'creating' } },
  ],
  [
    'in a window that was blocked',
    { attempt: { status: 'creating' }, window: 'blocked' },
    {
      link: { status: 'creating' },
      popup: { status: 'creating', window: 'blocked' },
      redirect: { status: 'creating' },
    },
  ],
  ...(
    [
      ['approved', { attempt: { status: 'approved', connection: 'ok' } }, { status: 'approved', connection: 'ok' }],
      ['expired', { attempt: { status: 'expired' } }, { status: 'expired' }],
      ['refused by plex.tv', { attempt: { status: 'error', error: theirs } }, { status: 'error', error: theirs }],
      [
        'refused by us, whatever plex.tv says',
        { attempt: { status: 'approved', connection: 'ok' }, error: ours },
        { status: 'error', error: ours },
      ],
      ['done', { user }, { status: 'done', user }],
      ['done, whatever was before', { user, error: ours, attempt: { status: 'expired' } }, { status: 'done', user }],
    ] satisfies [string, Partial<PinFacts>, PinStates['link'] & PinStates['popup']][]
  ).map(([when, facts, state]): [string, Partial<PinFacts>, { [F in keyof PinStates]: PinStates[F] }] => [
    when,
    facts,
    { link: state, popup: state, redirect: state },
  ]),
])('%s', (_when, facts, states) => {
  for (const method of flows) expect(pinState(method, { ...nothingYet, ...facts })).toEqual(states[method])
})

test.each(['ok', 'offline', 'unreachable', 'rate-limited'] as const)(
  'a pin that waits (%s) shows what its method is for, and never its id nor its page',
  (connection) => {
    const at = (pin: LinkPin | StrongPin, window: PinFacts['window'] = 'open'): PinFacts => ({
      ...nothingYet,
      attempt: { status: 'waiting', pin, connection },
      window,
    })
    const waiting = { status: 'waiting', expires, connection }
    expect(pinState('link', at(link))).toEqual({ ...waiting, code: '7RQZ', url, urlWithCode: `${url}/?pin=7RQZ` })
    expect(pinState('redirect', at(strong))).toEqual(waiting)
    for (const window of ['open', 'blocked', 'lost'] as const) {
      expect(pinState('popup', at(strong, window))).toEqual({ ...waiting, window })
    }
  },
)
