import type { PlexClient } from '../createPlexClient.ts'
import { ownProperties } from '../ownProperties.ts'
import { findWindow } from '../platform.ts'
import { createBackendPersistence } from './backendPersistence.ts'
import { createBrowserRecords } from './browserRecords.ts'
import type { OpenDeviceKeys } from './DeviceKeys.ts'
import { createMemoryRecords } from './memoryRecords.ts'
import { createOwnRecords } from './ownRecords.ts'
import type { SessionOptions } from './PlexSession.ts'
import type { SessionFacts, SessionPersistence } from './sessionPersistence.ts'
import { createTokenPersistence } from './tokenPersistence.ts'

/**
 * Where the app wants its session to be kept; undefined on a server, where a module is shared by all visitors: a
 * session of the browser's stays pending there, and takes nobody in.
 */
export function openPersistence(
  client: PlexClient,
  options: Pick<SessionOptions, 'storage' | 'backend'>,
  facts: SessionFacts,
  keys: OpenDeviceKeys | undefined,
): SessionPersistence | undefined {
  const { storage = 'browser', backend } = ownProperties(options)
  if (!findWindow() && storage === 'browser') return
  if (backend) return createBackendPersistence(client, backend, facts)
  const records =
    storage === 'browser'
      ? createBrowserRecords(client.name)
      : storage === 'memory'
        ? createMemoryRecords()
        : createOwnRecords(storage, client.name, client.clock)
  return createTokenPersistence(client, records, facts, keys)
}
