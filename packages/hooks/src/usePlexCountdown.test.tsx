import { createDeadline, type Deadline } from '@foyer/client'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { PlexProvider } from './PlexProvider.tsx'
import { createStage, type Stage } from './testing/createStage.ts'
import { usePlexCountdown } from './usePlexCountdown.ts'

const inside = (stage: Stage) => ({
  wrapper: ({ children }: { children: ReactNode }) => <PlexProvider session={stage.session}>{children}</PlexProvider>,
})
function Left({ of }: { of: Deadline }) {
  return <>{usePlexCountdown(of)?.secondsLeft}</>
}
afterEach(() => vi.useRealTimers())

test('counts whole seconds down, once a second, and stops at 0', () => {
  const stage = createStage()
  const deadline = createDeadline(stage.clock, 2_500)
  const seen: number[] = []
  const { result } = renderHook(() => {
    const left = usePlexCountdown(deadline)
    if (left && seen.at(-1) !== left.secondsLeft) seen.push(left.secondsLeft)
    return left
  }, inside(stage))
  expect(result.current).toEqual({ secondsLeft: 3, fraction: 1 })
  act(() => stage.clock.advance(500))
  expect(result.current).toEqual({ secondsLeft: 2, fraction: 0.8 })
  act(() => stage.clock.advance(999))
  expect(result.current?.secondsLeft).toBe(2)
  act(() => stage.clock.advance(1_001))
  expect(result.current).toEqual({ secondsLeft: 0, fraction: 0 })
  expect(seen).toEqual([3, 2, 0])
  expect(stage.clock.waiting).toBe(0)
})

test('catches up after a sleep', () => {
  const stage = createStage()
  const deadline = createDeadline(stage.clock, 60_000)
  const { result } = renderHook(() => usePlexCountdown(deadline), inside(stage))
  act(() => stage.clock.advance(20 * 60_000))
  expect(result.current).toEqual({ secondsLeft: 0, fraction: 0 })
  expect(stage.clock.waiting).toBe(0)
})

test('counts another deadline when it is given one, and nothing when there is none', () => {
  const stage = createStage()
  const long = createDeadline(stage.clock, 30_000)
  const short = createDeadline(stage.clock, 1_000)
  const { result, rerender } = renderHook(({ deadline }) => usePlexCountdown(deadline), {
    ...inside(stage),
    initialProps: { deadline: long as typeof long | null },
  })
  expect(result.current?.secondsLeft).toBe(30)
  rerender({ deadline: short })
  expect(result.current?.secondsLeft).toBe(1)
  rerender({ deadline: null })
  expect(result.current).toBeNull()
  expect(stage.clock.waiting).toBe(0)
})

test('lets go of its timer when unmounted', () => {
  const stage = createStage()
  const deadline = createDeadline(stage.clock, 30_000)
  const { unmount } = renderHook(() => usePlexCountdown(deadline), inside(stage))
  expect(stage.clock.waiting).toBe(1)
  unmount()
  expect(stage.clock.waiting).toBe(0)
})

test('a deadline of no length has passed', () => {
  const stage = createStage()
  const { result } = renderHook(() => usePlexCountdown(createDeadline(stage.clock, 0)), inside(stage))
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
  const stage = createStage()
  const deadline = createDeadline(stage.clock, 30_000)
  stage.clock.advance(4_000)
  expect(renderToString(<Left of={deadline} />)).toBe('30')
})
