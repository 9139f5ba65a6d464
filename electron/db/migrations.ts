import { assessmentsSchema } from '../assessments/schema.ts';
import { calendarSchema } from '../calendar/schema.ts';
import {
  dossierChangesSchema,
  dossierPlacesSchema,
  dossierStampRequestsSchema,
  dossierDetachedSchema,
  dossierEditionsSchema,
  dossierTemplatesSchema,
  dossiersSchema,
  dossierStampsSchema,
} from '../dossiers/schema.ts';
import { evidenceSchema } from '../evidence/schema.ts';
import { importsSchema } from '../imports/schema.ts';
import { ledgerSchema } from '../ledger/schema.ts';
import { organisationSchema } from '../organisation/schema.ts';
import { packsSchema } from '../packs/schema.ts';
import { registersSchema } from '../registers/schema.ts';
import { signaturesSchema, trustKindsSchema } from '../signatures/schema.ts';
import { systemsSchema } from '../systems/schema.ts';

export interface Migration {
  /** Value of `user_version` once it has run. */
  version: number;
  name: string;
  up: string;
  /** Makes a table anew that others refer to; the references are checked at the end of the step. */
  rebuilds?: true;
}

/** In order, never edited after a release. A new version of the file format is a new entry. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'first whole',
    up: [
      organisationSchema,
      ledgerSchema,
      registersSchema,
      systemsSchema,
      evidenceSchema,
      importsSchema,
      assessmentsSchema,
      dossiersSchema,
      signaturesSchema,
    ].join('\n'),
  },
  { version: 2, name: 'pack versions', up: packsSchema },
  { version: 3, name: 'working days', up: calendarSchema },
  { version: 4, name: 'time stamps', up: [dossierStampsSchema, trustKindsSchema].join('\n') },
  { version: 5, name: 'detached signatures', up: dossierDetachedSchema },
  { version: 6, name: 'dossier editions', up: dossierEditionsSchema },
  { version: 7, name: 'changes since a dossier', up: dossierChangesSchema },
  { version: 8, name: 'places for signatures', up: dossierPlacesSchema },
  { version: 9, name: 'requests for time stamps', up: dossierStampRequestsSchema },
  { version: 10, name: 'dossiers of the organisation', up: dossierTemplatesSchema, rebuilds: true },
];
