/** Lower case by Unicode, ё read as е and marks composed: what search compares. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е');
}
