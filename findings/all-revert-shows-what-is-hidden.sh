#!/usr/bin/env bash
# `all: revert` on an element with the attribute `hidden`, and on a drawing with attributes, next to `all: revert-layer`.
# `revert` goes back to the browser's own sheet, which hides what is `hidden`, so that both should leave it hidden; and
# neither should touch the geometry of a drawing, which stands in attributes and in no sheet.
#
# Seen with Chromium 156.0.8078.108 (Debian), by playwright-core 1.65.1: `revert` shows the hidden paragraph (display:
# block) and takes the path's `d`, the circle's `r` and the stroke away; `revert-layer` leaves all as they were. Those
# attributes count as an author's rules of no weight, which `revert` goes back behind, and `revert-layer` does not.
#
# What it means for Foyer: its guard against resets undoes them by `revert-layer`, leaves drawings out of `revert`, and says
# again that `hidden` is hidden (packages/ui/src/styles/guard.css).
#
# Needs npm and a Chromium: CHROMIUM=/path, or Debian's. Fails when `revert` leaves the attributes alone.
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium || true)}
[ -n "$chromium" ] || { echo 'No Chromium: name one by CHROMIUM.' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --no-save playwright-core@1.65.1
cat > revert.mjs <<'SCRIPT'
import { chromium } from 'playwright-core'

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
const look = async (keyword) => {
  await page.setContent(`<!doctype html><style>.x { all: ${keyword} }</style>
    <p class="x" hidden>hidden</p>
    <svg><path class="x" d="M1 1h5v5z" /><circle class="x" r="4" stroke="red" /></svg>`)
  return page.evaluate(() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector))
    return [style('p').display, style('path').d, style('circle').r, style('circle').stroke].join(' | ')
  })
}
const [reverted, layered] = [await look('revert'), await look('revert-layer')]
console.log(`Chromium ${browser.version()}, all: revert:       ${reverted}`)
console.log(`Chromium ${browser.version()}, all: revert-layer: ${layered}`)
await browser.close()
process.exitCode = reverted.startsWith('block | none | 0px') && layered.startsWith('none | path(') ? 0 : 1
SCRIPT
node revert.mjs "$chromium"
