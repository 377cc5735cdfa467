#!/usr/bin/env bash
# Two tabs of one origin count in localStorage, each step under one exclusive Web Lock: read, add one, write, let go.
# A lock is given to one tab at a time, and both calls of localStorage are synchronous, so nothing should be lost.
#
# Seen with Chromium 156.0.8078.108 (Debian), by playwright-core 1.65.1: of 600 steps 540 to 580 counted, in three runs.
# A tab reads its own copy of the storage; what another tab has written arrives there later than the lock does.
#
# What it means for Foyer: "compare, then remove" in localStorage is not one step under a lock either. Each session lies
# under a key of its own, so that to remove one can never remove another (packages/client/src/session/browserRecords.ts).
#
# Needs npm and a Chromium: CHROMIUM=/path, or Debian's. Fails when nothing is lost any more.
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium || true)}
[ -n "$chromium" ] || { echo 'No Chromium: name one by CHROMIUM.' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --no-save playwright-core@1.65.1
cat > count.mjs <<'SCRIPT'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const STEPS = 300
const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<title>count</title>'))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})
const context = await browser.newContext()
const tabs = [await context.newPage(), await context.newPage()]
for (const tab of tabs) await tab.goto(`http://127.0.0.1:${server.address().port}/`)
const count = (tab) =>
  tab.evaluate(async (steps) => {
    for (let step = 0; step < steps; step++)
      await navigator.locks.request('count', () => {
        localStorage.setItem('count', String(Number(localStorage.getItem('count')) + 1))
      })
  }, STEPS)
await Promise.all(tabs.map(count))
// Long after the last one: what is on its way has arrived.
await new Promise((resolve) => setTimeout(resolve, 2000))
const counted = await tabs[0].evaluate(() => Number(localStorage.getItem('count')))
console.log(`Chromium ${browser.version()}: ${counted} of ${2 * STEPS} steps under one lock were counted.`)
await browser.close()
server.close()
process.exitCode = counted < 2 * STEPS ? 0 : 1
SCRIPT
node count.mjs "$chromium"
