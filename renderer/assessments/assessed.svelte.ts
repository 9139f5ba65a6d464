import type { AssessmentState } from '../../shared/assessments/contract.ts';
import type { Evidence } from '../../shared/evidence/contract.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { api } from '../lib/api.ts';
import { query, type Query } from '../lib/query.svelte.ts';
import { packOf } from './packs.ts';

/** An assessment with its pack and the documents its answers name. */
export interface Assessed {
  pack: Pack;
  state: AssessmentState;
  evidence: ReadonlyMap<string, Evidence>;
}

/** Reads the assessment of a system under a pack, with the version of the pack it is pinned to, and keeps it fresh. To be called while a component is made. */
export function assessed(system: () => string, pack: string): Query<Assessed> {
  return query(async () => {
    const id = system();
    const [state, documents] = await Promise.all([
      api.assessments.get({ system: id, pack }),
      api.evidence.list({ system: id }),
    ]);
    // The texts of the version that judged, which need not be the active one.
    return {
      pack: await packOf(pack, state.evaluation.pack.hash),
      state,
      evidence: new Map(documents.map((item) => [item.id, item])),
    };
  }, ['assessments', 'systems', 'organisation', 'evidence', 'packs']);
}
