import { describe, expect, test } from 'vitest'
import { createEmulator } from './createEmulator.ts'
import { createTestClock } from './createTestClock.ts'
import { callsOf, typed } from './testing/calls.ts'

describe('a clock for tests', () => {
  test('stands still until it is moved', () => {
    const clock = createTestClock({ now: 1000 })
    expect([clock.now(), clock.elapsed()]).toEqual([1000, 0])
    clock.advance(500)
    expect([clock.now(), clock.elapsed()]).toEqual([1500, 500])
  })

  test('runs what falls due in order, each at its own moment, and what that leaves to be done', () => {
    const clock = createTestClock()
    const ran: [string, number][] = []
    const note = (what: string) => () => void ran.push([what, clock.elapsed()])
    clock.after(300, note('late'))
    clock.after(100, () => {
      note('early')()
      clock.after(100, note('left by the early one'))
    })
    clock.after(400.5, note('too late'))
    clock.advance(400)
    expect(ran).toEqual([
      ['early', 100],
      ['left by the early one', 200],
      ['late', 300],
    ])
    expect([clock.elapsed(), clock.waiting]).toEqual([400, 1])
  })

  test('runs nothing that was called off', () => {
    const clock = createTestClock()
    const ran: string[] = []
    const callOff = clock.after(100, () => ran.push('called off'))
    clock.after(50, callOff)
    clock.advance(1000)
    expect([ran, clock.waiting]).toEqual([[], 0])
  })

  test('lets short pauses pass by themselves when told to, and no others', async () => {
    const clock = createTestClock({ pausesBelowMs: 2000 })
    const ran: string[] = []
    clock.after(1999, () => ran.push('short'))
    clock.after(2000, () => ran.push('long'))
    clock.after(1, () => ran.push('called off'))()
    expect(ran).toEqual([])
    await Promise.resolve()
    expect([ran, clock.waiting, clock.elapsed()]).toEqual([['short'], 1, 0])
  })

  test('passes with what comes of each task before the next one', async () => {
    const clock = createTestClock()
    const ran: number[] = []
    async function ask() {
      ran.push(clock.elapsed())
      await new Promise<void>(setImmediate)
      clock.after(100, () => void ask())
    }
    void ask()
    await clock.pass(250)
    expect([ran, clock.elapsed(), clock.nextMs]).toEqual([[0, 100, 200], 250, 50])
  })

  test('sleeps, and runs late what fell due meanwhile', async () => {
    const clock = createTestClock()
    const ran: number[] = []
    clock.after(100, () => ran.push(clock.elapsed()))
    await clock.sleep(60_000)
    expect([ran, clock.nextMs]).toEqual([[], 0])
    await clock.pass(0)
    expect([ran, clock.nextMs]).toEqual([[60_000], undefined])
  })

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('does not move by %s', async (ms) => {
    const clock = createTestClock()
    expect(() => clock.advance(ms)).toThrow(RangeError)
    await expect(clock.pass(ms)).rejects.toThrow(RangeError)
    await expect(clock.sleep(ms)).rejects.toThrow(RangeError)
    expect(clock.elapsed()).toBe(0)
  })
})

describe('an emulator on a clock of the test’s', () => {
  test('goes by it, and moves it', () => {
    const clock = createTestClock()
    const emulator = createEmulator({ clock })
    const { currentCode } = emulator.person('twoFactor')
    const first = currentCode()
    clock.advance(30_000)
    expect(currentCode()).not.toBe(first)
    emulator.advance(1000)
    expect([clock.elapsed(), emulator.now()]).toEqual([31_000, clock.now()])
  })

  test('is left where it is when the emulator goes back to its start', () => {
    const clock = createTestClock()
    const emulator = createEmulator({ clock })
    emulator.advance(1000)
    emulator.reset()
    expect([clock.elapsed(), emulator.now()]).toEqual([1000, clock.now()])
  })

  test('answers late by it', async () => {
    const clock = createTestClock()
    const emulator = createEmulator({ clock })
    emulator.fail({ kind: 'latency', ms: 60_000 })
    const answer = callsOf(emulator.fetch).signIn(typed(emulator.person('plain')))
    clock.advance(60_000)
    expect((await answer).status).toBe(201)
  })

  test('may be on one that it can read only', () => {
    const { now, after } = createTestClock()
    const emulator = createEmulator({ clock: { now, after } })
    emulator.advance(1000)
    expect(emulator.now()).toBe(now() + 1000)
    emulator.reset()
    expect(emulator.now()).toBe(now())
  })
})
