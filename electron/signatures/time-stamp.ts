import { digestNames } from './cms-types.ts';
import { readChildren, readElement, type DerElement } from './der.ts';

/** Reading of the content of a time-stamp token: TSTInfo of RFC 3161 section 2.4.2. */

function tokenFields(content: Uint8Array): DerElement[] {
  const sequence = readElement(content, 0);
  return (sequence && readChildren(content, sequence)) ?? [];
}

/** The digest the authority stamped, with its name for node:crypto; undefined when there is none to read. */
export function tokenImprint(
  content: Uint8Array | undefined,
): { digest: string | undefined; value: Uint8Array } | undefined {
  if (!content) return undefined;
  const imprint = tokenFields(content)[2];
  const [algorithm, value] = (imprint && readChildren(content, imprint)) ?? [];
  if (!algorithm || !value) return undefined;
  const encoded = Buffer.from(content.subarray(algorithm.contentStart, algorithm.contentEnd)).toString('hex');
  // SHA-256, 384 and 512 are 2.16.840.1.101.3.4.2.1 to 3; only the last byte of the identifier differs.
  const last = /^060960864801650304020([123])/.exec(encoded)?.[1];
  return {
    digest: last ? digestNames[`2.16.840.1.101.3.4.2.${last}`] : undefined,
    value: content.subarray(value.contentStart, value.contentEnd),
  };
}

/** The time the authority states, to the second. */
export function tokenTime(content: Uint8Array | undefined): Date | undefined {
  if (!content) return undefined;
  const element = tokenFields(content).find(({ tag }) => tag === 0x18);
  if (!element) return undefined;
  const text = Buffer.from(content.subarray(element.contentStart, element.contentEnd)).toString('latin1');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text);
  return parts ? new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`) : undefined;
}
