// @vitest-environment node
import { createPlexClient, createPlexSession, type PlexUser } from '@foyer/client'
import { PlexProvider } from '@foyer/hooks'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { AccountCard, PlexSignIn, Show } from './index.ts'

const ada: PlexUser = {
  id: 1,
  uuid: 'ada',
  title: 'Ada </script>',
  username: 'ada',
  email: null,
  avatarUrl: null,
  kind: 'account',
  inHome: false,
  homeAdmin: false,
  hasProfilePin: false,
  twoFactor: true,
  joinedAt: null,
  country: null,
  locale: null,
  subscription: { active: false, plan: null, since: null, features: [] },
}
// The session is created as an app's module would: where there is no window, and for nobody.
const session = createPlexSession(createPlexClient({ product: 'Reelroom' }))
const html = (initialUser?: PlexUser | null) =>
  renderToString(
    <PlexProvider session={session} initialUser={initialUser}>
      <Show when="signed-in" pending="pending" fallback={<PlexSignIn />}>
        <AccountCard />
      </Show>
    </PlexProvider>,
  )

test('Node, which has no window, renders every first paint', () => {
  expect(typeof window).toBe('undefined')
  expect(html()).toBe('pending')
  expect(html(null)).toMatch(/^<form [^>]*method="dialog"/)
  expect(html(null)).toMatch(/autoComplete="username"[\s\S]*autoComplete="current-password"/)
  expect(html(ada)).toContain('<bdi>Ada &lt;/script&gt;</bdi>')
})
