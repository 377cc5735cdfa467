// What an app pays, in bytes over the wire: production bundles of the packed packages, by two bundlers, brotli 11.
// React is left out, because the app has it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { firstLoad } from './firstLoad.ts'
import { floors, packAll, root, unpack } from './pack.ts'
import { tableOf } from './table.ts'

interface Budget {
  name: string
  /** What fails the check: what it was when it was last agreed, and 5 %. */
  limit: number
  /** What we would like it to be: `npm run bench` says how far that is. */
  goal: number
  entry: string
  /** What the app has already: only what comes on top counts. */
  over?: string
}

const theirs = /^(react|react-dom)(\/|$)/
const client = "export { createPlexClient, createPlexSession, getUser, signIn } from '@foyer/client'"
const app = `export { createPlexClient, createPlexSession } from '@foyer/client'
export { PlexProvider } from '@foyer/hooks'`
const form = `${app}
export { usePlexSignIn } from '@foyer/hooks'
export { SignInForm, VerificationForm } from '@foyer/ui'`
const profiles = `${app}
export { askForProfile } from '@foyer/client'
export { usePlexProfiles } from '@foyer/hooks'`
const way = "export { askForLocalNetwork, findConnection } from '@foyer/client'"
const account = `${app}
export { usePlexUser } from '@foyer/hooks'`
const budgets: Budget[] = [
  {
    // A bundler must be able to leave out what reads answers, zod among it.
    name: 'client: createPlexClient alone',
    limit: 1900,
    goal: 1700,
    entry: "export { createPlexClient } from '@foyer/client'",
  },
  { name: 'client: sign-in, user, session', limit: 16_100, goal: 13_200, entry: client },
  {
    // How well the whole compresses moves it by some fifty bytes.
    name: 'device keys, over that',
    limit: 2700,
    goal: 2500,
    entry: `${client}\nexport { deviceKeys } from '@foyer/client/device-keys'`,
    over: client,
  },
  { name: 'sign-in form, hooks and client', limit: 23_500, goal: 18_500, entry: form },
  {
    name: 'Plex window: its hook and button, over the form',
    limit: 6200,
    goal: 4200,
    entry: `${form}\nexport { SignInButton } from '@foyer/ui'`,
    over: form,
  },
  {
    name: 'link screen, over its hook, before its QR code',
    limit: 3630,
    goal: 3000,
    entry: `${app}\nexport { usePlexPin } from '@foyer/hooks'\nexport { LinkScreen } from '@foyer/ui'`,
    over: `${app}\nexport { usePlexPin } from '@foyer/hooks'`,
  },
  {
    name: 'usePlexProfiles, over a session',
    limit: 1500,
    goal: 1500,
    entry: `${app}\nexport { usePlexProfiles } from '@foyer/hooks'`,
    over: app,
  },
  {
    name: 'usePlexServers, over a session',
    limit: 1500,
    goal: 1500,
    entry: `${app}\nexport { usePlexServers } from '@foyer/hooks'`,
    over: app,
  },
  {
    name: 'the way to a server, over a session',
    limit: 1790,
    goal: 1400,
    entry: `${app}\n${way}`,
    over: app,
  },
  {
    name: 'usePlexConnection, over that',
    limit: 1500,
    goal: 1500,
    entry: `${app}\n${way}\nexport { usePlexConnection } from '@foyer/hooks'`,
    over: `${app}\n${way}`,
  },
  {
    name: 'profile picker, over its hook',
    limit: 2900,
    goal: 2500,
    entry: `${profiles}\nexport { ProfilePicker } from '@foyer/ui'`,
    over: profiles,
  },
  {
    // It shares its remote with the link screen, which a television's app has: beside that one it is about 2 kB.
    name: 'profile screen, over its hook',
    limit: 3670,
    goal: 3000,
    entry: `${profiles}\nexport { ProfileScreen } from '@foyer/ui'`,
    over: profiles,
  },
  {
    name: 'server picker, over its hooks',
    limit: 3150,
    goal: 3000,
    entry: `${app}\nexport { usePlexConnection, usePlexServers } from '@foyer/hooks'\nexport { ServerPicker } from '@foyer/ui'`,
    over: `${app}\nexport { usePlexConnection, usePlexServers } from '@foyer/hooks'`,
  },
  {
    name: 'QR code, a chunk of its own',
    limit: 2250,
    goal: 2200,
    entry: "export { QrCode } from './node_modules/@foyer/ui/dist/pin/QrCode.js'",
  },
  {
    name: 'account menu: its button, over usePlexUser, before its menu',
    limit: 1580,
    goal: 1500,
    entry: `${account}\nexport { AccountMenu } from '@foyer/ui'`,
    over: account,
  },
  {
    name: 'account menu: its menu, a chunk of its own',
    limit: 28_900,
    goal: 26_000,
    entry: "export { Menu } from './node_modules/@foyer/ui/dist/parts/Menu.js'",
  },
]
const styles = { name: '@foyer/ui/styles.css', limit: 3600, goal: 2500 }
// esbuild shakes less than rolldown; more than this apart, a file is written so that only one of them can.
const spread = 1.15

