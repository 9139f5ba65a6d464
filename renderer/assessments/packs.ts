import { api, host } from '../lib/api.ts';
import type { Pack } from '../../shared/rules/pack.ts';

const loaded = new Map<string, Promise<Pack>>();

// Another workspace, or another version chosen under "Rule packs", brings other packs under the same names.
host.transport.listen((event) => {
  if (event.type === 'changed' && event.topics.some((topic) => topic === 'packs' || topic === 'workspace'))
    loaded.clear();
});

/** The active version of a rule pack, whole; asked for once while it stays the active one. */
export function packOf(id: string): Promise<Pack> {
  let pack = loaded.get(id);
  if (!pack) {
    pack = api.packs.get({ id }).then((reply) => reply.pack);
    pack.catch(() => loaded.delete(id));
    loaded.set(id, pack);
  }
  return pack;
}
