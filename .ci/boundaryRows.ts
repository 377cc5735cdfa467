// What lint must refuse at the boundaries, and what must pass. A row may hold a second file after //@file.

const network = 'Only packages/client/src/request.ts speaks to the network.'
const storage = 'Only packages/client/src/storage.ts touches web storage.'
const tabs = 'Only packages/client/src/session/ uses IndexedDB and BroadcastChannel.'
const place =
  'Only packages/hooks/src/pin/pinNavigator.ts opens windows, and packages/client/src/pinCallback.ts reads or sets the location.'
const clock = 'Only packages/client/src/clock.ts reads the time and sets timers.'
const wake = 'Only packages/client/src/pageActivity.ts listens for wake events.'
const plain = 'No React and no TanStack Query here: packages/client and every *State.ts are plain.'
const rooms = 'A room imports only the rooms user and session; ui/sign-in/PlexSignIn alone composes others.'
const sources = 'Apps and Storybook use what the packages publish, not their sources.'

/** Where, what, and what lint must say about it. */
export const refused: [path: string, code: string, says: string][] = [
  ['packages/client/src/signIn.ts', "export const a = fetch('x')", network],
  ['packages/client/src/signIn.ts', "export const a = globalThis.fetch('x')", network],
  ['packages/hooks/src/user/usePlexUser.ts', "export const a = window.fetch('x')", network],
  ['packages/ui/src/parts/Avatar.tsx', 'export const A = () => <b onClick={() => fetch("x")} />', network],
  ['packages/client/src/signIn.ts', 'export const a = new XMLHttpRequest()', network],
  ['packages/client/src/signIn.ts', "export const a = navigator.sendBeacon('x')", network],
  ['packages/client/src/device.ts', "export const a = localStorage.getItem('x')", storage],
  ['packages/client/src/session/store.ts', 'export const a = globalThis.sessionStorage', storage],
  ['packages/hooks/src/PlexProvider.tsx', 'export const a = window.localStorage', storage],
  ['packages/client/src/device.ts', "export const a = indexedDB.open('x')", tabs],
  ['packages/hooks/src/PlexProvider.tsx', "export const a = new BroadcastChannel('x')", tabs],
  ['packages/hooks/src/PlexProvider.tsx', "export const a = new globalThis.BroadcastChannel('x')", tabs],
  ['packages/hooks/src/pin/usePlexPin.ts', "export const a = window.open('x')", place],
  [
    'packages/hooks/src/pin/usePlexPin.ts',
    "export const a = open('x')",
    'lint/style/noRestrictedGlobals: Do not use the global variable open',
  ],
  ['packages/hooks/src/pin/usePlexPin.ts', 'export const a = location.href', place],
  ['packages/client/src/device.ts', 'export const a = globalThis.location.origin', place],
  ['packages/ui/src/parts/Link.tsx', 'export const a = document.location', place],
  ['packages/client/src/request.ts', 'export const a = setTimeout(() => 1, 1)', clock],
  ['packages/client/src/request.ts', 'export const a = AbortSignal.timeout(1)', clock],
  ['packages/hooks/src/useNow.ts', 'export const a = window.setInterval(() => 1, 1)', clock],
  ['packages/hooks/src/useNow.ts', 'export const a = (id: number) => clearTimeout(id)', clock],
  ['packages/client/src/session/record.ts', 'export const a = Date.now()', clock],
  ['packages/client/src/session/record.ts', 'export const a = globalThis.Date.now()', clock],
  ['packages/client/src/session/record.ts', 'export const a = new Date()', clock],
  ['packages/ui/src/parts/Avatar.tsx', 'export const a = performance.now()', clock],
  ['packages/hooks/src/useNow.ts', "addEventListener('visibilitychange', () => 1)", wake],
  ['packages/hooks/src/pin/usePlexPin.ts', "document.addEventListener('visibilitychange', () => 1)", wake],
  ['packages/client/src/pin.ts', "window.addEventListener('online', () => 1)", wake],
  [
    'packages/hooks/src/user/userState.ts',
    "import * as z from 'zod/mini'\nexport const a = z",
    'Only packages/client imports zod.',
  ],
  ['apps/web/src/main.tsx', "import { z } from 'zod'\nexport const a = z", 'Only packages/client imports zod.'],
  [
    'packages/client/src/user.ts',
    "import { z } from 'zod/mini'\nexport const a = z",
    "Write: import * as z from 'zod/mini'",
  ],
  [
    'packages/client/src/user.ts',
    "import * as z from 'zod'\nexport const a = z",
    "Write: import * as z from 'zod/mini'",
  ],
  ['packages/client/src/user.ts', "export * as z from 'zod/mini'", "Write: import * as z from 'zod/mini'"],
  ['packages/client/src/user.ts', "export const a = import('zod/mini')", "Write: import * as z from 'zod/mini'"],
  ['packages/client/src/user.ts', "import { useState } from 'react'\nexport const a = useState", plain],
  [
    'packages/client/src/user.test.ts',
    "import { createRoot } from 'react-dom/client'\nexport const a = createRoot",
    plain,
  ],
  ['packages/hooks/src/pin/pinState.ts', "import type { ReactNode } from 'react'\nexport type A = ReactNode", plain],
  [
    'packages/hooks/src/user/userState.ts',
    "import { QueryClient } from '@tanstack/react-query'\nexport const a = QueryClient",
    plain,
  ],
  [
    'packages/ui/src/user/AccountCard.tsx',
    "import { useQuery } from '@tanstack/react-query'\nexport const a = useQuery",
    'No TanStack Query here',
  ],
  [
    'packages/client/src/user.ts',
    "import { usePlexUser } from '@foyer/hooks'\nexport const a = usePlexUser",
    'client imports no other floor.',
  ],
  [
    'packages/client/src/user.ts',
    "import { a } from '../../hooks/src/index.ts'\nexport const b = a",
    'client imports no other floor.',
  ],
  [
    'packages/client/src/user.test.ts',
    "export const a = import('@foyer/ui/messages')",
    'client imports no other floor.',
  ],
  ['packages/hooks/src/PlexProvider.tsx', "export { Show } from '@foyer/ui'", 'hooks import client, and nothing above'],
  [
    'packages/hooks/src/PlexProvider.tsx',
    "import { a } from '@foyer/client/src/request.ts'\nexport const b = a",
    'hooks import client, and nothing above',
  ],
  [
    'packages/ui/src/user/Show.tsx',
    "import { a } from '@foyer/web'\nexport const b = a",
    'ui imports client and hooks, and no app.',
  ],
  [
    'packages/ui/src/user/Show.tsx',
    "import { a } from '../../../hooks/src/index.ts'\nexport const b = a",
    'ui imports client and hooks, and no app.',
  ],
  [
    'packages/emulator/src/world.ts',
    "import type { PlexUser } from '@foyer/client'\nexport type A = PlexUser",
    'The emulator stands outside',
  ],
  [
    'packages/emulator/src/world.test.ts',
    "import { a } from '@foyer/client'\nexport const b = a",
    'The emulator stands outside',
  ],
  ['apps/web/src/main.tsx', "import { a } from '../../../packages/ui/src/index.ts'\nexport const b = a", sources],
  ['apps/web/src/main.tsx', "import { a } from '@foyer/ui/src/index.ts'\nexport const b = a", sources],
  [
    'packages/client/src/user.ts',
    "import { createEmulator } from '@foyer/emulator'\nexport const a = createEmulator",
    'The emulator is for tests',
  ],
  [
    'packages/ui/src/user/Show.tsx',
    "import { handlers } from '@foyer/emulator/msw'\nexport const a = handlers",
    'The emulator is for tests',
  ],
  [
    'packages/hooks/src/sign-in/usePlexSignIn.ts',
    "import { a } from '../pin/usePlexPin.ts'\nexport const b = a",
    rooms,
  ],
  [
    'packages/ui/src/user/AccountCard/AccountCard.tsx',
    "import { A } from '../../sign-in/SignInForm.tsx'\nexport const B = A",
    rooms,
  ],
  ['packages/hooks/src/utils/text.ts', 'export const a = 1', 'No folder named utils'],
  ['apps/web/src/lib/text.tsx', 'export const a = 1', 'No folder named utils'],
  ['packages/client/src/user.ts', 'export default 1', 'lint/style/noDefaultExport'],
  ['packages/hooks/src/sign-in/all.ts', "export { a } from './signInState.ts'", 'lint/performance/noBarrelFile'],
  [
    'packages/client/src/signIn.ts',
    "import { b } from './pin.ts'\nexport const a = () => b\n//@file packages/client/src/pin.ts\nimport { a } from './signIn.ts'\nexport const b = () => a",
    'lint/suspicious/noImportCycles',
  ],
  [
    'packages/client/src/signIn.ts',
    "import type { B } from './pin.ts'\nexport type A = B\n//@file packages/client/src/pin.ts\nimport type { A } from './signIn.ts'\nexport type B = A[]",
    'lint/suspicious/noImportCycles',
  ],
  [
    'packages/hooks/src/user/usePlexUser.ts',
    "import { faultTest } from '@foyer/client/testing'\nexport const a = faultTest",
    'Only tests and stories',
  ],
  [
    'packages/client/src/user.ts',
    "import { a } from './testing/answers.ts'\nexport const b = a",
    'Only tests and stories',
  ],
  [
    'packages/client/src/user.test.ts',
    "import { a } from '../../../.ci/faults.ts'\nexport const b = a",
    'client imports no other floor',
  ],
  ['packages/client/src/user.test.ts', 'export const a = setTimeout(() => 1, 1)', 'Wait for what should happen'],
]

