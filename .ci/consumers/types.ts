// A strict app's types, in each TypeScript that people have and each way in which it finds modules.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../pack.ts'
import { tools } from './tools.ts'

/** How an app compiled. */
export interface Compiled {
  name: string
  version: string
  problem: string | null
}

const versions = ['5.2', '5.3', '5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0']
const resolutions = [
  ['esnext', 'bundler'],
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
] as const
/** Two cores are enough for two of them. */
const AT_ONCE = 2

/** Compiles a strict stranger's app, `.ci/snippets/app.tsx`. */
export async function checkTypes(wanted: (name: string) => boolean): Promise<Compiled[]> {
  const runs = versions.flatMap((version) =>
    resolutions.map(([module, moduleResolution]) => ({
      name: `TypeScript ${version}, ${moduleResolution}`,
      tool: `typescript-${version}`,
      // The libraries' own types are looked at once a version; how modules are found changes nothing in them.
      options: {
        module,
        moduleResolution,
        skipLibCheck: moduleResolution !== 'bundler',
        // So that a sheet without types is an error, where TypeScript can tell.
        ...(version >= '5.6' && { noUncheckedSideEffectImports: true }),
      },
    })),
  )
  const chosen = runs.filter(({ name }) => wanted(name) || wanted('types'))
  const queue = chosen.entries()
  const compiled: Compiled[] = []
  const work = async () => {
    for (const [at, { name, tool, options }] of queue) {
      const folder = join(tools.directory, 'types', String(at))
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      cpSync(join(root, '.ci/snippets/app.tsx'), join(folder, 'app.tsx'))
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options } }))
      const said = await compile(tool, folder)
      compiled[at] = { name, version: tools.version(tool), problem: ourErrors(said) }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return compiled
}

const strict = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  jsx: 'react-jsx',
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
}

function compile(tool: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tools.path(tool, 'bin/tsc')], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text
      })
    }
    child.on('error', reject)
    child.on('close', (status) => resolve(status === 0 ? '' : said || `It ended with ${status}.`))
  })
}

/** What is wrong with the app or with our types; the types of other libraries are newer than an old TypeScript. */
function ourErrors(said: string): string | null {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^\s/.test(line))
  const ours = lines.filter((line) => !/node_modules\/(?!@foyer\/)/.test(line))
  return ours.length > 0 ? ours.join('\n') : null
}
