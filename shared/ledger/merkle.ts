/** SHA-256 or another hash over bytes, passed in because shared code has no platform. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** The prefix of a leaf and of an inner node (RFC 6962, section 2.1). */
export const leafPrefix = 0;
const nodePrefix = 1;

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = nodePrefix;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return bytes;
}

/** Largest power of two smaller than `size`. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** A Merkle tree over leaf hashes (RFC 6962, section 2.1), hashed once for its head and for any number of proofs. */
export interface MerkleTree {
  /** The head; that of no leaves is the hash of nothing. */
  head: Uint8Array;
  /** Hashes that prove the leaf is part of the tree (section 2.1.1), from the leaf upwards. */
  proof(index: number): Uint8Array[];
}

/** Hashes the tree over leaf hashes. */
export function merkleTree(leaves: readonly Uint8Array[], hash: Hash): MerkleTree {
  const levels: Uint8Array[][] = [[...leaves]];
  for (let level = levels[0] ?? []; level.length > 1; level = levels.at(-1) ?? []) {
    const next: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as Uint8Array;
      const right = level[index + 1];
      next.push(right ? hash(joined(left, right)) : left);
    }
    levels.push(next);
  }
  return {
    head: levels.at(-1)?.[0] ?? hash(new Uint8Array()),
    proof: (index) =>
      levels.flatMap((level, height) => {
        const sibling = level[Math.floor(index / 2 ** height) ^ 1];
        return sibling ? [sibling] : [];
      }),
  };
}

/** The tree head that a leaf and its proof lead to; it has to equal the published one. */
export function headFromProof(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  hash: Hash,
): Uint8Array {
  function climb(position: number, width: number, depth: number): Uint8Array {
    if (width <= 1) return leaf;
    const middle = split(width);
    const sibling = proof[depth] ?? new Uint8Array();
    return position < middle
      ? hash(joined(climb(position, middle, depth - 1), sibling))
      : hash(joined(sibling, climb(position - middle, width - middle, depth - 1)));
  }
  return climb(index, size, proof.length - 1);
}
