import { uuidFrom } from './random.ts'

/** As documented: a nonce is good for five minutes. */
const lifeMs = 5 * 60_000

/** Words that plex.tv gives out to be signed, each once. */
export function createNonces(seed: number, now: () => number) {
  const unused = new Map<string, number>()
  let made = 0
  const make = () => {
    made += 1
    return uuidFrom(`${seed}/nonce/${made}`)
  }

  return {
    make,
    issue(): string {
      const nonce = make()
      unused.set(nonce, now())
      return nonce
    },
    /** Uses one up. False for one that is unknown, used, or too old. */
    use(nonce: string): boolean {
      const at = unused.get(nonce)
      unused.delete(nonce)
      return at !== undefined && now() - at < lifeMs
    },
  }
}
