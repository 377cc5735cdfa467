// A recipe as a stranger has it: its folder, copied to where nothing of this repository is, with our packages out of
// their tarballs and everything else from npm. What it starts is ended by its id.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator, type Person } from '@foyer/emulator'
import { type EmulatorServer, serve } from '@foyer/emulator/server'
import { test as base, expect, type Page } from '@playwright/test'
import spawn from 'cross-spawn'
import { floors, root } from '../.ci/pack.ts'

export type RecipeName = 'vite-tailwind' | 'next' | 'react-router' | 'jest' | 'node-test'

/** Where the tarballs are: packed once, by the set-up of the whole run. */
export const TARBALLS = 'FOYER_RECIPES_TARBALLS'

export interface RecipeOptions {
  /** The folder; the Playwright project says it. */
  recipe: RecipeName
}

/** A recipe that is installed. */
interface Installed {
  /** Runs one of its programs, and gives what it said; rejects with that when it fails. */
  run(program: string, ...args: string[]): Promise<string>
  /** Starts one that serves, and gives the address that it says. */
  start(program: string, ...args: string[]): Promise<string>
}

interface Worker extends RecipeOptions {
  plexTv: Emulator
  plexServer: EmulatorServer
  installed: Installed
  /** Where the recipe is served, once it is built. */
  siteUrl: string
}

const windows = process.platform === 'win32'
const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']

export const test = base.extend<object, Worker>({
  recipe: ['next', { option: true, scope: 'worker' }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  plexTv: [async ({}, use) => use(createEmulator()), { scope: 'worker' }],

  plexServer: [
    async ({ plexTv }, use) => {
      const server = await serve(plexTv, { port: 0 })
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],

  installed: [
    async ({ recipe, plexServer: { url, appUrl } }, use) => {
      const directory = mkdtempSync(join(tmpdir(), `foyer-${recipe}-`))
      const running = new Set<ChildProcess>()
      const options = {
        cwd: directory,
        env: {
          ...process.env,
          // Playwright's: the one would make React a development build, the other colours an address.
          NODE_ENV: undefined,
          FORCE_COLOR: undefined,
          NO_COLOR: '1',
          NEXT_TELEMETRY_DISABLED: '1',
          VITE_PLEX_URL: url,
          VITE_PLEX_APP_URL: appUrl,
          NEXT_PUBLIC_PLEX_URL: url,
          NEXT_PUBLIC_PLEX_APP_URL: appUrl,
        },
      }
      function begin(program: string, args: string[]) {
        // A group of its own, so that what it starts ends with it.
        const child = spawn(program, args, { ...options, detached: !windows, stdio: ['ignore', 'pipe', 'pipe'] })
        const said = { all: '' }
        for (const stream of [child.stdout, child.stderr]) {
          stream?.setEncoding('utf8').on('data', (chunk: string) => {
            said.all += chunk
            child.emit('said')
          })
        }
        running.add(child)
        const ended = once(child, 'close').then(([status]) => {
          running.delete(child)
          return status as number | null
        })
        const failed = () => new Error(`${program} ${args.join(' ')} ended:\n${said.all}`)
        return { child, said, ended, failed }
      }
      const installed: Installed = {
        async run(program, ...args) {
          const { said, ended, failed } = begin(program, args)
          if ((await ended) !== 0) throw failed()
          return said.all
        },
        start(program, ...args) {
          const { child, said, ended, failed } = begin(program, args)
          return new Promise((resolve, reject) => {
            child.on('said', () => {
              const [url] = /http:\/\/localhost:[1-9]\d*/.exec(said.all) ?? []
              if (url) resolve(url)
            })
            ended.then(() => reject(failed()), reject)
          })
        },
      }
      copy(recipe, directory)
      await installed.run('npm', 'install', ...quietly)
      await use(installed)
      for (const { pid } of running) if (pid) endTree(pid)
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  siteUrl: [
    async ({ recipe, installed }, use) => {
      await installed.run('npm', 'run', 'build')
      const [program, ...args] =
        recipe === 'next' ? ['next', 'start', '--port', '0'] : ['vite', 'preview', '--port', '0']
      await use(await installed.start(join('node_modules', '.bin', program ?? ''), ...args))
    },
    { scope: 'worker', timeout: 300_000 },
  ],
})

export { expect }

/** What a person does on plex.tv's page. */
export async function approve(page: Page, { title }: Person) {
  await page.getByLabel(title).check()
  await page.getByRole('button', { name: 'Approve' }).click()
}

/** Ends a program and all that it started, by their ids. */
function endTree(pid: number) {
  if (windows) spawn.sync('taskkill', ['/pid', String(pid), '/t', '/f'])
  else process.kill(-pid)
}

function copy(recipe: RecipeName, directory: string) {
  cpSync(join(root, 'recipes', recipe), directory, { recursive: true })
  const path = join(directory, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const tarballs = JSON.parse(process.env[TARBALLS] ?? '{}')
  for (const wanted of [manifest.dependencies, manifest.devDependencies]) {
    for (const floor of floors) if (wanted[`@foyer/${floor}`]) wanted[`@foyer/${floor}`] = `file:${tarballs[floor]}`
  }
  writeFileSync(path, JSON.stringify(manifest))
}
