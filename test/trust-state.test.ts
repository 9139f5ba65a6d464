import { expect, it } from 'vitest';
import { trustState } from '../shared/signatures/trust-state.ts';

const now = new Date('2026-11-24T00:00:00Z');
const from = '2026-01-01T00:00:00.000Z';

it.each([
  ['certificate', from, '2026-11-23T23:59:59.000Z', 'expired'],
  ['certificate', from, '2026-12-24T00:00:00.000Z', 'expires-soon'],
  ['certificate', from, '2026-12-24T00:00:01.000Z', null],
  ['certificate', '2026-11-25T00:00:00.000Z', '2030-01-01T00:00:00.000Z', 'not-yet-valid'],
  ['crl', from, '2026-11-23T00:00:00.000Z', 'stale'],
  ['crl', from, '2026-11-25T00:00:00.000Z', null],
  ['crl', from, null, null],
  ['ocsp', from, '2026-11-23T00:00:00.000Z', 'stale'],
] as const)('a %s from %s until %s: %s', (kind, begin, until, state) => {
  expect(trustState({ kind, from: begin, until }, now)).toBe(state);
});
