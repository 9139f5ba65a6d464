import { AppError } from '../../shared/lib/errors.ts';

/**
 * The content security policy of the page in every host. No `unsafe-inline`, no other origin; Trusted Types with the
 * policy Svelte makes, so that no code of ours can turn text into markup, and one that starts the reader of PDF pages.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html tizilim-pdf-worker',
].join('; ');

/** Headers of every answer a host gives the page. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
};

/** Largest JSON body of a call. Files do not travel inside calls. */
export const maxCallBytes = 16 * 1024 * 1024;
/** Largest file that may be handed over. */
export const maxFileBytes = 200 * 1024 * 1024;

/** The error for a body or file over its limit in bytes. */
export function tooLarge(name: string, limit: number): AppError {
  return new AppError('invalid', `${name} is over ${limit} bytes`, {
    reason: 'file-too-large',
    details: { name, megabytes: limit / 1024 / 1024 },
  });
}
