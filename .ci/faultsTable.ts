// FAULTS.md, out of the tests tagged `fault`: one row a test, or a `describe` around a table of cases.
import { relative } from 'node:path'
import type { TestCase, TestModule, TestSuite } from 'vitest/node'
import { faultAreas } from './faultTags.ts'

/** Something that goes wrong, as its test tells of it. */
interface Fault {
  area: string
  fault: string
  endState: string
  path: string
  line: number
  cases: number
}

const ARROW = ' → '

/** The whole text of FAULTS.md, and what is wrong with the tests that it is made from. */
export function faultsTable(modules: readonly TestModule[], root: string) {
  const complaints: string[] = []
  const faults = new Map<string, Fault>()

  /** A test's row is its own name, or that of the `describe` that it is a case of. */
  function add(test: TestCase) {
    const where = `${relative(root, test.module.moduleId)}: ${test.fullName}`
    const named = [test, ...suitesOf(test)].find(({ name }) => name.includes(ARROW))
    const areas = test.tags.filter((tag): tag is keyof typeof faultAreas => tag in faultAreas)
    if (!test.meta().canary) complaints.push(`${where}: nothing looks for secrets in it; use faultTest.`)
    if (areas.length !== 1) complaints.push(`${where}: needs one of the tags ${Object.keys(faultAreas).join(', ')}.`)
    const [area] = areas
    if (!named?.location || !area) {
      complaints.push(`${where}: neither it nor its describe is named as "what goes wrong${ARROW}how it ends".`)
      return
    }
    const path = relative(root, test.module.moduleId).replaceAll('\\', '/')
    const key = `${path}:${named.location.line}`
    const [fault = '', endState = ''] = named.name.split(ARROW)
    const known = faults.get(key)
    if (known) known.cases++
    else faults.set(key, { area, fault, endState, path, line: named.location.line, cases: 1 })
  }

  // On React 18 the same tests run once more.
  for (const module of modules.filter(({ project }) => project.name !== 'dom-react-18'))
    for (const test of module.children.allTests()) if (test.tags.includes('fault')) add(test)

  return { text: textOf([...faults.values()]), complaints }
}

function suitesOf(test: TestCase): TestSuite[] {
  const suites: TestSuite[] = []
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) suites.push(parent)
  return suites
}

function textOf(faults: readonly Fault[]) {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rowOf = ({ fault, endState, path, line, cases }: Fault) =>
    `| ${cell(fault)}${cases > 1 ? ` (× ${cases})` : ''} | ${cell(endState)} | [${path.split('/')[1]}](${path}#L${line}) |`
  const sections = Object.entries(faultAreas).flatMap(([area, title]) => {
    const here = faults.filter((fault) => fault.area === area)
    here.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
    return [`## ${title}`, '', '| fault | result | test |', '| --- | --- | --- |', ...here.map(rowOf), '']
  })
  return [
    '# What goes wrong, and what comes of it',
    '',
    `Made from ${faults.reduce((sum, { cases }) => sum + cases, 0)} tests, those tagged \`fault\`, each of which passes: \`npm test\` is red when one does not, and when this`,
    'table is not what they say. Anew: `npm run faults`. A row with “× 8” has eight cases.',
    '',
    'After every one, too: the password, the verification code, the token and the words of a server are in no error, console',
    'call, message between tabs, URL, history, title or page, and in no storage but the token in the one that the app chose;',
    'no rejection is unhandled; no timer, listener or channel is left; no prototype is changed.',
    '',
    ...sections,
  ].join('\n')
}
