import type { PinConnection, PlexError, PlexErrorCode } from '@foyer/client'

/**
 * Everything that Foyer's components say to people. Typed by the error codes: a new code does not compile until every
 * language has words for it. `{name}` is filled in.
 */
export interface Messages {
  /** Says what happened and what to do, for each code; never what the server said. */
  readonly error: Readonly<Record<PlexErrorCode, string>>
  readonly signIn: {
    /** `{product}` */
    readonly title: string
    readonly subtitle: string
    readonly login: string
    readonly password: string
    readonly forgotPassword: string
    readonly show: string
    readonly hide: string
    readonly showPassword: string
    readonly hidePassword: string
    readonly capsLock: string
    readonly rememberMe: string
    readonly submit: string
    readonly pending: string
    /** `{time}` */
    readonly wait: string
    /** The password was dropped, because the second step stood open for five minutes. */
    readonly passwordDropped: string
    /** `{name}` */
    readonly done: string
  }
  readonly session: {
    /** Why there is something to sign in with: plex.tv, or the app's own server, ended the session. */
    readonly revoked: string
  }
  /** For somebody whom Plex knows, and the app has not let in. */
  readonly denied: {
    readonly title: string
    readonly anotherAccount: string
  }
  readonly verification: {
    readonly title: string
    /** `{login}` */
    readonly subtitle: string
    readonly code: string
    readonly submit: string
    readonly pending: string
    readonly useRecoveryCode: string
    readonly recoveryTitle: string
    /** `{login}` */
    readonly recoverySubtitle: string
    readonly recoveryCode: string
    readonly useAuthenticator: string
    readonly back: string
  }
  readonly pin: {
    /** On the button that leads to plex.tv. */
    readonly button: string
    /** On the second one, which takes the tab there, where the first opens a window. */
    readonly buttonHere: string
    /** Between the buttons and the form. */
    readonly orPassword: string
    /** In the window, until plex.tv's page is there. */
    readonly opening: string
    /** What to do while the window is `open`, or … */
    readonly open: string
    readonly showWindow: string
    readonly cancel: string
    readonly blocked: string
    readonly continueHere: string
    /** Blocked, where this tab can't go either. */
    readonly stuck: string
    /** It seems closed, which a page can't know. */
    readonly lost: string
    readonly openAgain: string
    /** On iOS's home screen: plex.tv's page is another browser's. */
    readonly external: string
    readonly openExternal: string
    /** Plex's page can't lead back to this one. */
    readonly unavailable: string
    readonly approved: string
    readonly tooLong: string
    readonly tryAgain: string
  }
  /** What holds a waiting pin up; null for nothing. */
  readonly connection: Readonly<Record<PinConnection, string | null>>
  readonly link: {
    /** Leads here, where there are other ways to sign in; and the title, in a page. */
    readonly instead: string
    /** In a page; `{url}`. */
    readonly hint: string
    /** In a page, below the QR code. */
    readonly scan: string
    /** On a television, as the rest. */
    readonly title: string
    /** `{product}` and `{device}` */
    readonly subtitle: string
    /** `{url}` */
    readonly open: string
    readonly signIn: string
    readonly enter: string
    readonly orScan: string
    readonly waiting: string
    /** `{time}` */
    readonly newCodeIn: string
    readonly newCode: string
    readonly creating: string
    readonly approved: string
    readonly expired: string
    /** `{name}` */
    readonly done: string
    readonly back: string
    /** Read aloud; `{code}`, letter by letter. */
    readonly spoken: string
  }
  readonly account: {
    readonly pending: string
    /** For a person without any name. */
    readonly nameless: string
    readonly plexPass: string
    readonly homeAdmin: string
    readonly twoFactor: string
    readonly managed: string
    readonly guest: string
    /** plex.tv could not be asked again. */
    readonly stale: string
    readonly signOut: string
  }
}

/**
 * What a person may read about an error, in your own forms too: your app's own words for `access-denied`, if it gave any.
 * (`error.message` is for developers.)
 */
export function explain(error: PlexError, messages: Pick<Messages, 'error'>): string {
  return error.denial?.message || messages.error[error.code]
}
