import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultFiles, faultsTable } from './faults/faultsTable.ts'
import { runFault } from './faults/runFault.ts'

const inNode = faultFiles(import.meta.glob('../packages/*/src/testing/*Faults.ts', { eager: true }))
const inJsdom = faultFiles(import.meta.glob('../packages/*/src/testing/*Faults.tsx', { eager: true }))
const files = { ...inNode, ...inJsdom }

describe.each(Object.entries(inJsdom))('%s', (_file, rows) => {
  for (const { fault, endState, run } of rows) if (run) test(`${fault} → ${endState}`, () => runFault(run))
})

test('FAULTS.md tells of the rows that there are', async () => {
  await expect(faultsTable(files)).toMatchFileSnapshot('../FAULTS.md')
})

test('a row that another file shows is in that file, word for word', () => {
  for (const { fault, shownBy } of Object.values(files).flat()) {
    if (shownBy) expect(readFileSync(shownBy, 'utf8')).toContain(fault)
  }
})

describe('the harness finds', () => {
  test.each<[string, string, Parameters<typeof runFault>[0]]>([
    [
      'an error’s message',
      'password is in an error',
      (stage) => stage.refusal(Promise.reject(new Error(stage.password))).then(),
    ],
    [
      'an error’s cause',
      'token is in an error',
      async (stage) => void (await stage.refusal(Promise.reject(new Error('x', { cause: { deep: [stage.token] } })))),
    ],
    [
      'an error’s hidden property',
      'verificationCode is in an error',
      async (stage) => {
        const error = Object.defineProperty(new Error('x'), 'hidden', { value: stage.verificationCode })
        await stage.refusal(Promise.reject(error))
      },
    ],
    [
      'the words of a server',
      'serverText is in an error',
      async (stage) => void (await stage.refusal(Promise.reject(stage.serverText))),
    ],
    [
      'the console',
      'password is in console.debug',
      (stage) => console.debug({ form: new Map([['p', stage.password]]) }),
    ],
    [
      'the page',
      'token is in the page',
      (stage) => {
        document.body.dataset.token = stage.token
        stage.after(() => delete document.body.dataset.token)
      },
    ],
    [
      'the URL',
      'password is in the URL',
      (stage) => {
        history.replaceState(null, '', `?p=${stage.password}`)
        stage.after(() => history.replaceState(null, '', '/'))
      },
    ],
    [
      'the title',
      'token is in the title',
      (stage) => {
        document.title = stage.token
        stage.after(() => {
          document.title = ''
        })
      },
    ],
    [
      'storage',
      'password is in localStorage',
      (stage) => {
        localStorage.setItem('form', stage.password)
        stage.after(() => localStorage.clear())
      },
    ],
    [
      'a token in another place than the chosen',
      'token is in localStorage',
      (stage) => {
        stage.tokenMayLieIn('sessionStorage', 'session')
        localStorage.setItem('session', stage.token)
        stage.after(() => localStorage.clear())
      },
    ],
    [
      'a message between tabs',
      'token is in a message between tabs',
      (stage) => {
        const channel = new BroadcastChannel('x')
        channel.postMessage({ token: stage.token })
        channel.close()
      },
    ],
    ['six digits', 'code is in a cache', (stage) => stage.see('a cache', { code: stage.secret('code', '493817') })],
    ['an open channel', '1 channels were left', () => void new BroadcastChannel('x')],
    ['a timer', '1 timers were left', () => void setInterval(() => {}, 1e6)],
    [
      'a listener',
      '1 listeners were left on window',
      () => {
        const listen = () => {}
        window.addEventListener('storage', listen)
      },
    ],
    [
      'a listener on the caller’s signal',
      "1 listeners were left on the caller's signal",
      (stage) => {
        stage.caller().signal.addEventListener('abort', () => {})
      },
    ],
    [
      'a changed prototype',
      'A prototype was changed',
      (stage) => {
        Object.assign(Object.prototype, { polluted: 1 })
        stage.after(() => undefined)
      },
    ],
    ['a promise that is kept', 'Nothing was refused', async (stage) => void (await stage.refusal(Promise.resolve()))],
  ])('%s', async (_what, complaint, run) => {
    try {
      await expect(runFault(run)).rejects.toThrow(complaint)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
  })

  test('nothing where there is nothing, the token in the chosen place included', async () => {
    await runFault((stage) => {
      stage.tokenMayLieIn('localStorage', 'session')
      localStorage.setItem('session', stage.token)
      stage.after(() => localStorage.clear())
      stage.see('a count', { code: 4938170, near: stage.secret('code', '493817').slice(1) })
    })
  })
})
