import { render, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { expect, test, vi } from 'vitest'

test('effects run twice, as in StrictMode', () => {
  const effect = vi.fn()
  function Probe() {
    useEffect(() => effect(), [])
    return <p>there</p>
  }
  render(<Probe />)
  expect(effect).toHaveBeenCalledTimes(2)
})

test('the next test begins with an empty page', () => {
  expect(screen.queryByText('there')).toBeNull()
})

test.fails('a word to console.error makes a test red', () => {
  console.error('Each child in a list should have a unique key')
})
