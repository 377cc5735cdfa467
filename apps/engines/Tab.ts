// A tab as a journey sees it: found, pressed and typed into as a person would, over whatever drives the engine.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from '@playwright/test'
import type { TabDriver } from './Engine.ts'
import { goInHistory, look, mark, reloadSoon, type Sight, type Target } from './inPage.ts'

export type Tab = ReturnType<typeof createTab>

const [require, umd] = [createRequire(import.meta.url), '@testing-library/dom/dist/@testing-library/dom.umd.min.js']
const library = readFileSync(require.resolve(umd), 'utf8')
let marks = 0

export function createTab(driver: TabDriver) {
  /** Runs a function in the page. It stands on nothing outside of itself, and gives plain JSON. */
  async function evaluate<Result, Given = undefined>(run: (given: Given) => Result, given?: Given): Promise<Result> {
    return (await driver.evaluate(`(${run})(${JSON.stringify(given)})`)) as Result
  }

  /** Runs a script in the page, one that the page's own policy would let in or not. */
  async function addScript(source: string) {
    await driver.evaluate(`(function () {${source}\n}).call(window)`)
  }

  /** Does what takes the tab to another document, and waits for that one. */
  async function leave(act: () => Promise<unknown>) {
    marks += 1
    const here = marks
    await evaluate(mark, here)
    await act()
    await expect(async () => {
      expect(await evaluate(mark, null)).not.toBe(here)
      expect(await evaluate(() => document.readyState)).toBe('complete')
    }).toPass()
  }

  async function lookFor(target: Target, toPress = false): Promise<Sight> {
    if (!(await evaluate(() => 'TestingLibraryDom' in window))) await addScript(library)
    return evaluate(look, { target, toPress })
  }

  return {
    id: driver.id,
    evaluate,
    addScript,
    leave,
    goto: (url: string) => leave(() => driver.navigate(url)),
    reload: () => leave(() => evaluate(reloadSoon)),
    back: () => leave(() => evaluate(goInHistory, -1)),
    forward: () => leave(() => evaluate(goInHistory, 1)),
    url: async () => new URL(await evaluate(() => location.href)),

    async sees(target: Target) {
      await expect(async () => expect(await lookFor(target), nameOf(target)).not.toMatchObject({ count: 0 })).toPass()
    },
    async seesNo(target: Target) {
      await expect(async () => expect(await lookFor(target), nameOf(target)).toMatchObject({ count: 0 })).toPass()
    },
    async seesFocusOn(target: Target) {
      await expect(async () => expect(await lookFor(target), nameOf(target)).toMatchObject({ focused: true })).toPass()
    },
    async textOf(target: Target): Promise<string> {
      return (await lookFor(target)).text
    },
    /** Presses with a real pointer, once there is one such thing and nothing lies over it. */
    async click(target: Target) {
      let sight: Sight | undefined
      await expect(async () => {
        sight = await lookFor(target, true)
        expect(sight, nameOf(target)).toMatchObject({ count: 1, hit: true })
      }).toPass()
      if (sight) await driver.click(sight.x, sight.y)
    },
    /** Types by real keys, into whatever has the focus. */
    async type(text: string) {
      for (const character of text) await driver.press(character)
    },
    async press(...keys: string[]) {
      for (const key of keys) await driver.press(key)
    },
  }
}

const nameOf = (target: Target) => Object.values(target).join(' ')
