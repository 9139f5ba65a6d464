/** The page's own scheme and origin; nothing else is ever loaded. */
export const scheme = 'app';
export const origin = `${scheme}://bundle`;

/** Whether an address lies inside our origin. Looks at the parsed parts, because `app://bundle.evil/` begins the same. */
export function isOurs(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === `${scheme}:` && url.host === 'bundle' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
