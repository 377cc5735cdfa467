// WebKitGTK by WebDriver, on a screen of its own that nobody sees: it has no headless mode.
import { Builder, Capabilities, Key, type WebDriver } from 'selenium-webdriver'
import { DriverService } from 'selenium-webdriver/remote/index.js'
import type { Engine, TabDriver } from './Engine.ts'
import { startProgram } from './startProgram.ts'

/** Starts a WebKitGTK: its driver, and the MiniBrowser at `browser`. */
export async function startOverWebDriver(driverProgram: string, browser: string): Promise<Engine> {
  // The server looks for a display that is free, and says which.
  const screen = await startProgram('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    // Of a number that another took at that moment it speaks first.
    ready: /^(\d+)\n/m,
  })
  const environment = {
    ...process.env,
    DISPLAY: `:${screen.said[1]}`,
    GDK_BACKEND: 'x11',
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  }
  const service = new DriverService.Builder(driverProgram).setLoopback(true).setEnvironment(environment).build()
  const address = await service.start(120_000)
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
  })
  const driver = await new Builder().usingServer(address).withCapabilities(capabilities).build()
  // By itself a driver waits for a page for five minutes, which is longer than a journey: whoever asks asks again.
  await driver.manage().setTimeouts({ pageLoad: 20_000, script: 20_000 })
  const inTurn = createTurns()
  return {
    version: (await driver.getCapabilities()).getBrowserVersion() ?? '',
    tabs: () => inTurn(async () => (await driver.getAllWindowHandles()).map((id) => driverAt(driver, inTurn, id))),
    openTab: () =>
      inTurn(async () => {
        await driver.switchTo().newWindow('window')
        return driverAt(driver, inTurn, await driver.getWindowHandle())
      }),
    async close() {
      await driver.quit()
      await service.kill()
      await screen.stop()
    },
  }
}

type Turns = ReturnType<typeof createTurns>

/** WebDriver has one current window: what is asked of one tab must be over before another is spoken to. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task)
    last = turn.catch(() => {})
    return turn
  }
}

const keys: Record<string, string> = {
  Backspace: Key.BACK_SPACE,
  Enter: Key.ENTER,
  Tab: Key.TAB,
}

function driverAt(driver: WebDriver, inTurn: Turns, id: string): TabDriver {
  const here = <T>(task: () => Promise<T>) =>
    inTurn(async () => {
      await driver.switchTo().window(id)
      return task()
    })
  return {
    id,
    evaluate: (expression) => here(() => driver.executeScript(`return ${expression}`)),
    navigate: (url) => here(() => driver.get(url)),
    click: (x, y) => here(() => driver.actions().move({ x, y, duration: 0 }).click().perform()),
    press: (key) =>
      here(() =>
        driver
          .actions()
          .sendKeys(keys[key] ?? key)
          .perform(),
      ),
  }
}
