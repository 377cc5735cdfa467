const MOMENT_MS = 5
const consoleMethods = ['debug', 'log', 'info', 'warn', 'error', 'trace', 'dir', 'table'] as const

/** Shows what is said to the console and to other tabs, and counts what is left running, until it is stopped. */
export function watchPlatform(see: (where: string, value: unknown) => void) {
  const undo: (() => void)[] = []
  const complaints: string[] = []
  function replace<T extends object, K extends keyof T>(target: T, key: K, value: T[K]) {
    const real = target[key]
    target[key] = value
    undo.push(() => {
      target[key] = real
    })
    return real
  }

  for (const method of consoleMethods) {
    const real = replace(console, method, (...args: unknown[]) => {
      see(`console.${method}`, args)
      // React says with it what is wrong, and a test's set-up listens.
      if (method === 'error') real(...args)
    })
  }

  const timers = new Set<unknown>()
  /** Those that end by themselves in a moment: a library's way to do something a little later. */
  const momentary = new Set<unknown>()
  const { setTimeout: later, clearTimeout: callOff, setInterval: often, clearInterval: stopOften } = globalThis
  replace(globalThis, 'setTimeout', ((task: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer = later(() => {
      timers.delete(timer)
      momentary.delete(timer)
      task(...args)
    }, ms)
    // Node's fetch keeps a clock of its own ticking.
    if (!new Error().stack?.includes('node:internal/deps/undici')) timers.add(timer)
    if (timers.has(timer) && (ms ?? 0) <= MOMENT_MS) momentary.add(timer)
    return timer
  }) as typeof setTimeout)
  replace(globalThis, 'setInterval', ((task: () => void, ms?: number) => {
    const timer = often(task, ms)
    // jsdom draws its frames by one, as long as there is something to draw.
    if (!new Error().stack?.includes('/jsdom/')) timers.add(timer)
    return timer
  }) as typeof setInterval)
  replace(globalThis, 'clearTimeout', ((timer?: NodeJS.Timeout) => {
    timers.delete(timer)
    momentary.delete(timer)
    callOff(timer)
  }) as typeof clearTimeout)
  replace(globalThis, 'clearInterval', ((timer?: NodeJS.Timeout) => {
    timers.delete(timer)
    stopOften(timer)
  }) as typeof clearInterval)

  const channels = new Set<BroadcastChannel>()
  const Channel = globalThis.BroadcastChannel
  replace(
    globalThis,
    'BroadcastChannel',
    class extends Channel {
      constructor(name: string) {
        super(name)
        see('the name of a channel', name)
        channels.add(this)
      }
      override postMessage(message: unknown) {
        see('a message between tabs', message)
        super.postMessage(message)
      }
      override close() {
        channels.delete(this)
        super.close()
      }
    },
  )

  const listeners = new Map<string, number>()
  /** Counts the listeners that this target has got and not lost. */
  function watchListeners(name: string, target: EventTarget) {
    const { addEventListener, removeEventListener } = target
    const added = new Map<unknown, Set<unknown>>()
    listeners.set(name, 0)
    const count = () =>
      listeners.set(
        name,
        [...added.values()].reduce((sum, { size }) => sum + size, 0),
      )
    target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      addEventListener.apply(target, args)
      added.set(args[0], (added.get(args[0]) ?? new Set()).add(args[1]))
      count()
    }
    target.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      removeEventListener.apply(target, args)
      added.get(args[0])?.delete(args[1])
      count()
    }
    undo.push(() => Object.assign(target, { addEventListener, removeEventListener }))
  }
  if (typeof window !== 'undefined') {
    watchListeners('window', window)
    watchListeners('document', document)
  }

  const rejected = (reason: unknown) => {
    complaints.push('A rejection went unhandled.')
    see('an unhandled rejection', reason)
  }
  process.on('unhandledRejection', rejected)
  undo.push(() => process.off('unhandledRejection', rejected))

  const shapes = () =>
    [Object.prototype, Array.prototype, Function.prototype].map((shape) => Reflect.ownKeys(shape).map(String).join())
  const before = shapes()

  return {
    watchListeners,
    /** Whether something is still to run in a moment. */
    isSettling: () => momentary.size > 0,
    /** Puts everything back, and complains of what was left running. */
    stop(): readonly string[] {
      for (const back of undo.reverse()) back()
      if (timers.size > 0) complaints.push(`${timers.size} timers were left.`)
      if (channels.size > 0) complaints.push(`${channels.size} channels were left open.`)
      for (const [name, size] of listeners) if (size > 0) complaints.push(`${size} listeners were left on ${name}.`)
      if (shapes().some((shape, index) => shape !== before[index])) complaints.push('A prototype was changed.')
      for (const channel of channels) channel.close()
      for (const timer of timers) callOff(timer as NodeJS.Timeout)
      return complaints
    },
  }
}
