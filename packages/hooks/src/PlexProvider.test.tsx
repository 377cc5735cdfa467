import { render, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { PlexProvider, usePlexSession } from './PlexProvider.tsx'
import { sessionAtEmulator } from './testing/sessionAtEmulator.ts'

test('gives the session that it was given', () => {
  const { session } = sessionAtEmulator()
  const { result } = renderHook(() => usePlexSession(), {
    wrapper: ({ children }) => <PlexProvider session={session}>{children}</PlexProvider>,
  })
  expect(result.current).toBe(session)
})

test('of two providers the nearer one counts', () => {
  const [outer, inner] = [sessionAtEmulator(), sessionAtEmulator()]
  const { result } = renderHook(() => usePlexSession(), {
    wrapper: ({ children }) => (
      <PlexProvider session={outer.session}>
        <PlexProvider session={inner.session}>{children}</PlexProvider>
      </PlexProvider>
    ),
  })
  expect(result.current).toBe(inner.session)
})

test('borrows the session: it lives on when the provider is gone', () => {
  const { session } = sessionAtEmulator()
  const close = vi.spyOn(session, 'close')
  render(<PlexProvider session={session} />).unmount()
  expect(close).not.toHaveBeenCalled()
})

test('renders nothing of its own', () => {
  const { session } = sessionAtEmulator()
  const { container } = render(<PlexProvider session={session} />)
  expect(container.innerHTML).toBe('')
})

test('a hook outside of it says what is missing', () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() => renderHook(() => usePlexSession())).toThrow(
    expect.objectContaining({ name: 'PlexError', code: 'misuse' }),
  )
  complain.mockRestore()
})
