import { createEmulator } from '../createEmulator.ts'
import { createTestClock } from '../createTestClock.ts'
import type { EmulatorOptions } from '../Emulator.ts'
import { callsOf } from './calls.ts'

/** The origin of the app that makes the pins. */
export const app = 'https://reelroom.example'

/** An emulator, and what one does at its pages. */
export function atPages(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ clock: createTestClock(), ...options })
  const calls = callsOf(emulator.fetch)
  const get = (path: string) => emulator.pages.fetch(new Request(`https://plex.example${path}`))
  const post = (path: string, fields: Record<string, string>, headers = {}) =>
    emulator.pages.fetch(
      new Request(`https://plex.example${path}`, { method: 'POST', body: new URLSearchParams(fields), headers }),
    )
  const make = async (kind: 'link' | 'strong', headers = {}) =>
    (await calls.createPin(kind, { Origin: app, ...headers })).json()
  const asked = ({ code }: { code: string }, more = {}) => ({ clientID: 'tests', code, product: 'Reelroom', ...more })
  return {
    emulator,
    ...calls,
    get,
    post,
    make,
    asked,
    look: async (fields: Record<string, string>) => (await post('/auth/pin', fields)).json(),
    approve: async (fields: Record<string, string>) =>
      (await post('/auth/approve', { name: 'plain', ...fields })).json(),
    tokenIn: async (id: number) => (await (await calls.checkPin(id)).json()).authToken,
    link: async (code: string, name = 'plain') => (await post('/link', { code, name })).text(),
  }
}
