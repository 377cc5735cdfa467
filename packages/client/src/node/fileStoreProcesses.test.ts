// Processes that are killed in mid-write, and processes that write at once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createFileStore } from './index.ts'

// Processes begin late on a machine that is busy.
vi.setConfig({ testTimeout: 240_000 })

const entry = new URL('./index.ts', import.meta.url).href
const MEGABYTE = 1024 * 1024
let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-file-store-'))
  path = join(folder, 'session.json')
  return () => rmSync(folder, { recursive: true, force: true })
})

/** A process that has a store, and the letters' texts of one megabyte. */
function run(program: string): ChildProcess {
  const begin = `
    const { createFileStore } = await import(${JSON.stringify(entry)})
    const store = createFileStore(${JSON.stringify({ path })})
    const textOf = (letter) => letter.repeat(${MEGABYTE})
  `
  const args = ['--input-type=module', '--eval', begin + program]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Which text the file holds: its letter, if it is a whole one. */
async function letterOf() {
  const text = await createFileStore({ path }).read()
  const letter = text?.[0] ?? ''
  return text === letter.repeat(MEGABYTE) ? letter : `${text?.length} characters that are no whole text`
}

test('a process that is killed in mid-write leaves one whole text, thirty times and more', async () => {
  const store = createFileStore({ path })
  let cutOff = 0
  // And on until some were killed in the middle of something, which is chance.
  for (let round = 0; round < 30 || cutOff < 3; round++) {
    await store.write('a'.repeat(MEGABYTE), true)
    const child = run(
      `
        for (;;) {
          for (const letter of 'ba') {
            process.stdout.write(letter)
            await store.write(textOf(letter), true)
          }
        }
      `,
    )
    const closed = once(child, 'close')
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
    // Each look takes a part of a millisecond, a write a few of them.
    for (let looks = Math.floor(Math.random() * 300); looks > 0; looks--) await stat(folder)
    child.kill('SIGKILL')
    await closed
    if (readdirSync(folder).length > 1) cutOff++
    expect(await letterOf()).toMatch(/^[ab]$/)
    await store.clear()
    expect(readdirSync(folder)).toEqual([])
  }
})

test('two processes that write at once leave the whole text of one, and nothing beside it', async () => {
  const write = (letter: string) =>
    run(`for (let time = 0; time < 40; time++) await store.write(textOf('${letter}'), true)`)
  const ends = ['a', 'b'].map(async (letter) => (await once(write(letter), 'close'))[0])
  const seen = new Set<string>()
  let areDone = false
  const done = Promise.all(ends).finally(() => {
    areDone = true
  })
  await createFileStore({ path }).write('a'.repeat(MEGABYTE), true)
  while (!areDone) seen.add(await letterOf())
  expect(await done).toEqual([0, 0])
  expect([...seen].filter((letter) => !/^[ab]$/.test(letter))).toEqual([])
  expect(await letterOf()).toMatch(/^[ab]$/)
  expect(readdirSync(folder)).toEqual(['session.json'])
})

test('a process that writes and one that clears hinder each other in nothing', async () => {
  const both = [
    "for (let time = 0; time < 60; time++) await store.write('text', true)",
    'for (let time = 0; time < 200; time++) await store.clear()',
  ]
  const ends = both.map(async (program) => (await once(run(program), 'close'))[0])
  expect(await Promise.all(ends)).toEqual([0, 0])
  expect(readdirSync(folder).filter((name) => name !== 'session.json')).toEqual([])
})
