/**
 * Letters in one order that serves Kazakh and Russian alike: the Kazakh alphabet of 42 letters holds
 * the Russian one. Intl.Collator compares but gives no keys that SQL could store, hence this table.
 */
const alphabet = 'аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';
const letterBase = 0x100;
const latinBase = 0x200;
const otherBase = 0x1000;
const order = new Map([...alphabet].map((letter, index) => [letter, letterBase + index]));
const digitsOfNumber = 12;

function weight(character: string): string {
  const place = order.get(character);
  if (place !== undefined) return String.fromCodePoint(place);
  if (character >= 'a' && character <= 'z') return String.fromCodePoint(latinBase + character.charCodeAt(0));
  return String.fromCodePoint(otherBase + (character.codePointAt(0) ?? 0));
}

/**
 * A key by which names sort in Kazakh and Russian order when compared byte by byte (SQLite BINARY
 * over UTF-8): case, quotes and punctuation do not count, ё sorts as е, numbers sort by value,
 * digits before Cyrillic before Latin letters. A name of digits only in another script keeps code point order.
 */
export function collationKey(text: string): string {
  const plain = text.normalize('NFC').toLowerCase().replaceAll('ё', 'е');
  let key = '';
  for (const [token] of plain.matchAll(/\d+|\p{L}|[^\d\p{L}]+/gu)) {
    if (/^\d/.test(token)) key += token.replace(/^0+(?=\d)/, '').padStart(digitsOfNumber, '0');
    else if (/^\p{L}/u.test(token))
      key += order.has(token) ? weight(token) : [...token.normalize('NFD').replace(/\p{M}/gu, '')].map(weight).join('');
    else if (/[\s\p{Pd}_/]/u.test(token) && key !== '' && !key.endsWith(' ')) key += ' ';
  }
  return key.trimEnd();
}
