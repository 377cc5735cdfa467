import { areas, type FaultRow } from './faultRow.ts'

/** Rows by the file that lists them. */
export type FaultFiles = Readonly<Record<string, readonly FaultRow[]>>

/** The rows of modules as `import.meta.glob` gives them, by file, from the root of the repository. */
export function faultFiles(modules: Record<string, unknown>): FaultFiles {
  const files = Object.entries(modules).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    files.map(([path, module]) => [
      path.replace(/^(\.\.?\/)+/, ''),
      Object.values(module as object).flat() as FaultRow[],
    ]),
  )
}

/** The whole text of FAULTS.md. */
export function faultsTable(files: FaultFiles): string {
  const rows = Object.entries(files).flatMap(([file, rows]) =>
    rows.map((row) => ({ ...row, file: row.shownBy ?? file })),
  )
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const sections = areas.flatMap((area) => {
    const here = rows.filter((row) => row.area === area)
    const lines = here.map(
      ({ fault, endState, file }) => `| ${cell(fault)} | ${cell(endState)} | [${file.split('/')[1]}](${file}) |`,
    )
    return here.length > 0 ? [`## ${area}`, '', '| fault | result | test |', '| --- | --- | --- |', ...lines, ''] : []
  })
  return [
    '# What goes wrong, and what comes of it',
    '',
    `Made from ${rows.length} tests, each of which passes: \`npm test\` is red when one does not, and when this table is not what`,
    'they say. Anew: `npm run unit -- .ci/faults.test.tsx -u`.',
    '',
    'After every row, too: the password, the verification code, the token and the words of a server are in no error, console',
    'call, message between tabs, URL, history, title or page, and in no storage but the token in the one that the app chose;',
    'no rejection is unhandled; no timer, listener or channel is left; no prototype is changed.',
    '',
    ...sections,
  ].join('\n')
}
