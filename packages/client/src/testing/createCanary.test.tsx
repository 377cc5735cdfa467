import { expect, test } from 'vitest'
import { type Canary, createCanary } from './createCanary.ts'

test.each<[string, string, (canary: Canary) => unknown]>([
  [
    'an error’s message',
    'password is in an error',
    (canary) => canary.refusal(Promise.reject(new Error(canary.password))).then(),
  ],
  [
    'an error’s cause',
    'token is in an error',
    async (canary) => void (await canary.refusal(Promise.reject(new Error('x', { cause: { deep: [canary.token] } })))),
  ],
  [
    'an error’s hidden property',
    'verificationCode is in an error',
    async (canary) => {
      const error = Object.defineProperty(new Error('x'), 'hidden', { value: canary.verificationCode })
      await canary.refusal(Promise.reject(error))
    },
  ],
  [
    'the words of a server',
    'serverText is in an error',
    async (canary) => void (await canary.refusal(Promise.reject(canary.serverText))),
  ],
  [
    'the console',
    'password is in console.debug',
    (canary) => console.debug({ form: new Map([['p', canary.password]]) }),
  ],
  [
    'the page',
    'token is in the page',
    (canary) => {
      document.body.dataset.token = canary.token
      canary.after(() => delete document.body.dataset.token)
    },
  ],
  [
    'the URL',
    'password is in the URL',
    (canary) => {
      history.replaceState(null, '', `?p=${canary.password}`)
      canary.after(() => history.replaceState(null, '', '/'))
    },
  ],
  [
    'the title',
    'token is in the title',
    (canary) => {
      document.title = canary.token
      canary.after(() => {
        document.title = ''
      })
    },
  ],
  [
    'storage',
    'password is in localStorage',
    (canary) => {
      localStorage.setItem('form', canary.password)
      canary.after(() => localStorage.clear())
    },
  ],
  [
    'a token in another place than the chosen',
    'token is in localStorage',
    (canary) => {
      canary.tokenMayLieIn('sessionStorage', 'session')
      localStorage.setItem('session', canary.token)
      canary.after(() => localStorage.clear())
    },
  ],
  [
    'a message between tabs',
    'token is in a message between tabs',
    (canary) => {
      const channel = new BroadcastChannel('x')
      channel.postMessage({ token: canary.token })
      channel.close()
    },
  ],
  ['six digits', 'code is in a cache', (canary) => canary.see('a cache', { code: canary.secret('code', '493817') })],
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
    (canary) => {
      canary.caller().signal.addEventListener('abort', () => {})
    },
  ],
  [
    'a changed prototype',
    'A prototype was changed',
    (canary) => {
      Object.assign(Object.prototype, { polluted: 1 })
      canary.after(() => undefined)
    },
  ],
])('%s is found', async (_what, complaint, leave) => {
  const canary = createCanary()
  await leave(canary)
  try {
    await expect(canary.check()).rejects.toThrow(complaint)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'polluted')
  }
})

test('a promise that is kept is no refusal', async () => {
  const canary = createCanary()
  await expect(canary.refusal(Promise.resolve())).rejects.toThrow('Nothing was refused')
  await canary.check()
})

test('nothing is found where there is nothing, the token in the chosen place included', async () => {
  const canary = createCanary()
  canary.tokenMayLieIn('localStorage', 'session')
  localStorage.setItem('session', canary.token)
  canary.after(() => localStorage.clear())
  canary.see('a count', { code: 4938170, near: canary.secret('code', '493817').slice(1) })
  await canary.check()
})

test('what fails in tidying up is told, and the platform is put back all the same', async () => {
  const { log } = console
  const canary = createCanary()
  canary.after(() => {
    throw new Error('still open')
  })
  await expect(canary.check()).rejects.toThrow('still open')
  expect(console.log).toBe(log)
})
