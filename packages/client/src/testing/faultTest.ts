import { test } from 'vitest'
import { createCanary } from './createCanary.ts'

export type { Canary } from './createCanary.ts'

declare module 'vitest' {
  interface TestTags {
    fault: 'fault'
    area: 'network' | 'protocol' | 'pin' | 'browser' | 'hostile-input'
  }
  interface TaskMeta {
    /** The test's secrets were looked for when it was over. */
    canary?: true
  }
}

/**
 * A test of something that goes wrong, as _what goes wrong → how it ends_. It has secrets of its own, and fails when one
 * of them is anywhere, or when something is left running: in every test of the file, whatever else it looks at. FAULTS.md
 * lists the tests tagged `fault`.
 */
export const faultTest = test.extend('canary', ({ task }) => {
  task.meta.canary = true
  return createCanary()
})

// After what the set-up does before a test, and before what it tidies up after it.
faultTest.beforeEach(({ canary: _watching }) => {})
faultTest.afterEach(({ canary }) => canary.check())
