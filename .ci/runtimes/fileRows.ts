// A session's text in a file, in the runtimes that are programs.
import { stat } from 'node:fs/promises'
import process from 'node:process'
import { createFileStore } from '@foyer/client/node'
import { expectEqual, expectRefusal } from './row.ts'

export function fileRows() {
  // Relative: Deno is allowed the folder that it was started in.
  const newPath = () => `file-store/${crypto.randomUUID()}.json`

  return {
    async 'keeps a text in a file that is its owner’s alone'() {
      const path = newPath()
      const store = createFileStore({ path })
      expectEqual(await store.read(), null, 'the text before')
      await Promise.all([store.write('first', true), store.write('second', true)])
      expectEqual(await createFileStore({ path }).read(), 'second', 'the text')
      if (process.platform !== 'win32') expectEqual((await stat(path)).mode & 0o777, 0o600, 'the mode')
      await store.clear()
      expectEqual(await createFileStore({ path }).read(), null, 'the text after')
    },
    async 'encrypts a file, and opens it with no other passphrase'() {
      const path = newPath()
      await createFileStore({ path, passphrase: 'right' }).write('text', true)
      expectEqual(await createFileStore({ path, passphrase: 'right' }).read(), 'text', 'the text')
      await expectRefusal(Promise.resolve(createFileStore({ path, passphrase: 'wrong' }).read()), 'storage')
      await expectRefusal(Promise.resolve(createFileStore({ path }).read()), 'storage')
    },
    async 'says with the system’s code why a file can’t be written'() {
      const path = newPath()
      await createFileStore({ path }).write('text', true)
      const below = createFileStore({ path: `${path}/below.json` })
      const { underlying = '' } = await expectRefusal(Promise.resolve(below.write('text', true)), 'storage')
      if (!/ENOTDIR|ENOENT|EEXIST/.test(underlying)) throw new Error(`It says "${underlying}".`)
    },
  }
}
