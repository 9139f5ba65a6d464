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

/** Reads the assessment of a system under a pack and keeps it fresh. To be called while a component is made. */
export function assessed(system: () => string, pack: string): Query<Assessed> {
  return query(async () => {
    const id = system();
    const [loaded, state, documents] = await Promise.all([
      packOf(pack),
      api.assessments.get({ system: id, pack }),
      api.evidence.list({ system: id }),
    ]);
    return { pack: loaded, state, evidence: new Map(documents.map((item) => [item.id, item])) };
  }, ['assessments', 'systems', 'organisation', 'evidence']);
}
