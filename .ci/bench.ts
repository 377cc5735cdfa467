// What Foyer costs, beside the same work without it: `npm run bench`. Nothing here can fail on a figure.
// `--compare COMMIT` runs an earlier build beside this one.
// `--json` prints it for a program, as the last line; `npm run --silent bench -- --json | tail -1` is that line alone.
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { type Builds, ofEach } from './bench/builds.ts'
import { coldImport } from './bench/coldImport.ts'
import { commits } from './bench/commits.ts'
import { checkOut } from './bench/earlier.ts'
import { type Figure, resultOf } from './bench/figure.ts'
import { firstParse, writeHostPage } from './bench/firstParse.ts'
import { heapAfterLoad } from './bench/heap.ts'
import { mounts } from './bench/mounts.ts'
import { pins } from './bench/pins.ts'
import { createProject } from './bench/project.ts'
import { renewals } from './bench/renewals.ts'
import { type Report, reportText } from './bench/report.ts'
import { roundTrip } from './bench/roundTrip.ts'
import { serverRender } from './bench/serverRender.ts'
import { type Site, serveSite } from './bench/site.ts'
import { submit } from './bench/submit.ts'
import { television } from './bench/television.ts'
import { tokens } from './bench/tokens.ts'
import { serveTvSites } from './bench/tvSites.ts'
import { typing } from './bench/typing.ts'
import { wayToServer, wayToServerNotes } from './bench/wayToServer.ts'
import { wholePages } from './bench/wholePages.ts'
import { launchOptions } from './browser.ts'
import { installTvChromium, tvChromiumPath } from './installedEngines.ts'
import { buildPackages, root } from './pack.ts'
import { runProgram } from './program.ts'
import { measureSizes } from './sizes.ts'

const loads = loadavg().slice(0, 1)
const figures: Figure[] = []
const step = async <T>(name: string, task: () => T | Promise<T>): Promise<T> => {
  const started = performance.now()
  process.stderr.write(`${name} … `)
  const result = await task()
  loads.push(...loadavg().slice(0, 1))
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  return result
}
const measure = async (name: string, task: () => Promise<Figure[]>) => figures.push(...(await step(name, task)))

const compareAt = process.argv.indexOf('--compare')
const comparedWith = compareAt < 0 ? undefined : process.argv[compareAt + 1]
if (compareAt >= 0 && !comparedWith) throw new Error('Name a commit after --compare.')

await step('browser', () => {
  runProgram(process.execPath, [join(root, '.ci/browser.ts')])
  installTvChromium(79)
})
await step('build', () => buildPackages())
const earlier = comparedWith === undefined ? undefined : await step('earlier build', () => checkOut(comparedWith))
const builds = await step('packages', () => {
  const sources: Builds<string> = { foyer: root, ...(earlier && { before: earlier.directory }) }
  return ofEach(sources, createProject)
})
const project = builds.foyer
try {
  const pages = await step('whole pages', () => wholePages(builds))
  const { sizes, formBundle } = await step('sizes', () => measureSizes(project.directory))
  await measure('round trip', () => roundTrip(builds))
  await measure('way to a server', () => wayToServer(project))
  await measure('tokens', () => tokens(project))
  await measure('server render', () => serverRender(builds))
  await measure('cold import', () => coldImport(builds))
  const pinRows = await step('pins', () => pins(project))

  const { createEmulator } = await project.load<typeof import('@foyer/emulator')>('@foyer/emulator')
  const { serve } = await project.load<typeof import('@foyer/emulator/server')>('@foyer/emulator/server')
  const emulator = createEmulator()
  const plexTv = await serve(emulator, { port: 0 })
  await step('host page', () => writeHostPage(project))
  const sites = await step('pages', () => ofEach(builds, serveSite))
  const browser = await chromium.launch(launchOptions())
  const addressOf = (site: Site, page: string) => `${site.url}${page}.html?plex=${encodeURIComponent(plexTv.url)}`
  const urlOf = (page: string) => addressOf(sites.foyer, page)
  const before = sites.before && addressOf(sites.before, 'form')
  try {
    pinRows.push(...(await step('renewals', () => renewals(browser, urlOf('link')))))
    pinRows.push(...(await step('mounts', () => mounts(browser, urlOf('mounts')))))
    await measure('heap', () => heapAfterLoad(browser, { form: urlOf('form'), elements: urlOf('elements'), before }))
    await measure('first parse', () => firstParse(browser, urlOf('host'), formBundle))
    await measure('commits', () => commits(browser, urlOf('form'), emulator))
    await measure('typing', () => typing(browser, urlOf, emulator))
    await measure('submit', () => submit(browser, { form: urlOf('form'), asking: urlOf('asking'), before }, emulator))
    await measure('televisions', async () => {
      const tv = await serveTvSites(plexTv, join(project.directory, 'tv'), earlier?.directory)
      const { executablePath = '', args } = launchOptions()
      const reset = () => emulator.reset()
      const sets = [
        { name: 'Chromium 79', executable: tvChromiumPath(79), args },
        { name: `Chromium ${browser.version().split('.')[0]}`, executable: executablePath, args },
      ]
      try {
        const figures: Figure[] = []
        for (const set of sets) figures.push(...(await television(set, tv.pages, reset)))
        return figures
      } finally {
        await tv.close()
      }
    })
    const report: Report = {
      date: new Date().toISOString().slice(0, 10),
      machine: {
        cores: cpus().length,
        model: cpus()[0]?.model.trim() ?? '',
        load: [Math.min(...loads), Math.max(...loads)],
        node: process.versions.node,
        chromium: browser.version(),
      },
      pages,
      sizes,
      figures: figures.map(resultOf),
      notes: wayToServerNotes,
      pins: pinRows,
    }
    console.log(process.argv.includes('--json') ? JSON.stringify(report) : `\n${reportText(report)}`)
  } finally {
    await browser.close()
    for (const site of Object.values(sites)) await site.close()
    await plexTv.close()
  }
} finally {
  for (const build of Object.values(builds)) build.remove()
  earlier?.remove()
}
