import { expect, test } from 'vitest'
import { pollDelayMs } from './pinPolling.ts'

const usual = { leftMs: 900_000, failures: 0, hidden: false }

test.each([
  ['every 4 s', {}, 4000],
  ['every 10 s when nobody looks', { hidden: true }, 10_000],
  ['slower after a failure', { failures: 1 }, 8000],
  ['slower again', { failures: 2 }, 16_000],
  ['every 30 s at the slowest', { failures: 3 }, 30_000],
  ['no slower after any number of failures', { failures: 5000 }, 30_000],
  ['slower after a failure that nobody sees', { hidden: true, failures: 1 }, 20_000],
  ['every 30 s at the slowest when nobody looks', { hidden: true, failures: 2 }, 30_000],
  ['as long as plex.tv asks to wait', { failures: 1, retryAfterMs: 60_000 }, 60_000],
  ['no sooner for being asked to wait less than it would', { failures: 2, retryAfterMs: 1000 }, 16_000],
  ['when the pin ends, if that is sooner', { leftMs: 1500 }, 1500],
  ['when the pin ends, however slow it had become', { leftMs: 12_345, failures: 9, hidden: true }, 12_345],
  ['when the pin ends, whatever plex.tv asks', { leftMs: 7000, failures: 1, retryAfterMs: 900_000 }, 7000],
  ['at once when the pin has ended', { leftMs: 0 }, 0],
  ['for a pin that never ends as for any', { leftMs: Number.POSITIVE_INFINITY }, 4000],
])('asks %s', (_when, facts, delayMs) => {
  expect(pollDelayMs({ ...usual, ...facts }, 0)).toBe(delayMs)
})

test.each([
  ['nothing while all is well', {}, 4000],
  ['nothing while nobody looks', { hidden: true }, 10_000],
  ['a quarter after a failure', { failures: 1 }, 10_000],
  ['a quarter at the slowest', { failures: 10 }, 37_500],
  ['a quarter of what plex.tv asks to wait', { failures: 1, retryAfterMs: 60_000 }, 75_000],
  ['nothing past the end of the pin', { failures: 1, leftMs: 8100 }, 8100],
])('chance adds %s', (_what, facts, delayMs) => {
  expect(pollDelayMs({ ...usual, ...facts }, 1)).toBe(delayMs)
})
