/** Groups of four: 64 hexadecimal digits are compared by eye that way. */
export function groupedHash(hash: string): string {
  return hash.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Whole number with a no-break space between thousands. */
export function groupedNumber(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
