// Part of a run of all tests: red when FAULTS.md does not tell of those tagged `fault`; with -u it is written anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { faultsTable } from './faultsTable.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = fileURLToPath(new URL('../FAULTS.md', import.meta.url))

// biome-ignore lint/style/noDefaultExport: Vitest takes a reporter's default export.
export default class FaultsReporter implements Reporter {
  #writes = false

  onInit(vitest: Vitest) {
    this.#writes = vitest.config.snapshotOptions.updateSnapshot === 'all'
  }

  onTestRunEnd(modules: readonly TestModule[]) {
    const { text, complaints } = faultsTable(modules, root)
    if (this.#writes) writeFileSync(file, text)
    else if (readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== text)
      complaints.push('FAULTS.md is not what the tests say. Anew: npm run faults')
    if (complaints.length === 0) return
    console.error(`\n${complaints.join('\n')}`)
    process.exitCode = 1
  }
}
