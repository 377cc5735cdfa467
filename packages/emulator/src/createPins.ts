import { createRateLimit } from './createRateLimit.ts'
import type { DeviceJwk } from './deviceJwk.ts'
import { numbersFrom, textFrom } from './random.ts'

/** `link`: four characters for plex.tv/link. `strong`: twenty-five for the auth app, never shown to anybody. */
export type PinKind = 'link' | 'strong'
export type PinStatus = 'waiting' | 'approved' | 'expired'

/** Who asks for a pin, and from where. */
export interface PinRequest {
  readonly kind: PinKind
  readonly clientIdentifier: string
  /** "0" where no `X-Plex-Product` was sent, as plex.tv writes it. */
  readonly product: string
  readonly address: string
  /** The `Origin` that came along, which the auth app holds a `forwardUrl` against. */
  readonly origin: string | null
  /** The key that the installation wants to register by this pin; null without. */
  readonly jwk: DeviceJwk | null
}

/** A code that waits for somebody to approve it. Instants are epoch ms. */
export interface Pin extends PinRequest {
  readonly id: number
  readonly code: string
  readonly createdAt: number
  readonly expiresAt: number
  /** Of whoever approved it, on the installation that asked. */
  readonly token: string | null
}

/** How long a pin lives, as recorded: a quarter of an hour to type, half an hour for the auth app. */
const lifeMs = { link: 900_000, strong: 1_800_000 } as const satisfies Record<PinKind, number>

interface Entry extends Pin {
  token: string | null
  /** Who pressed the button, and when that counts; Infinity: held until released. */
  approval: { readonly as: string; dueAt: number } | null
}

/** Undefined where that client identifier can't be registered again. */
type Admit = (name: string, clientIdentifier: string) => { readonly token: string } | undefined

/** The pins of a world, and the rules between them. */
export function createPins(seed: number, now: () => number, admit: Admit) {
  const entries: Entry[] = []
  const numbers = numbersFrom(`${seed}/pins`)
  let lastId = 1_000_000_000 + (numbers() % 900_000_000)

  const isAlive = ({ expiresAt }: Entry) => now() < expiresAt

  /** Who has approved it. That counts from its instant on, and not past the pin's end. */
  const approverOf = ({ approval, expiresAt }: Entry): string | null =>
    approval && approval.dueAt <= now() && approval.dueAt < expiresAt ? approval.as : null

  /** Whoever looks first after an approval makes the token. */
  const settled = (entry: Entry): Entry => {
    const approver = approverOf(entry)
    if (approver !== null) entry.token ??= admit(approver, entry.clientIdentifier)?.token ?? null
    return entry
  }

  const freeCode = (kind: PinKind, id: number): string => {
    for (let turn = 0; ; turn += 1) {
      const label = `${seed}/pin/${id}/${turn}`
      const code = kind === 'link' ? textFrom(label, 'code', 4) : textFrom(label, 'code', 25).toLowerCase()
      if (!entries.some((entry) => entry.code === code && isAlive(entry))) return code
    }
  }

  return {
    create(request: PinRequest): Pin {
      lastId += 1 + (numbers() % 97)
      const createdAt = now()
      const expiresAt = createdAt + lifeMs[request.kind]
      const code = freeCode(request.kind, lastId)
      const entry: Entry = { ...request, id: lastId, code, createdAt, expiresAt, token: null, approval: null }
      entries.push(entry)
      return entry
    },

    /** Only the installation that asked for a pin can see it; to all others it does not exist. */
    byId(id: number, clientIdentifier: string): Pin | undefined {
      const found = entries.find((entry) => entry.id === id && entry.clientIdentifier === clientIdentifier)
      return found && isAlive(found) ? settled(found) : undefined
    },

    /** A code as a person types it: spaces around it, and the case of a short one, don't matter. */
    byCode(typed: string): Pin | undefined {
      const code = typed.trim()
      const found = entries.findLast((entry) => entry.code === (entry.kind === 'link' ? code.toUpperCase() : code))
      return found && isAlive(found) ? settled(found) : undefined
    },

    readStatus(pin: Pin): PinStatus {
      const entry = entries.find(({ id }) => id === pin.id)
      if (entry && approverOf(settled(entry)) !== null) return 'approved'
      return entry && isAlive(entry) ? 'waiting' : 'expired'
    },

    /** False when somebody was first. `delayMs` on the emulator's clock; Infinity holds it until released. */
    approve(pin: Pin, as: string, delayMs = 0): boolean {
      const entry = entries.find(({ id }) => id === pin.id)
      if (!entry || entry.approval) return false
      entry.approval = { as, dueAt: now() + delayMs }
      settled(entry)
      return true
    },

    /** Null as long as nobody has. */
    approverOf(pin: Pin): string | null {
      const entry = entries.find(({ id }) => id === pin.id)
      return entry ? approverOf(entry) : null
    },

    isClaimed: (pin: Pin): boolean => entries.some(({ id, approval }) => id === pin.id && approval !== null),

    /** Lets the approvals that were held count from now on. */
    release(): void {
      for (const { approval } of entries) if (approval?.dueAt === Number.POSITIVE_INFINITY) approval.dueAt = now()
    },

    all: (): readonly Pin[] => entries,

    /** Whether this request of an installation's is one too many. */
    isTooMany: createRateLimit(now),
  }
}
