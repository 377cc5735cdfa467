import { floors } from '../pack.ts'
import { runProgram } from '../program.ts'
import { type Builds, ofEach } from './builds.ts'
import { beyond, type Figure, interleaved } from './figure.ts'
import type { Project } from './project.ts'

const ROUNDS = 15
/** How much of what each took on 22 November 2026 it is to take. The emulator is the same in every build. */
const ofBefore: Partial<Record<string, number>> = { client: 0.4, hooks: 0.5, ui: 0.55 }

/** The processor's time for the `import` of each package in a Node process that has loaded nothing, over such a one's. */
export async function coldImport(builds: Builds): Promise<Figure[]> {
  const { foyer, before } = await ofEach(builds, importOf)
  const own = await interleaved(ROUNDS, {
    empty: foyer(),
    react: foyer('react', 'react/jsx-runtime'),
    ...Object.fromEntries(floors.map((floor) => [floor, foyer(`@foyer/${floor}`)])),
    ...(before && Object.fromEntries(floors.map((floor) => [`${floor}, before`, before(`@foyer/${floor}`)]))),
  } as Record<string, () => number>)
  const overEmpty = (name: string) => beyond(own[name] ?? [], own.empty ?? [])
  return floors.map((floor) => ({
    name: `import in Node, processor time, @foyer/${floor}`,
    unit: 'ms',
    samples: overEmpty(floor),
    // These two bring in what the app has anyway.
    ...((floor === 'hooks' || floor === 'ui') && { against: { name: 'React alone', samples: overEmpty('react') } }),
    ...(before &&
      ofBefore[floor] && {
        before: overEmpty(`${floor}, before`),
        goal: { of: 'change', atMost: ofBefore[floor] },
      }),
  }))
}

/** Imports these in a new process of a project's; gives its milliseconds, of all its threads. */
const importOf =
  ({ directory }: Project) =>
  (...names: string[]) =>
  () => {
    const code = [
      ...names.map((name) => `await import('${name}')`),
      'const { user, system } = process.cpuUsage()',
      'console.log((user + system) / 1000)',
    ].join('\n')
    const env = { ...process.env, NODE_ENV: 'production' }
    return Number(
      runProgram(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: directory,
        env,
        encoding: 'utf8',
      }),
    )
  }
