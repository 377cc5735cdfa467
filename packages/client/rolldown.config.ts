import { copyFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineConfig, type RolldownOptions } from 'rolldown'

/**
 * The client in three files, with the part of zod in it that is used: as files of their own, zod's alone were 92 for
 * Node to open. CONTRIBUTING.md has the figures.
 */
const everywhere: RolldownOptions = {
  input: {
    index: 'src/index.ts',
    pinCallback: 'src/pinCallback.ts',
    'device-keys': 'src/session/device-keys/index.ts',
  },
  platform: 'neutral',
  resolve: { mainFields: ['module', 'main'] },
  transform: {
    target: 'es2022',
    // zod keeps its settings there. This copy has its own: an app that sets its zod sets nothing here, and a
    // television's browser need not know the name.
    define: { globalThis: 'ownGlobal' },
  },
  plugins: [
    {
      name: 'namespace',
      // As another file's namespace its functions can be told apart by the app's bundler, and left out.
      resolveId: (id, from) =>
        id === './pinCallback.ts' && basename(from ?? '') === 'index.ts'
          ? { id: './pinCallback.js', external: true }
          : undefined,
    },
    {
      name: 'licence',
      writeBundle: () => copyFileSync('node_modules/zod/LICENSE', 'dist/zod-licence.txt'),
    },
  ],
  output: {
    dir: 'dist',
    cleanDir: true,
    // One for all: Node opens each file, and a browser asks for it.
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
    chunkFileNames: 'shared.js',
    intro: ({ name }) => (name === 'index' ? 'const ownGlobal = {}' : ''),
  },
}

/** What is for Node alone. It takes the client as any other file does, so that both have one `PlexError`. */
const inNode: RolldownOptions = {
  input: { node: 'src/node/index.ts' },
  platform: 'node',
  external: /^node:/,
  transform: { target: 'es2022' },
  plugins: [
    {
      name: 'client',
      resolveId: (id) => (id === '../index.ts' ? { id: './index.js', external: true } : undefined),
    },
  ],
  output: { dir: 'dist' },
}

export default defineConfig([everywhere, inNode])
