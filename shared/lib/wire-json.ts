/**
 * Values of the contract as JSON text, for hosts whose wire carries text only. Bytes are written as
 * `{ "$bytes": "<base64>" }`; an object that happens to look like that gets one more `$` on the way and loses it again.
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const lookalike = /^\$+bytes$/;

/** Base64 of RFC 4648 section 4. Own code because shared code knows neither Buffer nor btoa. */
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += index + 1 < bytes.length ? alphabet.charAt((group >> 6) & 63) : '=';
    text += index + 2 < bytes.length ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

function fromBase64(text: string): Uint8Array {
  const body = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let length = 0;
  for (const character of body) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new SyntaxError('not base64');
    buffer = ((buffer << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (buffer >> bits) & 0xff;
  }
  return bytes;
}

function soleKey(value: object): string | undefined {
  const keys = Object.keys(value);
  return keys.length === 1 ? keys[0] : undefined;
}

/** JSON text of a value. Properties that are undefined are left out. */
export function encodeWire(value: unknown): string {
  return JSON.stringify({ value }, function (this: Record<string, unknown>, name: string, part: unknown) {
    const original = this[name];
    // Looked at before `part`: Node's Buffer turns itself into a list of numbers.
    if (original instanceof Uint8Array) return { $bytes: toBase64(original) };
    if (typeof part !== 'object' || part === null) return part;
    const key = soleKey(part);
    return key !== undefined && lookalike.test(key) ? { [`$${key}`]: (part as Record<string, unknown>)[key] } : part;
  });
}

/** The value of a text made by `encodeWire`. Throws a SyntaxError for anything else. */
export function decodeWire(text: string): unknown {
  const parsed: unknown = JSON.parse(text, (_name, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    const key = soleKey(part);
    if (key === undefined || !lookalike.test(key)) return part;
    const content = (part as Record<string, unknown>)[key];
    if (key !== '$bytes') return { [key.slice(1)]: content };
    if (typeof content !== 'string') throw new SyntaxError('bytes are not text');
    return fromBase64(content);
  });
  if (typeof parsed !== 'object' || parsed === null || !Object.hasOwn(parsed, 'value'))
    throw new SyntaxError('no value');
  return (parsed as { value: unknown }).value;
}
