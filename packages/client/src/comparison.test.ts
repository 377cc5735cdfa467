import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { createPlexClient, createPlexSession, createTokenSource, type TokenSourceOptions } from './index.ts'

const inPackage = (path: string) => new URL(`../${path}`, import.meta.url)
const read = (path: string) => readFileSync(inPackage(path), 'utf8')

const table = read('README.md').split('\n## Coming from another library\n')[1]?.split('\n## ')[0] ?? ''
/** The columns of each row: theirs, ours, why. */
const rows = [...table.matchAll(/^\| (.*) \| (.*) \| (.*) \|$/gm)].map(([, theirs = '', ours = '', why = '']) => ({
  theirs: theirs.trim(),
  ours: ours.trim(),
  why: why.trim(),
}))
const comparisons = rows.slice(2)

const codeIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** Everything that one can import of the published package, by its name. */
const exported = new Map<string, unknown>()
beforeAll(async () => {
  const { exports, publishConfig } = JSON.parse(read('package.json'))
  for (const entry of Object.keys(publishConfig.exports)) {
    const names: object = await import(inPackage(exports[entry]).href)
    for (const [name, value] of Object.entries(names)) exported.set(name, value)
  }
})

const options: readonly string[] = ['register', 'keys'] satisfies readonly (keyof TokenSourceOptions)[]
const plex = createPlexClient({ product: 'Reelroom', clientIdentifier: 'cli' })
const objects: Readonly<Record<string, object>> = {
  session: createPlexSession(plex, { storage: 'memory' }),
  source: createTokenSource(plex, { register: async () => ({ token: '' }) }),
}

/** What a name in our column is; null for what there is not. */
function kindOf(name: string): string | null {
  if (typeof exported.get(name) === 'function') return 'function'
  if (options.includes(name)) return 'option'
  const [object = '', method = ''] = name.split('.')
  if (typeof Reflect.get(objects[object] ?? {}, method) === 'function') return 'method'
  // There is a page for each code, and for nothing else.
  return existsSync(inPackage(`errors/${name}.md`)) ? 'error code' : null
}

test.each([
  ['createFileStore', 'function'],
  ['deviceKeys', 'function'],
  ['session.call', 'method'],
  ['session.renew', null],
  ['device-key-lost', 'error code'],
  ['device-key-stolen', null],
  ['createTokenSources', null],
])('%s is told as what it is', (name, kind) => {
  expect(kindOf(name)).toBe(kind)
})

describe.each(comparisons)('$theirs', ({ ours, why }) => {
  test('is compared with what there is, or with none', () => {
    const names = codeIn(ours)
    expect(names.filter((name) => kindOf(name) === null)).toEqual([])
    if (names.length === 0) expect(ours).toBe('none')
    expect(why).not.toBe('')
  })
})

test('every operation of theirs is compared', () => {
  const theirs = {
    plexjs: [
      'plexAPI.authentication.getTokenDetails',
      'authenticationGetTokenDetails',
      'plexAPI.authentication.postUsersSignInData',
      'authenticationPostUsersSignInData',
    ],
    plexgo: ['GetTransientToken', 'GetSourceConnectionInformation', 'GetTokenDetails', 'PostUsersSignInData'],
    plextv: [
      'Config',
      'DefaultConfig',
      'WithClientID',
      'WithDevice',
      'Scopes',
      'RegisterWithCredentials',
      'RegisterWithPIN',
      'CreatePIN',
      'ValidatePIN',
      'TokenSource',
      'WithToken',
      'WithCredentials',
      'WithPIN',
      'WithJWT',
      'WithLogger',
      'GenerateAndUploadPublicKey',
      'UploadPublicKey',
      'JWTToken',
      'Client',
      'User',
      'RegisteredDevices',
      'MediaServers',
      'Resources',
      'JWTSecureDataStore',
      'JWTSecureData',
      'Token.IsValid',
      'Token.IsLegacy',
      'ErrInvalidToken',
      'ErrInvalidClientID',
      'ErrNoTokenSource',
      'ErrUnauthorized',
      'ErrTooManyRequests',
      'ErrJWKMissing',
      'PlexError',
      'ParsePlexError',
    ],
  }
  for (const [library, operations] of Object.entries(theirs)) {
    const compared = comparisons.filter((row) => row.theirs.startsWith(`${library}: `))
    expect(compared.flatMap((row) => codeIn(row.theirs))).toEqual(expect.arrayContaining(operations))
  }
})
