// A tab in which nothing but a session has ever touched storage, as in an app whose pages show who is in, and have no
// way in themselves. (The demo's form reads what it needs from there as well.)
import type * as Client from '@foyer/client'
import { build } from 'esbuild'
import { createTab } from './Tab.ts'
import { expect, firstTab, test } from './test.ts'
import { visitorOn } from './visitor.ts'

test('a tab that has read nothing yet hears who has signed in in another, and out', async ({
  engine,
  siteUrl,
  plexTv,
  emulator,
}) => {
  const person = emulator.person('plain')
  const tab = await firstTab(engine)
  const onlooker = createTab(await engine.openTab())
  // A page of the app's origin without a script.
  await onlooker.goto(new URL('reel.svg', siteUrl).href)
  await onlooker.addScript(await sessionScript(plexTv.url))
  const whoIsIn = () => onlooker.evaluate(readSession)
  await expect.poll(whoIsIn).toBe('signed-out')

  await tab.goto(siteUrl)
  await visitorOn(tab).submitCredentials(person)
  await visitorOn(tab).seesAccountOf(person)
  await expect.poll(whoIsIn).toBe(person.title)
  await tab.click({ role: 'button', name: 'Sign out' })
  await expect.poll(whoIsIn).toBe('signed-out')
})

interface WithSession {
  session: Client.PlexSession
}

/** Runs in the page. */
function readSession() {
  const state = (window as unknown as WithSession).session.getState()
  return state.status === 'signed-in' ? state.user.title : state.status
}

/** Makes a session as the demo does, and looks at it, as a page does that shows who is in. */
async function sessionScript(plexUrl: string) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createPlexClient, createPlexSession } from '@foyer/client'
        window.session = createPlexSession(createPlexClient({ product: 'Reelroom', baseUrl: '${plexUrl}' }))
        window.session.subscribe(() => {})`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
