import { afterEach, expect, test } from 'vitest'
import { createPlexClient, readSignInCooldown } from './index.ts'

afterEach(() => localStorage.clear())

test.each(['constructor', 'toString', '__proto__', 'network', '', null, 7])(
  'a stored cooldown with the code %j is none',
  (code) => {
    localStorage.setItem('foyer.cooldown.Reelroom', JSON.stringify({ code, endsAtMs: Number.MAX_SAFE_INTEGER }))
    expect(readSignInCooldown(createPlexClient({ product: 'Reelroom' }))).toBeNull()
  },
)
