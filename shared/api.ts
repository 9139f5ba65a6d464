import { assessments } from './assessments/contract.ts';
import { calendar } from './calendar/contract.ts';
import { crosswalk } from './crosswalk/contract.ts';
import { dossiers } from './dossiers/contract.ts';
import { evidence } from './evidence/contract.ts';
import { home } from './home/contract.ts';
import { imports } from './imports/contract.ts';
import { ledger } from './ledger/contract.ts';
import { ncalayer } from './ncalayer/contract.ts';
import { organisation } from './organisation/contract.ts';
import { packs } from './packs/contract.ts';
import { registers } from './registers/contract.ts';
import { restores } from './restores/contract.ts';
import { settings } from './settings/contract.ts';
import { signatures } from './signatures/contract.ts';
import { systems } from './systems/contract.ts';
import { tokens } from './tokens/contract.ts';
import { workspace } from './workspace/contract.ts';

/** Every call of the product, one line a slice. */
export const contract = {
  workspace,
  organisation,
  systems,
  registers,
  imports,
  restores,
  packs,
  evidence,
  assessments,
  dossiers,
  signatures,
  ncalayer,
  ledger,
  settings,
  tokens,
  home,
  calendar,
  crosswalk,
};
export type ApiContract = typeof contract;
