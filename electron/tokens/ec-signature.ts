/** An ECDSA signature as certificates and CMS carry it (RFC 3279 section 2.2.3), from r and s side by side as tokens give it. */
export function ecSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const numbers = Buffer.concat([integer(raw.subarray(0, half)), integer(raw.subarray(half))]);
  return new Uint8Array(Buffer.concat([header(0x30, numbers.length), numbers]));
}

/** The shortest form, with a zero in front where the first bit would mean a negative number. */
function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = bytes.subarray(start);
  const value = (shortest[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), shortest]) : Buffer.from(shortest);
  return Buffer.concat([header(0x02, value.length), value]);
}

function header(tag: number, length: number): Buffer {
  return length < 0x80 ? Buffer.of(tag, length) : Buffer.of(tag, 0x81, length);
}
