// Checks the packages in the shape in which people get them: as tarballs, in a project that has nothing else.
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import spawn from 'cross-spawn'
import { type Floor, filesIn, floors, type Manifest, packAll, root, unpack } from './pack.ts'

/** Such as were reached for before; what a television's own bundle names is checked by `apps/chrome68.ts`. */
const youngNames =
  /\bglobalThis\b|\.(flatMap|flat|matchAll|replaceAll|at|findLast|fromEntries|hasOwn|allSettled)\(|\bstructuredClone\(/g

const directory = mkdtempSync(join(tmpdir(), 'foyer-packages-'))
const faults: string[] = []
const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
const compilers = ['5.9', '6.0', '7.0']
/** Ends badly when a global `fetch` is not answered by the emulator. */
const mswProgram = `
  const { createEmulator } = await import('@foyer/emulator')
  const { handlers } = await import('@foyer/emulator/msw')
  const { setupServer } = await import('msw/node')
  const plexTv = createEmulator()
  const server = setupServer(...handlers(plexTv))
  server.listen()
  const { status } = await fetch('https://plex.tv/api/v2/ping', { headers: { 'X-Plex-Client-Identifier': 'a' } })
  server.close()
  if (status !== 401 || plexTv.requests().length !== 1) throw new Error('msw answered ' + status)
`

/** Ends badly when the client is more than a few files for Node to open. */
const fewFilesProgram = `
  import { registerHooks } from 'node:module'
  const files = []
  registerHooks({
    load(url, context, next) {
      files.push(url)
      return next(url, context)
    },
  })
  await import('@foyer/client')
  if (files.length > 4) throw new Error(files.join(', '))
`
/** Needs nothing but React beside what Foyer brings: whatever these would import is looked for, used or not. */
const signInPage = `
  export { createPlexClient, createPlexSession } from '@foyer/client'
  export { PlexProvider, usePlexPin, usePlexSignIn, usePlexUser } from '@foyer/hooks'
  export { AccountCard, AccountMenu, LinkScreen, PlexSignIn, Show, SignInButton } from '@foyer/ui'
`

try {
  const tarballs = packAll(directory)
  const manifests = new Map(floors.map((floor) => [floor, unpack(tarballs.get(floor) ?? '', join(directory, floor))]))
  for (const [floor, tarball] of tarballs) {
    checkFiles(floor, filesIn(tarball))
    checkDirectives(floor)
    checkOptionals(floor)
    checkOldGlobals(floor)
    const styles = entriesOf(manifests.get(floor)).filter((entry) => entry.endsWith('.css'))
    run(`publint ${floor}`, 'publint', ['run', tarball, '--strict', '--level', 'warning'])
    run(`attw ${floor}`, 'attw', [
      tarball,
      ...['--profile', 'esm-only', '--no-emoji', '--format', 'ascii'],
      // A style sheet has no types to be wrong about.
      ...(styles.length > 0
        ? ['--exclude-entrypoints', ...styles.map((entry) => entry.split('/').slice(2).join('/'))]
        : []),
    ])
  }
  checkConsumer([...tarballs.values()], [...manifests.values()])
  checkOldMsw([tarballs.get('emulator') ?? ''])
} finally {
  rmSync(directory, { recursive: true })
}

if (faults.length > 0) {
  console.error(`\n${faults.join('\n')}`)
  process.exit(1)
}

function checkFiles(floor: Floor, files: string[]) {
  // zod's licence lets its text be copied where the licence goes too.
  const licences = floor === 'client' ? ['LICENSE', 'dist/zod-licence.txt'] : ['LICENSE']
  for (const wanted of ['README.md', 'package.json', ...licences]) {
    if (!files.includes(wanted)) faults.push(`${floor}: no ${wanted} in the tarball`)
  }
  for (const file of files) {
    if (/(\.(test|test-d|stories|spec)\.|\/testing\/|^src\/)/.test(file))
      faults.push(`${floor}: ${file} is in the tarball`)
  }
  console.log(`${floor}: ${files.length} files`)
}

/** Server components read how a file begins: what the source says there must stand in what ships. */
function checkDirectives(floor: Floor) {
  const source = join(root, 'packages', floor, 'src')
  const isForClient = (path: string) =>
    /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*['"]use client['"]/.test(readFileSync(path, 'utf8'))
  for (const file of globSync('**/*.{ts,tsx}', { cwd: source })) {
    const built = join(directory, floor, 'dist', file.replace(/\.tsx?$/, '.js'))
    if (!existsSync(built) || !isForClient(join(source, file)) || isForClient(built)) continue
    faults.push(`${floor}: ${file} lost its 'use client'`)
  }
}

/** With exactOptionalPropertyTypes on, what may be left out may be undefined only where its type says so. */
function checkOptionals(floor: Floor) {
  for (const file of globSync('dist/**/*.d.ts', { cwd: join(directory, floor) })) {
    const code = readFileSync(join(directory, floor, file), 'utf8')
    const strict = [...code.matchAll(/^\s+(?:readonly )?(\w+)\?: (?!.*undefined)[^,\n]*;$/gm)].map(([, name]) => name)
    if (strict.length > 0) faults.push(`${floor}: ${file} says no "| undefined" of ${strict.join(', ')}`)
  }
}

/** A bundler brings syntax down to what a television knows, and no name. */
function checkOldGlobals(floor: Floor) {
  if (floor === 'emulator') return
  for (const file of globSync('dist/**/*.js', { cwd: join(directory, floor) })) {
    // Examples in comments are other people's code.
    const code = readFileSync(join(directory, floor, file), 'utf8').replace(/^\s*(\*|\/\/).*$/gm, '')
    const names = code.match(youngNames) ?? []
    if (names.length > 0) faults.push(`${floor}: ${file} names ${names.join(', ')}, which Chrome 68 has not`)
  }
}

/** Installs all of them with npm, imports every entry in Node, and compiles a file that uses every entry. */
function checkConsumer(tarballs: string[], manifests: Manifest[]) {
  const project = join(directory, 'consumer')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const peers = ['react', 'react-dom', 'msw', '@types/react', '@types/react-dom']
  const wanted = [
    ...tarballs,
    ...peers.map((name) => `${name}@${versionHere(name)}`),
    ...compilers.map((version) => `typescript-${version}@npm:typescript@${version}`),
    '@radix-ui/react-checkbox@1',
  ]
  if (!run('npm install', 'npm', ['install', ...quietly, ...wanted], project)) return

  const entries = manifests.flatMap(entriesOf)
  const modules = entries.filter((entry) => !entry.endsWith('.css'))
  const imports = modules.map((entry) => `await import('${entry}')`).join('\n')
  run('import every entry', process.execPath, ['--input-type=module', '--eval', imports], project)
  // What isn't written in ES modules, Jest's or a bundler's configuration say, gets them too: Node can.
  run(
    'require every entry',
    process.execPath,
    ['--eval', modules.map((entry) => `require('${entry}')`).join('\n')],
    project,
  )
  run('open few files for the client', process.execPath, ['--input-type=module', '--eval', fewFilesProgram], project)
  if (existsSync(join(project, 'node_modules/@tanstack'))) faults.push('TanStack Query came with the packages')
  writeFileSync(join(project, 'page.js'), signInPage)
  run('bundle a page that signs in', 'esbuild', ['page.js', '--bundle', '--outfile=page.out.js'], project)
  run('msw 3', process.execPath, ['--input-type=module', '--eval', mswProgram], project)
  checkSnippets(project)

  const named = modules.map((entry, index) => `import * as entry${index} from '${entry}'`).join('\n')
  writeFileSync(
    join(project, 'consumer.ts'),
    `${named}\nexport const all: object[] = [${modules.map((_, index) => `entry${index}`)}]\n`,
  )
  for (const resolution of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    run(
      `tsc ${resolution[1]}`,
      'tsc',
      [
        ...[
          '--noEmit',
          '--strict',
          '--skipLibCheck',
          'false',
          '--target',
          'es2022',
          '--lib',
          'es2023,dom,dom.iterable',
        ],
        ...[
          '--types',
          '',
          '--module',
          resolution[0],
          '--moduleResolution',
          resolution[1],
          '--ignoreConfig',
          'consumer.ts',
        ],
      ],
      project,
    )
  }
}

/**
 * Compiles what the READMEs and the documentation of the sources show, as a stranger's `tsc --init` would, and with
 * nothing turned off.
 */
function checkSnippets(project: string) {
  const snippets = join(project, 'snippets')
  mkdirSync(snippets)
  for (const readme of globSync('{README.md,packages/*/README.md}', { cwd: root })) {
    writeSnippets(snippets, readme, readFileSync(join(root, readme), 'utf8'))
  }
  for (const source of globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root })) {
    const comments = readFileSync(join(root, source), 'utf8').match(/^ *\*( .*)?$/gm) ?? []
    writeSnippets(snippets, source, comments.map((line) => line.replace(/^ *\* ?/, '')).join('\n'))
  }
  cpSync(join(root, '.ci/snippets'), snippets, { recursive: true })
  for (const version of compilers) {
    const tsc = join(project, `node_modules/typescript-${version}/bin/tsc`)
    rmSync(join(snippets, 'tsconfig.json'), { force: true })
    run(`tsc ${version} --init`, process.execPath, [tsc, '--init'], snippets)
    run(`tsc ${version}: what the READMEs show`, process.execPath, [tsc, '--noEmit'], snippets)
  }
}

/** A file for each block of code that stands alone; one without imports is a part of something. */
function writeSnippets(directory: string, name: string, text: string) {
  for (const [at, [, kind, code = '']] of [...text.matchAll(/```(tsx?)\n([\s\S]*?)```/g)].entries()) {
    if (!/^import /m.test(code)) continue
    writeFileSync(join(directory, `${name.replace(/[\\/.]/g, '-')}-${at + 1}.${kind}`), code)
  }
}

/** Installs the emulator beside the other msw that it runs with. */
function checkOldMsw(tarballs: string[]) {
  const project = join(directory, 'msw-2')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }))
  if (!run('npm install beside msw 2', 'npm', ['install', ...quietly, ...tarballs, 'msw@2'], project)) return
  run('msw 2', process.execPath, ['--input-type=module', '--eval', mswProgram], project)
}

function entriesOf(manifest: Manifest | undefined) {
  return Object.keys(manifest?.exports ?? {}).map((entry) => posix.join(manifest?.name ?? '', entry))
}

function versionHere(name: string): string {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** Runs one check; what it said is shown when it fails. */
function run(what: string, command: string, args: string[], cwd = directory) {
  const { status, stdout, stderr, error } = spawn.sync(command, args, { cwd, encoding: 'utf8' })
  if (error) throw error
  if (status === 0) console.log(`${what}: fine`)
  else faults.push(`${what}: ${command} ended with ${status}\n${stdout}${stderr}`)
  return status === 0
}
