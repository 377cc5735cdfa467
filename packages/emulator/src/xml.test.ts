import { expect, test } from 'vitest'
import { xml, xmlList } from './xml.ts'

test.each([
  ['a number, a text, nothing', { id: 7, name: 'Ada', locale: null }, '<user id="7" name="Ada" locale=""/>'],
  ['yes and no', { home: true, guest: false }, '<user home="1" guest="0"/>'],
  [
    'an instant of a subscription',
    { subscribedAt: '2023-09-19T00:00:00Z' },
    '<user subscribedAt="2023-09-19 00:00:00 UTC"/>',
  ],
  ['the instants of a pin', { createdAt: '2026-11-22T00:00:00Z' }, '<user createdAt="2026-11-22 00:00:00 UTC"/>'],
  ['markup', { title: `<b title="x">&</b>` }, '<user title="&lt;b title=&quot;x&quot;&gt;&amp;&lt;/b&gt;"/>'],
  [
    'an element within',
    { id: 7, profile: { autoSelectAudio: true } },
    '<user id="7"><profile autoSelectAudio="1"/></user>',
  ],
  ['a list of names', { roles: ['plexpass'] }, '<user><roles><role id="plexpass"/></roles></user>'],
  ['a list of elements', { services: [{ token: null }] }, '<user><services><service token=""/></services></user>'],
  ['an empty list', { entitlements: [] }, '<user><entitlements/></user>'],
])('writes %s', (_what, fields, expected) => {
  expect(xml('user', fields)).toBe(expected)
})

test('writes a list on its own', () => {
  expect(xmlList('errors', [{ code: 1001 }])).toBe('<errors><error code="1001"/></errors>')
})
