// The demos' journeys in every engine that people have: `npm run engines`, or some: `npm run engines -- firefox webkit`.
import { cannot } from '../apps/engines/cannot.ts'
import type { Engine } from '../apps/engines/Engine.ts'
import { type EngineName, startEngine, startTelevision } from '../apps/engines/startEngine.ts'
import { installBrowser } from './browser.ts'
import { type Counts, journeyCounts } from './counts.ts'
import { installFirefox, installTvChromium, installWebKit, type TvChromium } from './installedEngines.ts'
import { reportOf, runSteps, type Step } from './steps.ts'

const installs: Record<EngineName, () => void> = {
  chromium: installBrowser,
  firefox: installFirefox,
  webkit: installWebKit,
}

/** Started once before its journeys, each engine says which it is. */
async function versionOf(starting: Promise<Engine>): Promise<string> {
  const engine = await starting
  await engine.close()
  return engine.version
}

const notesOn = (name: string) =>
  cannot.filter(({ engine }) => engine === name).map(({ journey, reason }) => `not run: ${journey}. ${reason}`)

const journeys = (...projects: string[]) =>
  `playwright test --config apps/engines.config.ts --reporter=list,json ${projects.map((name) => `--project=${name}`).join(' ')}`

const browser = (name: EngineName, ...projects: string[]): Step => ({
  name,
  equip() {
    installs[name]()
    return versionOf(startEngine[name]())
  },
  commands: [journeys(name, ...projects)],
  counts: journeyCounts,
  notes: notesOn(name),
})

const television = (major: TvChromium): Step => ({
  name: `chromium-${major}`,
  equip() {
    // Debian's Chromium brings the libraries that the old one wants.
    installBrowser()
    installTvChromium(major)
    return versionOf(startTelevision(major))
  },
  commands: [journeys(`chromium-${major}`)],
  counts: journeyCounts,
})

/** A script of ours that says itself how much of it passed. */
const script = (name: string): Step => ({
  name,
  hasTable: true,
  commands: [`node .ci/${name}.ts --counts "${reportOf(name)}"`],
  counts: (report) => report as Counts,
})

const steps: Step[] = [
  browser('chromium', 'chromium-tv'),
  browser('firefox'),
  browser('webkit'),
  television(68),
  television(79),
  television(92),
  script('runtimes'),
  script('consumers'),
]

await runSteps('Engine', steps, process.argv.slice(2))
