/** The seeded people, each for one way in which signing in can go. */
export type PersonName =
  | 'plain'
  | 'twoFactor'
  | 'plexPass'
  | 'managed'
  | 'emailOnly'
  | 'passwordless'
  | 'locked'
  | 'uninvited'

/** What the stand-in plex.tv knows of an account, before any HTTP. Instants are epoch seconds, as plex.tv has them. */
export interface Account {
  /** One of the seeded, or whatever the world calls them. */
  readonly name: string
  /** What makes them worth having, for a table of logins. */
  readonly note: string
  readonly id: number
  readonly uuid: string
  /** Empty for a managed user. */
  readonly username: string
  readonly title: string
  /** Nearly always empty: whoever shows a name falls back to the title. */
  readonly friendlyName: string
  readonly email: string | null
  /** Null: signs in with Google or Apple, or is managed. */
  readonly password: string | null
  /** Base32; null without two-factor. */
  readonly otpSecret: string | null
  readonly recoveryCodes: readonly string[]
  readonly emailOnly: boolean
  readonly locked: boolean
  /** A member of a Home without an account of their own. */
  readonly managed: boolean
  readonly home: {
    /** Which of the world's Homes. */
    readonly id: number
    readonly size: number
    readonly admin: boolean
    /** Four digits; null without. */
    readonly pin: string | null
    readonly hashedPin: string | null
  } | null
  readonly plexPass: boolean
  readonly country: string
  readonly joinedAt: number
  /** In place of the avatar that the emulator draws: '' for none, or any text at all. */
  readonly otherThumb?: string | undefined
}
