import { api, host } from '../lib/api.ts';
import type { Pack } from '../../shared/rules/pack.ts';

const loaded = new Map<string, Promise<Pack>>();

// Another workspace, or another version chosen under "Rule packs", brings other packs under the same names.
host.transport.listen((event) => {
  if (event.type === 'changed' && event.topics.some((topic) => topic === 'packs' || topic === 'workspace'))
    loaded.clear();
});

/**
 * A rule pack, whole: the version with this hash, to which an assessment is pinned, or the active one. Asked for once
 * while the packs stay as they are.
 */
export function packOf(id: string, hash?: string): Promise<Pack> {
  const key = `${id} ${hash ?? ''}`;
  let pack = loaded.get(key);
  if (!pack) {
    pack = api.packs.get({ id, hash }).then((reply) => reply.pack);
    pack.catch(() => loaded.delete(key));
    loaded.set(key, pack);
  }
  return pack;
}

/** The versions of packs that rows speak by, by hash. */
export async function packsOf(rows: readonly { pack: string; hash: string }[]): Promise<Map<string, Pack>> {
  const pairs = new Map(rows.map(({ pack, hash }) => [hash, pack]));
  return new Map(await Promise.all([...pairs].map(async ([hash, id]) => [hash, await packOf(id, hash)] as const)));
}
