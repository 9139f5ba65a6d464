import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Handlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { ApiContract } from '../../shared/api.ts';
import type { Organisation } from '../../shared/organisation/contract.ts';
import type { FieldValues } from '../../shared/systems/field-value.ts';
import type { WorkspaceInfo } from '../../shared/workspace/contract.ts';
import { createAssessmentsService } from '../assessments/service.ts';
import { createCalendarService } from '../calendar/service.ts';
import type { SliceContext } from '../context.ts';
import { createCrosswalkService } from '../crosswalk/service.ts';
import { migrate } from '../db/migrate.ts';
import { migrations } from '../db/migrations.ts';
import { openDatabase, translateSqliteError } from '../db/open.ts';
import { createDossiersService } from '../dossiers/service.ts';
import { bundledTemplates } from '../dossiers/templates.ts';
import { createEvidenceService } from '../evidence/service.ts';
import type { FileExchange } from '../files/exchange.ts';
import { createHomeService } from '../home/service.ts';
import { createImportsService } from '../imports/service.ts';
import type { Pool } from '../jobs/pool.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createLedgerService } from '../ledger/service.ts';
import {
  checkOrganisation,
  createOrganisationService,
  createOrganisationStore,
  organisationName,
} from '../organisation/service.ts';
import { createNationalClient } from '../ncalayer/client.ts';
import { createNcalayerService } from '../ncalayer/service.ts';
import type { PackLibrary } from '../packs/library.ts';
import { createPackInstallation, type PackInstallation } from '../packs/install.ts';
import { createWorkspaceLibrary } from '../packs/workspace-library.ts';
import { productFolder } from '../product-folder.ts';
import { createRegistersService } from '../registers/service.ts';
import { createRestoresService } from '../restores/service.ts';
import { createSignaturesService } from '../signatures/service.ts';
import { createSystemsService } from '../systems/service.ts';
import type { TokenAccess } from '../tokens/token-key.ts';
import { lockWorkspace } from './lock.ts';

/** What a new file is made with. */
export interface NewWorkspace {
  name: string;
  bin: string;
  locale: Locale;
  sample: boolean;
}

/** The slices that need an open workspace. */
export type WorkspaceHandlers = Omit<Handlers<ApiContract>, 'workspace' | 'settings' | 'packs' | 'tokens'>;

export interface OpenWorkspace {
  path: string;
  db: Database;
  ledger: Ledger;
  context: SliceContext;
  handlers: WorkspaceHandlers;
  packs: PackInstallation;
  info(): WorkspaceInfo;
  close(): void;
}

/** What the services outside a workspace give to it. */
export interface WorkspaceEnvironment {
  now(): Date;
  newId(): string;
  actor(): string;
  locale(): Locale;
  files: FileExchange;
  pool: Pool;
  /** The packs of the product. */
  packs: PackLibrary;
  tokens: TokenAccess;
  nationalClientPort: number | undefined;
  changed(topic: string): void;
  transact<T>(open: { db: Database; ledger: Ledger }, name: string, run: () => T): T;
}

function emptyOrganisation(fresh: NewWorkspace): Organisation {
  const name = { kk: '', ru: '', en: '', [fresh.locale]: fresh.name };
  return { name, bin: fresh.bin, address: '', contact: '', ownership: null, size: null };
}

/** Organisation facts that packs may prefill from. */
function organisationFields(organisation: Organisation): FieldValues {
  return {
    ...(organisation.ownership ? { orgOwnership: { value: organisation.ownership } } : {}),
    ...(organisation.size ? { orgSize: { value: organisation.size } } : {}),
  };
}

/**
 * Opens a workspace file, or makes it where `fresh` is given, and builds its services. `:memory:`
 * has no lock. Fails with reason `file-exists` and the reasons of `lockWorkspace`, `openDatabase`, `migrate` and
 * `translateSqliteError`; a new file that could not be finished is taken away again.
 */
export function openWorkspace(path: string, environment: WorkspaceEnvironment, fresh?: NewWorkspace): OpenWorkspace {
  const inMemory = path === ':memory:';
  if (fresh) checkOrganisation(emptyOrganisation(fresh));
  const isNewFile = fresh !== undefined && !inMemory;
  if (isNewFile && existsSync(path))
    throw new AppError('conflict', `${path} exists`, { reason: 'file-exists', details: { file: path } });
  const unlock = inMemory ? () => undefined : lockWorkspace(path, environment.now());
  let db: Database | undefined;
  try {
    db = openDatabase(path, fresh !== undefined);
    return build(path, db, unlock, environment, fresh);
  } catch (error) {
    db?.close();
    if (isNewFile) for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    unlock();
    throw translateSqliteError(error) ?? error;
  }
}

