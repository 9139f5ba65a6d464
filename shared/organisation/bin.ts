const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

function weightedRemainder(digits: number[], weights: number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11;
}

/**
 * Whether a BIN or IIN of Kazakhstan is well formed: 12 digits, the last being the control digit
 * (weights 1 to 11 modulo 11; where that gives 10, weights 3 to 11, 1, 2; 10 again is invalid).
 */
export function isValidBin(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  const digits = [...text].map(Number);
  let control = weightedRemainder(digits, firstWeights);
  if (control === 10) control = weightedRemainder(digits, secondWeights);
  return control === digits[11];
}
