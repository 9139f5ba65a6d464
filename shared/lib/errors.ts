/** Closed list of error codes that may cross the wire. */
export const errorCodes = [
  'invalid',
  'not-found',
  'conflict',
  'forbidden',
  'corrupt',
  'busy',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Values that fill the placeholders of the text the user sees. */
export type ErrorDetails = Record<string, string | number | boolean | null>;

/**
 * An error the user can act on. `message` is English for logs. The user sees the catalogue text
 * `errors.<reason>` (or `errors.<code>` where no reason is given), filled with `details`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: string | undefined;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { reason?: string; details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.reason = options.reason;
    this.details = options.details ?? {};
  }
}

/** An error as plain data: what a Reply carries and what a worker posts. */
export interface WireError {
  code: ErrorCode;
  reason?: string | undefined;
  message: string;
  details: ErrorDetails;
}

/** Turns an AppError into plain data that survives JSON and structured clone. */
export function toWireError(error: AppError): WireError {
  return { code: error.code, reason: error.reason, message: error.message, details: error.details };
}

/** Makes an AppError again from plain data. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, {
    ...(error.reason ? { reason: error.reason } : {}),
    details: error.details,
  });
}
