// @module-tag fault
// @module-tag hostile-input
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { beforeEach, describe, expect } from 'vitest'
import { isPlexError } from '../index.ts'
import { type Canary, faultTest as test } from '../testing/faultTest.ts'
import { createFileStore } from './index.ts'

/** A file store, and what can lie where its file should. */
let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-file-store-'))
  path = join(folder, 'session.json')
  return () => rmSync(folder, { recursive: true, force: true })
})

interface Sealed {
  version: unknown
  scrypt: { N: unknown; r: unknown; p: unknown; salt: string }
  'aes-256-gcm': { nonce: string; tag: string }
  ciphertext: string
}

/** A store whose file holds the token, encrypted by the password; the store is shown to the canary too. */
async function sealedStore(canary: Canary) {
  const store = createFileStore({ path, passphrase: canary.password })
  await store.write(canary.token, true)
  canary.see('the store', inspect(store, { depth: null, showHidden: true }))
  canary.see('the JSON of the store', JSON.stringify(store))
  canary.see('the file', readFileSync(path, 'utf8'))
  return store
}

const change = (part: (sealed: Sealed) => void) => {
  const sealed = JSON.parse(readFileSync(path, 'utf8')) as Sealed
  part(sealed)
  writeFileSync(path, JSON.stringify(sealed))
}

async function expectRefused(canary: Canary, promise: PromiseLike<unknown> | unknown, says: RegExp) {
  const error = await canary.refusal(Promise.resolve(promise))
  expect(error).toMatchObject({ name: 'PlexError', code: 'storage', message: expect.stringMatching(says) })
}