function build(
  path: string,
  db: Database,
  unlock: () => void,
  environment: WorkspaceEnvironment,
  fresh?: NewWorkspace,
): OpenWorkspace {
  migrate(db, migrations, (version) => {
    const stamp = environment.now().toISOString().replaceAll(/[:.]/g, '-');
    db.prepare('vacuum into ?').run(`${path}.version-${version}.${stamp}.copy`);
  });
  const ledger = createLedger(db, { now: environment.now, actor: environment.actor });
  const organisationStore = createOrganisationStore(db);
  if (fresh) {
    db.transaction(() => {
      const organisation = emptyOrganisation(fresh);
      organisationStore.create({ createdAt: environment.now().toISOString(), sample: fresh.sample, organisation });
      ledger.append({ kind: 'workspace.create', subject: 'workspace', body: { organisation, sample: fresh.sample } });
    })();
  }
  // A file without its row was never finished; it is refused here and not at the first use.
  organisationStore.get();
  const packs = createWorkspaceLibrary(db, environment.packs, environment);
  packs.keepPinned();
  const context: SliceContext = {
    db,
    ledger,
    now: environment.now,
    newId: environment.newId,
    files: environment.files,
    pool: environment.pool,
    packs,
    tokens: environment.tokens,
    changed: environment.changed,
    transact: (name, run) => environment.transact({ db, ledger }, name, run),
    sample: () => organisationStore.get().sample,
  };
  const registers = createRegistersService(context);
  const systems = createSystemsService(context, { registers, ledger });
  const evidence = createEvidenceService(context);
  const organisation = () => organisationStore.get().organisation;
  const calendar = createCalendarService(context);
  const assessments = createAssessmentsService(context, {
    systems,
    organisationFields: () => organisationFields(organisation()),
    actor: environment.actor,
    locale: environment.locale,
    calendar: calendar.current,
  });
  const signatures = createSignaturesService(context);
  const nationalClient = createNationalClient({
    authorities: signatures.certificates,
    newId: environment.newId,
    port: environment.nationalClientPort,
  });
  const dossiers = createDossiersService(context, {
    systems,
    registers,
    assessments,
    evidence: {
      list: (system) => evidence.handlers.list({ system, search: '' }),
      bytes: (id) => evidence.read(id).bytes,
    },
    signatures,
    nationalClient,
    locale: environment.locale,
    ledger,
    organisation,
    templates: bundledTemplates(productFolder('shared/dossiers/templates')),
  });
  const organisationService = createOrganisationService(context, organisationStore);
  const count = db.prepare<[], { n: number }>("select count(*) as n from systems where record_status <> 'retired'");
  return {
    path,
    db,
    packs: createPackInstallation(context, packs, environment.actor),
    ledger,
    context,
    handlers: {
      organisation: organisationService,
      systems: systems.handlers,
      registers: registers.handlers,
      imports: createImportsService(context, { systems, registers, ledger }),
      restores: createRestoresService(context, {
        systems,
        registers,
        evidence,
        assessments,
        dossiers,
        signatures,
        ledger,
        organisation: { get: organisation, set: organisationService.set },
      }),
      evidence: evidence.handlers,
      assessments: assessments.handlers,
      dossiers: dossiers.handlers,
      signatures: signatures.handlers,
      ncalayer: createNcalayerService(nationalClient),
      ledger: createLedgerService(ledger),
      home: createHomeService(context, { assessments, ledger }),
      calendar: calendar.handlers,
      crosswalk: createCrosswalkService(context, {
        duties: (system) => assessments.handlers.duties({ system }),
      }),
    },
    info() {
      const facts = organisationStore.get();
      return {
        path,
        fileName: basename(path),
        organisation: organisationName(facts.organisation, environment.locale()),
        bin: facts.organisation.bin || null,
        sample: facts.sample,
        createdAt: facts.createdAt,
        schemaVersion: db.pragma('user_version', { simple: true }) as number,
        systems: count.get()?.n ?? 0,
        ledgerSize: ledger.size(),
        packs: packs.active().map(({ id, version, lawTextDate }) => ({ id, version, lawTextDate })),
      };
    },
    close() {
      db.pragma('optimize');
      db.close();
      unlock();
    },
  };
}
