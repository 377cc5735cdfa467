// The whole check: `npm test`, or some of its steps: `npm test -- types lint`.
import { journeyCounts, vitestCounts } from './counts.ts'
import { reportOf, runSteps, type Step } from './steps.ts'

const vitest = (name: string, projects: string) =>
  `vitest run ${projects} --reporter=default --reporter=json "--outputFile.json=${reportOf(name)}"`

const steps: Step[] = [
  { name: 'browser', commands: ['node .ci/browser.ts'] },
  { name: 'types', commands: ['tsc --noEmit'] },
  { name: 'lint', commands: ['biome check --error-on-warnings'] },
  { name: 'unused', commands: ['knip --no-progress --treat-config-hints-as-errors'] },
  {
    name: 'tests',
    commands: [
      vitest(
        'tests',
        '--maxWorkers=100% --project node --project dom --project dom-react-18 --reporter=./.ci/faultsReporter.ts',
      ),
    ],
    counts: vitestCounts,
  },
  { name: 'build', commands: ['pnpm -r --workspace-concurrency=1 run build', 'storybook build --quiet'] },
  { name: 'stories', commands: [vitest('stories', '--project stories')], counts: vitestCounts },
  {
    name: 'journeys',
    commands: ['playwright test --config apps/playwright.config.ts --reporter=list,json'],
    counts: journeyCounts,
  },
  { name: 'packages', commands: ['node .ci/packages.ts'] },
  {
    name: 'recipes',
    commands: ['playwright test --config recipes/playwright.config.ts --reporter=list,json'],
    counts: journeyCounts,
  },
  { name: 'sizes', commands: ['node .ci/sizes.ts'] },
]

await runSteps('Step', steps, process.argv.slice(2))
