import { Secret, TOTP } from 'otpauth'

const createTotp = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) })

/** The six digits that an authenticator shows at that instant (epoch ms). */
export const codeAt = (secret: string, timestamp: number): string => createTotp(secret).generate({ timestamp })

/** Milliseconds until an authenticator shows the next code. */
export const codeLeftMs = (timestamp: number): number => TOTP.remaining({ timestamp })

/** Whether the code is of this half minute or of a neighbour: people type slowly, and their clocks differ. */
export const isCode = (secret: string, token: string, timestamp: number): boolean =>
  // In Node otpauth throws for six letters that take more than six bytes.
  /^\d{6}$/.test(token) && createTotp(secret).validate({ token, timestamp, window: 1 }) !== null
