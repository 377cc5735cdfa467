import { writeBareForm } from './bareForm.ts'
import { type Builds, ofEach } from './builds.ts'
import { type Figure, interleaved } from './figure.ts'

const ROUNDS = 400
/** Few a sample, so that whoever else wants the core gets it between two samples more often than within one. */
const RENDERS = 20

/** The form as a server renders it, against a component that holds nothing but the same elements. */
export async function serverRender(builds: Builds): Promise<Figure[]> {
  const { foyer, before } = await ofEach(builds, writeBareForm)
  const tasks = {
    foyer: () => perSecond(foyer.foyer),
    bare: () => perSecond(foyer.bare),
    ...(before && { before: () => perSecond(before.foyer) }),
  }
  await interleaved(ROUNDS / 3, tasks)
  const samples = await interleaved(ROUNDS, tasks)
  return [
    {
      name: `server render of the form, ${foyer.foyer().length} characters`,
      unit: '/s',
      samples: samples.foyer,
      against: { name: 'the same elements, bare', samples: samples.bare },
      before: samples.before,
      // At least 0.7 as many.
      goal: { of: 'ratio', atMost: 1.43 },
    },
  ]
}

function perSecond(render: () => string) {
  const started = performance.now()
  for (let run = 0; run < RENDERS; run++) render()
  return (RENDERS / (performance.now() - started)) * 1000
}
