/** Orders two versions of a pack by number: negative where `a` is the older one. Both are `major.minor.patch`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(BigInt));
  for (let index = 0; index < 3; index += 1) {
    const [one, other] = [left?.[index] ?? 0n, right?.[index] ?? 0n];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
