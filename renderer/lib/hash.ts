/** A hash in groups of four, so that it can be compared by eye. */
export function groupsOfFour(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(' ') ?? '';
}
