import type { TestTags } from 'vitest'

/** FAULTS.md has a section for each, in this order. */
export const faultAreas = {
  network: 'Network',
  protocol: 'Protocol',
  pin: 'Pin',
  browser: 'Browser and React',
  'hostile-input': 'Hostile input',
} satisfies Record<TestTags['area'], string>

/** The tags that tests may have: `--tags-filter 'fault && pin'` runs those alone. */
export const tags = [
  { name: 'fault' as const, description: 'Something goes wrong: "what → how it ends". FAULTS.md lists them.' },
  ...Object.entries(faultAreas).map(([name, area]) => ({
    name: name as TestTags['area'],
    description: `A fault, under "${area}".`,
  })),
]
