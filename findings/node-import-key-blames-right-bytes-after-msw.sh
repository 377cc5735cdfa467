#!/usr/bin/env bash
# A handler of msw's imports an Ed25519 key (PKCS#8, the first private key of RFC 8032). The same bytes import before, and
# at the second try; but the first try in the handler that follows an answer of 204 is refused, though nothing of the two
# has anything to do with keys.
#
# Seen with msw 3.0.5 in Node 24.21.0:
#   before: ok
#   in the handler after a 204: DataError (asn1 encoding routines::too long), then ok
# OpenSSL keeps errors in a line of the thread's, and Node takes what something else has left there for its own import's.
#
# What it means for Foyer: the stand-in plex.tv tries such an import once more (packages/emulator/src/ed25519.ts), for it
# signs within msw's handlers, and a sign-out is answered with 204.
#
# Needs npm. Fails when the bytes are taken at the first try.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > npm.log
npm install --silent --no-audit --no-fund msw@3.0.5 node@24.21.0
cat > import.mjs <<'SCRIPT'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

const der = `302e020100300506032b657004220420${'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'}`
const bytes = Uint8Array.from(der.match(/../g), (pair) => Number.parseInt(pair, 16))
const importKey = () =>
  crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']).then(
    () => 'ok',
    (error) => `${error.name} (${error.cause?.message.split(':').slice(2).join(':')})`,
  )

const before = await importKey()
const inHandler = []
const server = setupServer(
  http.delete('https://one.example/entry', () => new HttpResponse(null, { status: 204 })),
  http.get('https://one.example/key', async () => {
    inHandler.push(await importKey(), await importKey())
    return HttpResponse.json({})
  }),
)
server.listen()
await fetch('https://one.example/entry', { method: 'DELETE' })
await fetch('https://one.example/key')
server.close()

console.log(`Node ${process.version}`)
console.log(`before: ${before}`)
console.log(`in the handler after a 204: ${inHandler.join(', then ')}`)
const isAsSeen = before === 'ok' && inHandler[0].startsWith('DataError') && inHandler[1] === 'ok'
if (!isAsSeen) process.exitCode = 1
SCRIPT
node_modules/.bin/node import.mjs
