import { spawnSync } from 'node:child_process'
import { floors } from '../pack.ts'
import { beyond, type Figure, interleaved } from './figure.ts'
import type { Project } from './project.ts'

const PROCESSES = 15

/** What `import` of each package costs in a Node process that has loaded nothing, less what that process costs. */
export async function coldImport({ directory }: Project): Promise<Figure[]> {
  const importing =
    (...names: string[]) =>
    () => {
      const code = names.map((name) => `await import('${name}')`).join('\n')
      const started = performance.now()
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: directory,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production' },
      })
      if (status !== 0) throw new Error(`Could not import ${names}: ${stderr}`)
      return performance.now() - started
    }
  const theirs = ['react', 'react/jsx-runtime']
  const samples = await interleaved(PROCESSES, {
    empty: importing(),
    theirs: importing(...theirs),
    client: importing('@foyer/client'),
    hooks: importing('@foyer/hooks'),
    ui: importing('@foyer/ui'),
    emulator: importing('@foyer/emulator'),
  })
  const against = { name: 'React alone', samples: beyond(samples.theirs, samples.empty) }
  return floors.map((floor) => ({
    name: `cold import in Node, @foyer/${floor}`,
    unit: 'ms',
    samples: beyond(samples[floor], samples.empty),
    // These two bring in what the app has anyway.
    ...((floor === 'hooks' || floor === 'ui') && { against }),
  }))
}
