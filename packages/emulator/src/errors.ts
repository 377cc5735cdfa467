/**
 * plex.tv's own errors, as recorded: number → status and message. Of 1005 and 1097 only the number is known; the status
 * of 1097 (some 4xx) and the words of both are ours. What has a name instead of a number is an error whose number
 * nobody has seen, or that shares one with others; of those, 1008 ("unprocessable", 422) is our choice.
 */
export const errors = {
  1000: { status: 400, message: 'X-Plex-Client-Identifier is missing' },
  1001: { status: 401, message: 'User could not be authenticated' },
  1002: { status: 404, message: 'The requested resource or endpoint could not be found' },
  1003: { status: 429, message: 'API rate limit exceeded' },
  1004: { status: 400, message: 'The request was malformed' },
  1005: { status: 405, message: 'The request method is not allowed' },
  1009: { status: 403, message: "Managed users aren't allowed to perform this action" },
  1020: { status: 404, message: 'Code not found or expired' },
  1028: { status: 401, message: 'Invalid verification code' },
  1029: { status: 401, message: 'Please enter the verification code' },
  1030: {
    status: 401,
    message: 'User could not be authenticated. This account only allows signing in with email address',
  },
  1031: {
    status: 401,
    message:
      'User could not be authenticated. This IP appears to be having trouble signing in to an account (detected repeated failures)',
  },
  1041: { status: 403, message: 'A valid PIN is required to perform this action' },
  1097: { status: 400, message: 'The key is not known, or is not that of the issuer' },
  /** The one status that is documented for it has no number. */
  'token-expired': { status: 498, message: 'Token expired' },
  'bad-signature': { code: 1008, status: 422, message: 'Signature verification failed' },
  'thumbprint-taken': { code: 1008, status: 422, message: 'Thumbprint already taken' },
  /** How plex.tv says it is not known. */
  'identifier-spent': {
    code: 1008,
    status: 422,
    message: 'This client identifier has had a device key, and cannot be registered again',
  },
  /** Asked for a nonce without saying who asks: only the status is known, and it is not that of 1000. */
  'nameless-nonce': { code: 1008, status: 422, message: 'X-Plex-Client-Identifier is missing' },
} as const satisfies Record<string | number, { status: number; message: string; code?: number }>

/** A way in which plex.tv says no. */
export type Refusal = keyof typeof errors

/** Whether plex.tv says no. */
export const isRefusal = <Outcome extends object>(outcome: Outcome | Refusal): outcome is Refusal =>
  typeof outcome !== 'object'
