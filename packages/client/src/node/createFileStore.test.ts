import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createEmulator } from '@foyer/emulator'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createPlexClient, createPlexSession, getUser, signIn } from '../index.ts'
import * as node from './index.ts'

const { createFileStore } = node
const passphrase = 'a horse that is wired to no battery'
const isPosix = process.platform !== 'win32'
let folder = ''
let path = ''
const entry = new URL('./index.ts', import.meta.url).href
const modeOf = (path: string) => statSync(path).mode & 0o777
/** A process of its own: what it does to itself stays there. */
const runNode = (program: string) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-file-store-'))
  path = join(folder, 'session.json')
  return () => rmSync(folder, { recursive: true, force: true })
})

test('gives this name and no other', () => {
  expect(Object.keys(node)).toEqual(['createFileStore'])
})

describe.each([
  ['without a passphrase', {}],
  ['with a passphrase', { passphrase }],
])('%s', (_kind, secrecy) => {
  test('gives what was written last, to another store of the same file too', async () => {
    const store = createFileStore({ path, ...secrecy })
    expect(await store.read()).toBeNull()
    await store.write('first', true)
    await store.write('second', true)
    expect(await store.read()).toBe('second')
    expect(await createFileStore({ path, ...secrecy }).read()).toBe('second')
    await store.clear()
    expect(await store.read()).toBeNull()
    expect(readdirSync(folder)).toEqual([])
    await store.clear()
  })

  test.each([
    ['nothing', ''],
    ['a line break, a quote and an end', '\n"\0'],
    ['half a character', 'x\ud83d'],
    ['another alphabet', 'Ἀδα 📺'],
  ])('gives %s as it was', async (_what, text) => {
    const store = createFileStore({ path, ...secrecy })
    await store.write(text, true)
    expect(await store.read()).toBe(text)
  })

  test('does calls in their order, whoever waits for them', async () => {
    const store = createFileStore({ path, ...secrecy })
    const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`)
    const seen = await Promise.all(texts.flatMap((text) => [store.write(text, true), store.read()]))
    expect(seen.filter((text) => typeof text === 'string')).toEqual(texts)
    expect(await createFileStore({ path, ...secrecy }).read()).toBe('text 19')
    expect(readdirSync(folder)).toEqual(['session.json'])
  })

  test('keeps a session over a restart', async () => {
    const plexTv = createEmulator()
    const open = () =>
      createPlexSession(createPlexClient({ product: 'Reelroom', clientIdentifier: 'tests', fetch: plexTv.fetch }), {
        storage: createFileStore({ path, ...secrecy }),
      })
    const { login, password, title } = plexTv.person('plain')
    const session = open()
    await session.start(({ signal }) => signIn(session.client, { login, password }, { signal }))
    const token = await session.getToken()
    session.close()
    const restarted = open()
    expect(await restarted.call(getUser)).toMatchObject({ title })
    expect(await restarted.getToken()).toBe(token)
    expect(readFileSync(path, 'utf8').includes(token)).toBe(!('passphrase' in secrecy))
    await restarted.signOut()
    expect(readdirSync(folder)).toEqual([])
    restarted.close()
  })
})

test('keeps what is not to be remembered in memory, and takes the one before off the disk', async () => {
  const store = createFileStore({ path })
  await store.write('remembered', true)
  await store.write('not remembered', false)
  expect(readdirSync(folder)).toEqual([])
  expect(await store.read()).toBe('not remembered')
  expect(await createFileStore({ path }).read()).toBeNull()
  await store.write('remembered again', true)
  expect(await store.read()).toBe('remembered again')
  await store.write('not remembered', false)
  await store.clear()
  expect(await store.read()).toBeNull()
})

test('means the folder that the process was in when the store was made', async () => {
  const here = process.cwd()
  onTestFinished(() => process.chdir(here))
  process.chdir(folder)
  const store = createFileStore({ path: 'later.json' })
  process.chdir(here)
  await store.write('text', true)
  expect(readdirSync(folder)).toEqual(['later.json'])
})

test('writes no two files alike with a passphrase, and goes on with the key of the file that it found', async () => {
  const saltOf = (content: string) => JSON.parse(content).scrypt.salt
  const write = async (store = createFileStore({ path, passphrase })) => {
    await store.read()
    await store.write('a text to keep', true)
    return readFileSync(path, 'utf8')
  }
  const first = await write()
  const second = await write()
  expect(second).not.toBe(first)
  expect(saltOf(second)).toBe(saltOf(first))
  rmSync(path)
  expect(saltOf(await write())).not.toBe(saltOf(first))
  expect(first).not.toContain('to keep')
})

test('takes a passphrase in whatever way its letters were composed', async () => {
  await createFileStore({ path, passphrase: 'Ad\u00e9le' }).write('text', true)
  expect(await createFileStore({ path, passphrase: 'Ade\u0301le' }).read()).toBe('text')
})

describe('what writes that were cut off have left', () => {
  const leave = (name: string, hoursAgo: number) => {
    const leftover = join(folder, name)
    writeFileSync(leftover, 'half a te')
    const written = new Date(Date.now() - hoursAgo * 3_600_000)
    utimesSync(leftover, written, written)
    return name
  }

  test('goes with the next write when it is old, and stays while it may be another process’s', async () => {
    leave('.session.json.0123456789ab.tmp', 2)
    const stay = [
      leave('.session.json.aaaaaaaaaaaa.tmp', 0),
      leave('.session.json.0123456789ab.bak', 2),
      leave('.other.json.0123456789ab.tmp', 2),
      leave('session.json.0123456789ab.tmp', 2),
    ]
    await createFileStore({ path }).write('text', true)
    expect(readdirSync(folder).sort()).toEqual([...stay, 'session.json'].sort())
  })

  test('goes with the file, however young', async () => {
    leave('.session.json.0123456789ab.tmp', 0)
    const other = leave('.other.json.0123456789ab.tmp', 0)
    await createFileStore({ path }).clear()
    expect(readdirSync(folder)).toEqual([other])
  })
})

describe.runIf(isPosix)('where files have modes', () => {
  test.each(['000', '022', '277'])('makes file and folder their owner’s alone under the umask %s', async (umask) => {
    const deep = join(folder, 'a', 'session.json')
    // A worker may not set its own umask. One that takes rights from the owner lets nobody write in a new folder.
    mkdirSync(umask === '277' ? join(folder, 'a') : folder, { recursive: true, mode: 0o700 })
    const program = `
      process.umask(0o${umask})
      const { createFileStore } = await import(${JSON.stringify(entry)})
      await createFileStore({ path: ${JSON.stringify(deep)} }).write('text', true)
    `
    expect(runNode(program)).toMatchObject({ status: 0, stderr: '' })
    expect([modeOf(deep), modeOf(join(folder, 'a'))]).toEqual([0o600, 0o700])
  })

  test('makes a file that others can read its owner’s alone, on reading and on writing', async () => {
    const store = createFileStore({ path })
    await store.write('text', true)
    chmodSync(path, 0o644)
    expect(await store.read()).toBe('text')
    expect(modeOf(path)).toBe(0o600)
    chmodSync(path, 0o644)
    await store.write('text', true)
    expect(modeOf(path)).toBe(0o600)
  })

  test('leaves a link a link, and replaces or removes what it leads to', async () => {
    const target = join(folder, 'target.json')
    await createFileStore({ path: target }).write('first', true)
    symlinkSync(basename(target), path)
    const store = createFileStore({ path })
    await store.write('second', true)
    expect(await createFileStore({ path: target }).read()).toBe('second')
    await store.clear()
    expect(readdirSync(folder)).toEqual(['session.json'])
    expect(await store.read()).toBeNull()
  })

  test('says what the system does not let it do, and with which code', () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed)
    const content = '{"format":"foyer-file","version":1,"text":"open to all"}'
    writeFileSync(join(closed, 'readable.json'), content, { mode: 0o644 })
    writeFileSync(join(closed, 'secret.json'), content, { mode: 0o000 })
    chmodSync(closed, 0o555)
    chmodSync(folder, 0o755)
    // Root may do everything, and so becomes somebody else.
    const program = `
      const { createFileStore } = await import(${JSON.stringify(entry)})
      if (process.getuid() === 0) process.seteuid(65534)
      const at = (name) => createFileStore({ path: ${JSON.stringify(closed)} + '/' + name })
      const tell = (done) => done.catch(({ code, underlying }) => code + ' ' + underlying)
      console.log(JSON.stringify([
        await tell(at('new.json').write('text', true)),
        await tell(at('secret.json').clear()),
        await tell(at('secret.json').read()),
        await tell(at('readable.json').read()),
      ]))
    `
    const { stdout, stderr } = runNode(program)
    chmodSync(closed, 0o700)
    expect(stderr).toBe('')
    // Whose file it is may make it private.
    const last = process.getuid?.() === 0 ? 'storage EPERM' : 'open to all'
    expect(JSON.parse(stdout)).toEqual(['storage EACCES', 'storage EACCES', 'storage EACCES', last])
  })
})