/** What must pass: the files that keep them, and the neighbours that only look alike. */
export const allowed: [path: string, code: string][] = [
  ['packages/client/src/request.ts', "export const a = globalThis.fetch('x')"],
  ['packages/client/src/storage.ts', 'export const a = [globalThis.localStorage, sessionStorage]'],
  ['packages/client/src/session/tabs.ts', "export const a = [new BroadcastChannel('x'), indexedDB.open('x')]"],
  [
    'packages/hooks/src/pin/pinNavigator.ts',
    "export const a = window.open('x')\nexport const b = window.location.href",
  ],
  [
    'packages/client/src/clock.ts',
    'export const a = [performance.now(), Date.now(), setTimeout(() => 1, 1), new Date()]',
  ],
  ['packages/client/src/pageActivity.ts', "document.addEventListener('visibilitychange', () => 1)"],
  ['packages/hooks/src/queries.ts', "export const a = { queryKey: ['user'] }"],
  ['packages/client/src/user.ts', "import * as z from 'zod/mini'\nexport const a = z.string()"],
  ['packages/client/src/user.ts', 'export const a = (joinedAt: number) => new Date(joinedAt).toISOString()'],
  [
    'packages/client/src/user.ts',
    'export const a = (record: { location: string; open(): void }) => [record.location, record.open()]',
  ],
  [
    'packages/client/src/createPlexClient.ts',
    'export const a = (options: { fetch?: typeof globalThis.fetch }) => options.fetch',
  ],
  [
    'packages/client/src/user.test.ts',
    "import { createEmulator } from '@foyer/emulator'\nexport const a = [createEmulator(), Date.now()]",
  ],
  [
    'packages/hooks/src/user/usePlexUser.ts',
    "import { getUser } from '@foyer/client'\nimport { useState } from 'react'\nexport const a = [getUser, useState]",
  ],
  ['packages/hooks/src/sign-in/usePlexSignIn.ts', "import { a } from '../user/userState.ts'\nexport const b = a"],
  [
    'packages/ui/src/sign-in/PlexSignIn/PlexSignIn.tsx',
    "import { A } from '../pin/SignInButton.tsx'\nexport const B = A",
  ],
  ['packages/ui/src/user/AccountCard.tsx', "import { usePlexUser } from '@foyer/hooks'\nexport const a = usePlexUser"],
  [
    'packages/ui/src/user/AccountCard.stories.tsx',
    "import { handlers } from '@foyer/emulator/msw'\nexport default handlers",
  ],
  [
    'packages/ui/src/user/AccountCard.test.tsx',
    "import { faultTest } from '@foyer/client/testing'\nimport { a } from '../testing/ada.ts'\nexport const b = [faultTest, a]",
  ],
  ['packages/client/src/index.ts', "export { a } from './signIn.ts'"],
  ['packages/emulator/src/server.ts', 'export const a = [fetch, setTimeout, Date.now(), location]'],
  [
    'apps/web/src/main.tsx',
    "import { Show } from '@foyer/ui'\nimport { createEmulator } from '@foyer/emulator'\nexport const a = [Show, createEmulator]",
  ],
]