/** What something weighs, in bytes; the style sheet is built once. */
export interface Size {
  name: string
  esbuild: number
  rolldown: number | null
  limit: number
  goal: number
}

if (import.meta.main) {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-sizes-'))
  try {
    const modules = join(directory, 'node_modules')
    const tarballs = packAll(directory)
    for (const floor of floors) unpack(tarballs.get(floor) ?? '', join(modules, '@foyer', floor))
    linkDependencies(join(root, 'packages/ui'), modules)
    check((await measureSizes(directory)).sizes)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Measures what lies in the `node_modules` of `directory`; also returns the code of the form's bundle. */
export async function measureSizes(directory: string): Promise<{ sizes: Size[]; formBundle: string }> {
  const sizes: Size[] = []
  const input = join(directory, 'entry.js')
  const bundles = async (entry: string) => {
    writeFileSync(input, entry)
    return firstLoad(input, (id) => theirs.test(id))
  }
  for (const { name, limit, goal, entry, over } of budgets) {
    const whole = await bundles(entry)
    const had = over === undefined ? { esbuild: '', rolldown: '' } : await bundles(over)
    const added = (by: keyof typeof whole) => brotli(whole[by]) - (over === undefined ? 0 : brotli(had[by]))
    sizes.push({ name, esbuild: added('esbuild'), rolldown: added('rolldown'), limit, goal })
  }
  const sheet = brotli(readFileSync(join(directory, 'node_modules/@foyer/ui/dist/styles.css'), 'utf8'))
  sizes.push({ ...styles, esbuild: sheet, rolldown: null })
  return { sizes, formBundle: (await bundles(form)).rolldown }
}

/** Puts what a package stands on, and what that stands on, beside the packed packages, as npm would. */
function linkDependencies(folder: string, modules: string) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { resolve } = createRequire(join(realpathSync(folder), 'package.json'))
  for (const name of Object.keys(dependencies)) {
    const link = join(modules, name)
    if (existsSync(link)) continue
    const found = resolve.paths(name)?.find((path) => existsSync(join(path, name)))
    if (!found) throw new Error(`${name} is nowhere above ${folder}.`)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(found, name), link, 'junction')
    linkDependencies(join(found, name), modules)
  }
}

function check(sizes: Size[]) {
  const failures: string[] = []
  const hold = (name: string, bytes: number, limit: number) => {
    if (bytes > limit) failures.push(`${name}: ${bytes} bytes, ${bytes - limit} over ${limit}`)
  }
  for (const { name, esbuild, rolldown, limit } of sizes) {
    if (rolldown === null) {
      hold(name, esbuild, limit)
      continue
    }
    hold(`${name} (esbuild)`, esbuild, limit)
    hold(`${name} (rolldown)`, rolldown, limit)
    hold(`${name}: esbuild against ${spread} × rolldown`, esbuild, Math.floor(rolldown * spread))
  }
  const rows = sizes.map(({ name, esbuild, rolldown, limit }) => [name, esbuild, rolldown ?? '', limit].map(String))
  console.log(tableOf(['Bytes', 'esbuild', 'rolldown', 'limit'], rows))
  if (failures.length > 0) {
    console.error(failures.join('\n'))
    process.exitCode = 1
  }
}

/** Bytes over the wire, at brotli's best. */
export function brotli(code: string) {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}
