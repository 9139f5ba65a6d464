import { AppError } from '../../shared/lib/errors.ts';
import { CKR, CryptokiError } from './cryptoki.ts';
import type { PinState } from './messages.ts';

/** The error for a return value of the library; anything else than a `CryptokiError` is given back as it is. */
export function tokenError(error: unknown): unknown {
  if (!(error instanceof CryptokiError)) return error;
  const { code, message } = error;
  const options = { cause: error };
  switch (code) {
    case CKR.cancel:
    case CKR.functionCanceled:
      return new AppError('cancelled', message, { reason: 'token-pin-cancelled', ...options });
    case CKR.pinLocked:
      return new AppError('forbidden', message, { reason: 'token-pin-locked', ...options });
    case CKR.pinExpired:
      return new AppError('forbidden', message, { reason: 'token-pin-expired', ...options });
    case CKR.pinInvalid:
    case CKR.pinLenRange:
      return new AppError('forbidden', message, { reason: 'token-pin-form', ...options });
    case CKR.userPinNotInitialized:
      return new AppError('forbidden', message, { reason: 'token-pin-unset', ...options });
    case CKR.deviceRemoved:
    case CKR.slotIdInvalid:
    case CKR.sessionHandleInvalid:
    case CKR.keyHandleInvalid:
    case CKR.tokenNotPresent:
    case CKR.tokenNotRecognized:
      return new AppError('not-found', message, { reason: 'token-removed', ...options });
    case CKR.mechanismInvalid:
      return new AppError('invalid', message, { reason: 'token-key-unsupported', ...options });
    default:
      return new AppError('conflict', message, {
        reason: 'token-failed',
        details: { code: `0x${code.toString(16).padStart(8, '0')}` },
        ...options,
      });
  }
}

/** The error for a PIN the token refused, by what it says about the tries that are left. */
export function wrongPin(state: PinState): AppError {
  const message = 'the token refused the PIN';
  switch (state) {
    case 'locked':
      return new AppError('forbidden', message, { reason: 'token-pin-locked' });
    case 'final-try':
      return new AppError('forbidden', message, { reason: 'token-pin-wrong-final' });
    case 'count-low':
      return new AppError('forbidden', message, { reason: 'token-pin-wrong-low' });
    case 'fine':
      return new AppError('forbidden', message, { reason: 'token-pin-wrong' });
  }
}