test('a file store with another passphrase than its file’s → `storage`; the file stays', async ({ canary }) => {
  await sealedStore(canary)
  const before = readFileSync(path, 'utf8')
  const other = createFileStore({ path, passphrase: canary.secret('another', `another-${canary.password}`) })
  await expectRefused(canary, other.read(), /passphrase is another/)
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test('an encrypted file, and no passphrase → `storage`', async ({ canary }) => {
  await sealedStore(canary)
  await expectRefused(canary, createFileStore({ path }).read(), /is encrypted/)
})

test('a passphrase, and a file that is not encrypted → `storage`, not the text', async ({ canary }) => {
  await createFileStore({ path }).write(canary.token, true)
  const store = createFileStore({ path, passphrase: canary.password })
  await expectRefused(canary, store.read(), /not encrypted/)
})

test('any one byte of an encrypted file’s nonce, tag or text changed → `storage`', async ({ canary }) => {
  const store = await sealedStore(canary)
  const before = readFileSync(path, 'utf8')
  const fields: [string, (sealed: Sealed) => string, (sealed: Sealed, text: string) => void][] = [
    [
      'nonce',
      (sealed) => sealed['aes-256-gcm'].nonce,
      (sealed, text) => Object.assign(sealed['aes-256-gcm'], { nonce: text }),
    ],
    [
      'tag',
      (sealed) => sealed['aes-256-gcm'].tag,
      (sealed, text) => Object.assign(sealed['aes-256-gcm'], { tag: text }),
    ],
    ['text', (sealed) => sealed.ciphertext, (sealed, text) => Object.assign(sealed, { ciphertext: text })],
  ]
  for (const [, get, set] of fields) {
    const { length } = Buffer.from(get(JSON.parse(before)), 'base64')
    expect(length).toBeGreaterThan(11)
    for (let at = 0; at < length; at++) {
      writeFileSync(path, before)
      change((sealed) => {
        const bytes = Buffer.from(get(sealed), 'base64')
        bytes[at] = (bytes[at] ?? 0) ^ 1
        set(sealed, bytes.toString('base64'))
      })
      await expectRefused(canary, store.read(), /somebody has changed the file/)
    }
  }
  writeFileSync(path, before)
  expect(await store.read()).toBe(canary.token)
})

describe('an encrypted file with a part that is another, missing or nonsense → `storage`', () => {
  test.for([
    [
      'another salt',
      (sealed) => Object.assign(sealed.scrypt, { salt: Buffer.alloc(16).toString('base64') }),
      /changed/,
    ],
    ['a lower cost', (sealed) => Object.assign(sealed.scrypt, { N: 2 }), /changed/],
    ['a cost of gigabytes', (sealed) => Object.assign(sealed.scrypt, { N: 2 ** 24 }), /garbled/],
    ['gigabytes by another number', (sealed) => Object.assign(sealed.scrypt, { r: 2 ** 20 }), /garbled/],
    ['a cost of hours', (sealed) => Object.assign(sealed.scrypt, { p: 2 ** 20 }), /garbled/],
    ['a cost that is no power of two', (sealed) => Object.assign(sealed.scrypt, { N: 131_071 }), /garbled/],
    ['a cost in words', (sealed) => Object.assign(sealed.scrypt, { N: '131072' }), /garbled/],
    ['a cost below nothing', (sealed) => Object.assign(sealed.scrypt, { N: -2 }), /garbled/],
    ['no cost', (sealed) => Object.assign(sealed, { scrypt: null }), /garbled/],
    ['a short tag', (sealed) => Object.assign(sealed['aes-256-gcm'], { tag: 'AAAA' }), /garbled/],
    ['no tag', (sealed) => Object.assign(sealed['aes-256-gcm'], { tag: '' }), /garbled/],
    ['a long nonce', (sealed) => Object.assign(sealed['aes-256-gcm'], { nonce: 'A'.repeat(32) }), /garbled/],
    [
      'a line break in its text',
      (sealed) => Object.assign(sealed, { ciphertext: `${sealed.ciphertext}\n` }),
      /garbled/,
    ],
    ['no text', (sealed) => Object.assign(sealed, { ciphertext: undefined }), /garbled/],
    ['an empty text', (sealed) => Object.assign(sealed, { ciphertext: '' }), /changed/],
    ['a plain text beside it', (sealed) => Object.assign(sealed, { text: 'planted' }), /not encrypted/],
    ['the next version', (sealed) => Object.assign(sealed, { version: 2 }), /another version/],
    ['no version', (sealed) => Object.assign(sealed, { version: undefined }), /another version/],
  ] satisfies [string, (sealed: Sealed) => void, RegExp][])('%s', async ([, part, says], { canary }) => {
    const store = await sealedStore(canary)
    change(part)
    await expectRefused(canary, store.read(), says)
    // What is there is no reason not to sign in again.
    await store.write(canary.token, true)
    expect(await store.read()).toBe(canary.token)
  })
})

describe('a file that is none of a file store’s → `storage`, and nothing of it', () => {
  test.for([
    ['words', (canary) => `${canary.serverText}`, /garbled/],
    ['nothing', () => '', /garbled/],
    ['half of one', () => '{"format":"foyer-file","version":1,"te', /garbled/],
    ['null', () => 'null', /garbled/],
    ['a list', () => '[]', /garbled/],
    ['another JSON', (canary) => JSON.stringify({ token: canary.token, text: 'x' }), /garbled/],
    ['a text that is a number', () => '{"format":"foyer-file","version":1,"text":1}', /garbled/],
    [
      'the next version',
      (canary) => JSON.stringify({ format: 'foyer-file', version: 2, text: canary.token }),
      /version/,
    ],
    ['no UTF-8', () => Buffer.from([0xff, 0xfe, 0x00]), /garbled/],
  ] satisfies [string, (canary: Canary) => string | Buffer, RegExp][])('%s', async ([, content, says], { canary }) => {
    writeFileSync(path, content(canary), { mode: 0o600 })
    await expectRefused(canary, createFileStore({ path }).read(), says)
    await expectRefused(canary, createFileStore({ path, passphrase: canary.password }).read(), says)
  })
})

test('a file of a gigabyte → `storage`, and not read', async ({ canary }) => {
  writeFileSync(path, '', { mode: 0o600 })
  truncateSync(path, 2 ** 30)
  await expectRefused(canary, createFileStore({ path }).read(), /larger than 16 MiB/)
})

test('a text of more than 16 MiB → `storage`; the text before stays', async ({ canary }) => {
  const store = createFileStore({ path })
  await store.write(canary.token, true)
  await expectRefused(canary, store.write(canary.token.repeat(2 ** 20), true), /too large/)
  expect(await store.read()).toBe(canary.token)
})

describe('a path where a file store can’t have a file → `storage`, whatever is asked; nothing is left', () => {
  test.for([
    ['a folder', () => mkdirSync(path), /a folder is there/],
    [
      'below a file',
      () => {
        writeFileSync(path, 'a file')
        path = join(path, 'session.json')
      },
      /no folder/,
    ],
  ] satisfies [string, () => void, RegExp][])('%s', async ([, prepare, says], { canary }) => {
    prepare()
    const store = createFileStore({ path })
    await expectRefused(canary, store.write(canary.token, true), says)
    const others = process.platform === 'win32' ? [] : [store.read, store.clear] // Windows finds nothing below a file.
    for (const ask of others) await expectRefused(canary, ask(), says)
    expect(readdirSync(folder)).toEqual(['session.json'])
  })
})

describe('a file store made without a path, or with a passphrase that is none → `misuse`, at once', () => {
  test.for([
    ['no path', () => ({})],
    ['an empty path', () => ({ path: '' })],
    ['a path that is no text', () => ({ path: 1 })],
    ['an empty passphrase', () => ({ path, passphrase: '' })],
    ['a passphrase of an environment variable that is not set', () => ({ path, passphrase: undefined })],
    ['a passphrase that is no text', (canary) => ({ path, passphrase: [canary.password] })],
  ] satisfies [string, (canary: Canary) => object][])('%s', ([, options], { canary }) => {
    try {
      createFileStore(options(canary) as { path: string })
      expect.unreachable()
    } catch (error) {
      canary.see('the error', error)
      expect(isPlexError(error) && error.code).toBe('misuse')
    }
    expect(readdirSync(folder)).toEqual([])
  })
})
