// What a test waits for comes in the end, however busy the machine is: only what never comes takes so long.
import { vi } from 'vitest'

const { waitFor, waitUntil } = vi
const patient = <O extends { timeout?: number }>(options: O | number | undefined) =>
  typeof options === 'number' ? options : { timeout: 50_000, ...options }
vi.waitFor = (task, options) => waitFor(task, patient(options))
vi.waitUntil = (task, options) => waitUntil(task, patient(options))
