import { createDeadline, type Deadline } from '@foyer/client'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { PlexProvider } from './PlexProvider.tsx'
import { type SessionAtEmulator, sessionAtEmulator } from './testing/sessionAtEmulator.ts'
import { usePlexCountdown } from './usePlexCountdown.ts'

const inside = (app: SessionAtEmulator) => ({
  wrapper: ({ children }: { children: ReactNode }) => <PlexProvider session={app.session}>{children}</PlexProvider>,
})
function Left({ of }: { of: Deadline }) {
  return <>{usePlexCountdown(of)?.secondsLeft}</>
}
afterEach(() => vi.useRealTimers())

test('counts whole seconds down, once a second, and stops at 0', () => {
  const app = sessionAtEmulator()
  const deadline = createDeadline(app.clock, 2_500)
  const seen: number[] = []
  const { result } = renderHook(() => {
    const left = usePlexCountdown(deadline)
    if (left && seen.at(-1) !== left.secondsLeft) seen.push(left.secondsLeft)
    return left
  }, inside(app))
  expect(result.current).toEqual({ secondsLeft: 3, fraction: 1 })
  act(() => app.clock.advance(500))
  expect(result.current).toEqual({ secondsLeft: 2, fraction: 0.8 })
  act(() => app.clock.advance(999))
  expect(result.current?.secondsLeft).toBe(2)
  act(() => app.clock.advance(1_001))
  expect(result.current).toEqual({ secondsLeft: 0, fraction: 0 })
  expect(seen).toEqual([3, 2, 0])
  expect(app.clock.waiting).toBe(0)
})

test('catches up after a sleep', () => {
  const app = sessionAtEmulator()
  const deadline = createDeadline(app.clock, 60_000)
  const { result } = renderHook(() => usePlexCountdown(deadline), inside(app))
  act(() => app.clock.advance(20 * 60_000))
  expect(result.current).toEqual({ secondsLeft: 0, fraction: 0 })
  expect(app.clock.waiting).toBe(0)
})

test('counts another deadline when it is given one, and nothing when there is none', () => {
  const app = sessionAtEmulator()
  const long = createDeadline(app.clock, 30_000)
  const short = createDeadline(app.clock, 1_000)
  const { result, rerender } = renderHook(({ deadline }) => usePlexCountdown(deadline), {
    ...inside(app),
    initialProps: { deadline: long as typeof long | null },
  })
  expect(result.current?.secondsLeft).toBe(30)
  rerender({ deadline: short })
  expect(result.current?.secondsLeft).toBe(1)
  rerender({ deadline: null })
  expect(result.current).toBeNull()
  expect(app.clock.waiting).toBe(0)
})

test('lets go of its timer when unmounted', () => {
  const app = sessionAtEmulator()
  const deadline = createDeadline(app.clock, 30_000)
  const { unmount } = renderHook(() => usePlexCountdown(deadline), inside(app))
  expect(app.clock.waiting).toBe(1)
  unmount()
  expect(app.clock.waiting).toBe(0)
})

test('a deadline of no length has passed', () => {
  const app = sessionAtEmulator()
  const { result } = renderHook(() => usePlexCountdown(createDeadline(app.clock, 0)), inside(app))
  expect(result.current).toEqual({ secondsLeft: 0, fraction: 0 })
})

test('counts without a provider, by the platform’s clock', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const end = performance.now() + 3_000
  const deadline = { totalMs: 3_000, leftMs: () => Math.max(0, end - performance.now()) }
  const { result } = renderHook(() => usePlexCountdown(deadline))
  expect(result.current?.secondsLeft).toBe(3)
  act(() => vi.advanceTimersByTime(1_000))
  expect(result.current?.secondsLeft).toBe(2)
})

test('says all of it in server HTML, whose clock is another', () => {
  const app = sessionAtEmulator()
  const deadline = createDeadline(app.clock, 30_000)
  app.clock.advance(4_000)
  expect(renderToString(<Left of={deadline} />)).toBe('30')
})
