/**
 * Own hash router: a hash works the same under the scheme of the Electron shell and under http, and the typed
 * patterns make a link to a page that does not exist a compile error.
 */

/** Address patterns by page name. A part that begins with a colon is a parameter. */
export const patterns = {
  home: '/',
  systems: '/systems',
  system: '/systems/:id',
  // Stands before the tabs, which take any last part.
  compose: '/systems/:id/dossier',
  systemTab: '/systems/:id/:tab',
  assess: '/systems/:id/assess/:pack',
  register: '/registers/:kind',
  assessments: '/assessments',
  reevaluation: '/reevaluation',
  duties: '/duties',
  evidence: '/evidence',
  dossiers: '/dossiers',
  composeOrganisation: '/dossiers/organisation',
  dossier: '/dossiers/:id',
  verification: '/verification',
  imports: '/imports',
  restore: '/imports/dossier',
  ledger: '/ledger',
  packs: '/packs',
  pack: '/packs/:id',
  crosswalk: '/crosswalk',
  calendar: '/calendar',
  settings: '/settings',
} as const;

export type PageName = keyof typeof patterns;

type Names<P extends string> = P extends `${string}:${infer N}/${infer R}`
  ? N | Names<`/${R}`>
  : P extends `${string}:${infer N}`
    ? N
    : never;
/** Parameters a page needs, by name. */
export type PageParams<P extends PageName> = { [N in Names<(typeof patterns)[P]>]: string };
export type PageQuery = Record<string, string | number | null | undefined>;
type Rest<P extends PageName> = keyof PageParams<P> extends never
  ? [params?: Record<string, never>, query?: PageQuery]
  : [params: PageParams<P>, query?: PageQuery];

/** Where the user is. `null` page: the address fits no pattern. */
export interface Location {
  page: PageName | null;
  params: Record<string, string>;
  query: URLSearchParams;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads an address such as `#/systems/abc/card?field=name`. */
export function parseHash(hash: string): Location {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const query = new URLSearchParams(search);
  for (const [page, pattern] of Object.entries(patterns) as [PageName, string][]) {
    const wanted = pattern.split('/').filter((part) => part !== '');
    if (wanted.length !== parts.length) continue;
    if (!wanted.every((part, index) => part.startsWith(':') || part === parts[index])) continue;
    const params = Object.fromEntries(
      wanted.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), decode(parts[index] ?? '')]] : [])),
    );
    return { page, params, query };
  }
  return { page: null, params: {}, query };
}

/** Address of a page, for `href`. */
export function href<P extends PageName>(page: P, ...[params, query]: Rest<P>): string {
  const path = patterns[page].replace(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent((params as Record<string, string> | undefined)?.[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const tail = search.toString();
  return `#${path}${tail === '' ? '' : `?${tail}`}`;
}

class Router {
  location: Location = $state.raw(parseHash(globalThis.location?.hash ?? ''));

  constructor() {
    globalThis.addEventListener?.('hashchange', () => {
      // A field saves when it loses the focus; a step back by keyboard would take the page away before that.
      (globalThis.document?.activeElement as HTMLElement | null)?.blur();
      this.location = parseHash(globalThis.location.hash);
    });
  }

  /** Goes to a page. */
  go<P extends PageName>(page: P, ...rest: Rest<P>): void {
    globalThis.location.hash = href(page, ...rest);
  }

  /** Goes to a page without a step in the history. */
  replace<P extends PageName>(page: P, ...rest: Rest<P>): void {
    globalThis.history.replaceState(null, '', href(page, ...rest));
    this.location = parseHash(globalThis.location.hash);
  }
}

export const router = new Router();
