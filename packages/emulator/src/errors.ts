/**
 * plex.tv's own errors, as recorded: code → status and message. Of 1005 only the number is known; the words are ours.
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
  1041: { status: 403, message: 'A valid PIN is required to perform this action' },
  1031: {
    status: 401,
    message:
      'User could not be authenticated. This IP appears to be having trouble signing in to an account (detected repeated failures)',
  },
} as const

export type ErrorCode = keyof typeof errors
