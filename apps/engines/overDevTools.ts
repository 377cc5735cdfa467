// Chromium by its own protocol, which the ones of ten years ago speak as well; Playwright and Puppeteer want newer ones.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import CDP from 'chrome-remote-interface'
import type { Engine, TelevisionDriver } from './Engine.ts'
import { startProgram } from './startProgram.ts'

/** A Chromium that waits for its protocol to be spoken. */
export interface RunningChromium {
  readonly port: number
  /** Ends it, and removes what it wrote. */
  close(): Promise<void>
}

/** Starts a Chromium of version 68 or newer, without a window and with nothing in its storage. */
export async function startChromium(executable: string, args: string[]): Promise<RunningChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'foyer-chromium-'))
  const folder = dirname(executable)
  const program = await startProgram(
    executable,
    [
      ...args,
      '--headless',
      '--window-size=1920,1080',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    {
      ready: /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//,
      // An unpacked one has its libraries beside it.
      env: { LD_LIBRARY_PATH: [folder, join(folder, 'lib')].join(':') },
      cwd: folder,
    },
  )
  return {
    port: Number(program.said[1]),
    async close() {
      await program.stop()
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

export async function startOverDevTools(executable: string, args: string[]): Promise<Engine<TelevisionDriver>> {
  const { port, close } = await startChromium(executable, args)
  const drivers = new Map<string, Promise<TelevisionDriver>>()
  const driverOf = (id: string) => {
    const driver = drivers.get(id) ?? connect(port, id)
    drivers.set(id, driver)
    return driver
  }
  return {
    version: (await CDP.Version({ port })).Browser.replace(/^.*\//, ''),
    async tabs() {
      const pages = (await CDP.List({ port })).filter(({ type }) => type === 'page')
      return Promise.all(pages.map(({ id }) => driverOf(id)))
    },
    openTab: async () => driverOf((await CDP.New({ port, url: 'about:blank' })).id),
    close,
  }
}

const keyCodes: Record<string, number> = {
  Backspace: 8,
  Enter: 13,
  Escape: 27,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
}

async function connect(port: number, id: string): Promise<TelevisionDriver> {
  const client = await CDP({ port, target: id, local: true })
  const { Runtime, Page, Input, Network } = client
  await Network.enable({})
  return {
    id,
    async evaluate(expression) {
      const { result, exceptionDetails } = await Runtime.evaluate({ expression, returnByValue: true })
      if (!exceptionDetails) return result.value
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    },
    navigate: async (url) => void (await Page.navigate({ url })),
    async click(x, y) {
      await Page.bringToFront()
      await Input.dispatchMouseEvent({ type: 'mouseMoved', x, y })
      for (const type of ['mousePressed', 'mouseReleased'] as const)
        await Input.dispatchMouseEvent({ type, x, y, button: 'left', clickCount: 1 })
    },
    async press(key) {
      const windowsVirtualKeyCode = keyCodes[key]
      // A key without a text is pressed "raw": with one it would write it.
      const text = key === 'Enter' ? '\r' : windowsVirtualKeyCode ? undefined : key
      await Input.dispatchKeyEvent({ type: text ? 'keyDown' : 'rawKeyDown', key, text, windowsVirtualKeyCode })
      await Input.dispatchKeyEvent({ type: 'keyUp', key, windowsVirtualKeyCode })
    },
    async pressCode(windowsVirtualKeyCode) {
      for (const type of ['rawKeyDown', 'keyUp'] as const) await Input.dispatchKeyEvent({ type, windowsVirtualKeyCode })
    },
    async runFirst(source) {
      // Without it old ones take the script, and never run it.
      await Page.enable()
      await Page.addScriptToEvaluateOnNewDocument({ source })
    },
    async setOffline(offline) {
      await Network.emulateNetworkConditions({ offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
    },
  }
}
