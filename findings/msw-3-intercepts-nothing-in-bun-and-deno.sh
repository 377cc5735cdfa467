#!/usr/bin/env bash
# msw's setupServer with one handler for a server on this machine, in Node, Bun and Deno: what the global fetch gets.
# A program that listens says `mocked`; one whose request went out all the same says `real`, and that with
# onUnhandledRequest: 'error', which is there so that no test speaks to the world by mistake.
#
# Seen with msw 3.0.5: Node 24.21.0 `mocked`; Bun 1.4.5 and Deno 2.9.6 `real`, without a warning. msw 2.15.0: `mocked` in
# Bun 1.4.5.
#
# What it means for Foyer: `handlers` of @foyer/emulator/msw throws at once where msw 3 would let a test's sign-in go on to
# the real plex.tv, and points to the emulator's own fetch (packages/emulator/README.md).
#
# Needs npm. Fails when msw 3 intercepts in Bun and Deno.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir two three
cat > ask.mjs <<'SCRIPT'
import { createServer } from 'node:http'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

const server = createServer((_, response) => response.end('real'))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}/greeting`
setupServer(http.get(url, () => new HttpResponse('mocked'))).listen({ onUnhandledRequest: 'error' })
console.log(await (await fetch(url)).text())
process.exit(0)
SCRIPT
for version in two three; do cp ask.mjs $version/; echo '{"type":"module"}' > $version/package.json; done
quietly='--silent --no-audit --no-fund'
(cd two && npm install $quietly msw@2.15.0 bun@1.4.5)
(cd three && npm install $quietly msw@3.0.5 node@24.21.0 bun@1.4.5 deno@2.9.6)
ask() { (cd "$1" && shift && "$@" 2>/dev/null | tail -1); }
two_bun=$(ask two node_modules/.bin/bun ask.mjs)
three_node=$(ask three node_modules/.bin/node ask.mjs)
three_bun=$(ask three node_modules/.bin/bun ask.mjs)
three_deno=$(ask three node_modules/.bin/deno run --allow-all --no-prompt ask.mjs)
echo "msw 2.15.0: Bun 1.4.5 $two_bun. msw 3.0.5: Node 24.21.0 $three_node, Bun 1.4.5 $three_bun, Deno 2.9.6 $three_deno."
[ "$two_bun $three_node $three_bun $three_deno" = 'mocked mocked real real' ]
