// StrictMode doubles every effect, so what is not safe to do twice shows; and React says what is wrong with
// console.error, so a test that makes it speak is red. A test that means to may spy on console.error itself.
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

configure({ reactStrictMode: true, asyncUtilTimeout: 50_000 })

const realError = console.error
let complaints: string[] = []

beforeEach(() => {
  complaints = []
  console.error = (...args: unknown[]) => {
    complaints.push(args.map(String).join(' '))
  }
})

afterEach(() => {
  cleanup()
  // What one test's person was asked to wait for is none of the next one's.
  if (typeof window !== 'undefined') for (const storage of [localStorage, sessionStorage]) storage.clear()
  console.error = realError
  if (complaints.length > 0) throw new Error(`console.error was called:\n${complaints.join('\n')}`)
})
