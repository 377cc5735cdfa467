import type { PinConnection, PlexError, PlexErrorCode, ServerReach } from '@foyer/client'

/**
 * Everything that Foyer's components say to people. It is typed by the error codes, so that a language without a
 * message for a new code does not compile. What stands in braces, `{name}`, is filled in; a message may leave it out.
 */
export interface Messages {
  /** Each says what happened and what to do; none of them what the server said. */
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
    /** Said when the password was dropped, because the second step stood open for five minutes. */
    readonly passwordDropped: string
    /** `{name}` */
    readonly done: string
  }
  readonly session: {
    /** Said to somebody who was signed in until plex.tv, or the app's own server, ended the session. */
    readonly revoked: string
    /** Said to somebody whose token this browser can't renew any more, with device keys. */
    readonly keyLost: string
  }
  /** Said to somebody whom Plex knows and the app has not let in. */
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
    /** Stands on the button that leads to plex.tv. */
    readonly button: string
    /** Stands on the second button, which takes the tab to plex.tv, where the first opens a window. */
    readonly buttonHere: string
    /** Stands between the buttons and the form. */
    readonly orPassword: string
    /** Stands in the window until plex.tv's page is there. */
    readonly opening: string
    /** Said while the window is open. */
    readonly open: string
    readonly showWindow: string
    readonly cancel: string
    readonly blocked: string
    readonly continueHere: string
    /** Said when the window is blocked and this tab can't go to plex.tv either. */
    readonly stuck: string
    /** Said when the window seems closed, which a page can't know for certain. */
    readonly lost: string
    readonly openAgain: string
    /** Said on iOS's home screen, from where plex.tv's page opens in another browser. */
    readonly external: string
    readonly openExternal: string
    /** Said where plex.tv's page can't lead back to this one. */
    readonly unavailable: string
    readonly approved: string
    readonly tooLong: string
    readonly tryAgain: string
  }
  /** Each says what holds a waiting pin up; null says nothing. */
  readonly connection: Readonly<Record<PinConnection, string | null>>
  readonly link: {
    /** Stands on the button that leads to the card with the code, and is that card's title. */
    readonly instead: string
    /** Stands in the card; `{url}` */
    readonly hint: string
    /** Stands in the card, beside the QR code. */
    readonly scan: string
    /** This and what follows stands on a television. */
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
    /** Read aloud; `{code}`, letter by letter */
    readonly spoken: string
  }
  readonly servers: {
    readonly title: string
    readonly loading: string
    /** Stands on the button that asks plex.tv again. */
    readonly reload: string
    readonly reloading: string
    /** Said to somebody who may use no server. */
    readonly empty: string
    /** `{name}`: theirs, by which they can be invited. */
    readonly emptyHelp: string
    /** Takes the place of a server's name that is empty. */
    readonly nameless: string
    readonly owner: string
    readonly home: string
    /** `{name}` */
    readonly shared: string
    readonly sharedBySomebody: string
    readonly online: string
    /** `{date}` */
    readonly lastSeen: string
    readonly offline: string
    /** `{name}` */
    readonly searching: string
    /** Said while the browser asks the person whether the page may reach their network. */
    readonly asking: string
    /** Each says how the server is reached. `{name}` */
    readonly reached: Readonly<Record<ServerReach, string>>
    /** `{name}` */
    readonly unreachable: string
    readonly unreachableHelp: string
    /** Said in place of that where the browser lets this page ask no address at all, because none is secure. */
    readonly insecure: string
    readonly tryAgain: string
    /** Stands above the button `allow`, before the browser asks. */
    readonly permission: string
    readonly allow: string
    readonly permissionDenied: string
    /** Said to somebody whom the app's own server is not open to. */
    readonly notMemberTitle: string
    /** `{name}` */
    readonly notMember: string
  }
  readonly profiles: {
    readonly title: string
    readonly loading: string
    /** Stands on the button below an error. */
    readonly reload: string
    /** Stands below the name of whoever is watching. */
    readonly current: string
    /** Stands below the name of a profile that asks for a PIN. */
    readonly pinWanted: string
    /** `{name}` */
    readonly pinTitle: string
    readonly pinSubtitle: string
    readonly pin: string
    readonly submit: string
    readonly pending: string
    readonly back: string
    /** This and what follows stands on a television: while a profile without a PIN is switched to. */
    readonly switching: string
    /** Stands on the key that takes the last digit away. */
    readonly remove: string
    /** Read aloud; `{count}`, of four */
    readonly typed: string
  }
  readonly account: {
    readonly pending: string
    /** Stands in for the name of a person who has none. */
    readonly nameless: string
    readonly plexPass: string
    readonly homeAdmin: string
    readonly twoFactor: string
    readonly managed: string
    readonly guest: string
    /** Said when plex.tv could not be asked again. */
    readonly stale: string
    readonly signOut: string
  }
  readonly accountMenu: {
    /** Read aloud for the button with the picture; `{name}` */
    readonly button: string
    /** Read aloud when the menu does not come at once. */
    readonly loading: string
    /** Said when the menu's script does not come; pressing the button asks for it again. */
    readonly missing: string
    readonly switchProfile: string
    /** `{name}` */
    readonly server: string
    /** Stands in the server's place while there is none. */
    readonly chooseServer: string
  }
}

/**
 * Gives what a person may read about an error, for your own forms too: your app's own words for `access-denied`, if it
 * gave any, and the language's message for any other. (`error.message` is for developers.)
 *
 * @example
 * ```tsx
 * import { usePlexSignIn } from '@foyer/hooks'
 * import { explain } from '@foyer/ui/messages'
 * import { en } from '@foyer/ui/messages/en'
 *
 * export function Login() {
 *   const signIn = usePlexSignIn()
 *   if (signIn.step !== 'credentials') return null
 *   return (
 *     <form {...signIn.props.form}>
 *       <input aria-label="Login" {...signIn.props.login} />
 *       <input aria-label="Password" {...signIn.props.password} />
 *       <p {...signIn.props.error}>{signIn.status === 'error' && <b>{explain(signIn.error, en)}</b>}</p>
 *       <button {...signIn.props.submit}>Sign in</button>
 *     </form>
 *   )
 * }
 * ```
 */
export function explain(error: PlexError, messages: Pick<Messages, 'error'>): string {
  return error.denial?.message || messages.error[error.code]
}
