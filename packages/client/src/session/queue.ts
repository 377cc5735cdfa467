import type { MaybePromise } from '../thenable.ts'

/** One line for everything that changes a session: what comes later ends later. A task that fails stops nobody. */
export function createQueue() {
  const waiting: (() => Promise<void>)[] = []
  let isBusy = false

  async function runAll() {
    if (isBusy) return
    isBusy = true
    for (let run = waiting.shift(); run; run = waiting.shift()) await run()
    isBusy = false
  }

  return {
    isIdle: () => !isBusy,
    /**
     * Runs a task after all that came before: in this very call where there is nothing, for a page that is left in it.
     */
    add: <T>(task: () => MaybePromise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        waiting.push(async () => {
          try {
            resolve(await task())
          } catch (error) {
            reject(error)
          }
        })
        void runAll()
      }),
  }
}
