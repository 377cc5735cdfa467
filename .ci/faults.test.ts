import { describe, test } from 'vitest'
import { faultFiles } from './faults/faultsTable.ts'
import { runFault } from './faults/runFault.ts'

const files = faultFiles(import.meta.glob('../packages/*/src/testing/*Faults.ts', { eager: true }))

describe.each(Object.entries(files))('%s', (_file, rows) => {
  for (const { fault, endState, run } of rows) if (run) test(`${fault} → ${endState}`, () => runFault(run))
})
