import { api } from '../lib/api.ts';
import type { Pack } from '../../shared/rules/pack.ts';

const loaded = new Map<string, Promise<Pack>>();

/** A whole rule pack; asked for once a window, since an installed pack never changes while the product runs. */
export function packOf(id: string): Promise<Pack> {
  let pack = loaded.get(id);
  if (!pack) {
    pack = api.packs.get({ id }).then((reply) => reply.pack);
    pack.catch(() => loaded.delete(id));
    loaded.set(id, pack);
  }
  return pack;
}
