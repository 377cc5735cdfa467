export type { PersonName } from './account.ts'
export type { EmulatorClock } from './clock.ts'
export { createEmulator } from './createEmulator.ts'
export type { Fault } from './createFaults.ts'
export { createTestClock, type TestClock, type TestClockOptions } from './createTestClock.ts'
export type {
  Emulator,
  EmulatorOptions,
  LoggedRequest,
  Pages,
  Person,
  SeenPin,
  SeenServer,
  WorldOptions,
} from './Emulator.ts'
export type { HomeOptions } from './homeOptions.ts'
export type { PageSwitches } from './pages/switches.ts'
export type { PersonOptions } from './personOptions.ts'
export type { Endpoint } from './route.ts'
export type { ScenarioName } from './scenarios.ts'
export type { AddressAnswer, ServerAddressOptions, ServerOptions, ServerReach } from './serverOptions.ts'
