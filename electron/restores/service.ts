import { multilingual, textIn } from '../../shared/systems/policy.ts';
import { changesSince } from '../../shared/dossiers/changes.ts';
import { inEdition } from '../../shared/dossiers/edition.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { Organisation } from '../../shared/organisation/contract.ts';
import type { RestoreNotice, RestorePlan, Restored, restores } from '../../shared/restores/contract.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import type { SliceContext } from '../context.ts';
import type { AssessmentsService } from '../assessments/service.ts';
import { sha256 } from '../dossiers/collect.ts';
import type { DossiersService } from '../dossiers/service.ts';
import type { EvidenceService } from '../evidence/service.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { organisationName } from '../organisation/service.ts';
import type { RegistersService } from '../registers/service.ts';
import { verifyPdf } from '../signatures/verify.ts';
import type { SystemsService } from '../systems/service.ts';
import { applyRestore, touchedBy } from './apply.ts';
import { planRestore, type PlannedRestore } from './plan.ts';
import { readDossier, type ReadDossier } from './read.ts';
import { createRestoresStore, type RowsBefore, type Touched } from './store.ts';

export interface RestoresOptions {
  systems: SystemsService;
  registers: RegistersService;
  evidence: EvidenceService;
  assessments: AssessmentsService;
  dossiers: Pick<DossiersService, 'stated'>;
  organisation: { get(): Organisation; set(value: Organisation): Organisation };
  signatures: { certificates(): Uint8Array[]; crls(): Uint8Array[]; ocsps(): Uint8Array[] };
  ledger: Pick<Ledger, 'size'>;
}

interface HeldPlan {
  planned: PlannedRestore;
  ledgerSize: number;
  fileName: string;
  sha256: string;
}

/** Only the newest restoring can be taken back, and only until the next entry of the ledger. */
interface Undoable {
  restore: string;
  ledgerSize: number;
  touched: Touched;
  before: RowsBefore;
}

/** Bringing a record back from a dossier. */
export function createRestoresService(context: SliceContext, options: RestoresOptions): SliceHandlers<typeof restores> {
  const store = createRestoresStore(context.db);
  const { ledger, organisation } = options;
  let held: { id: string; plan: HeldPlan } | null = null;
  let undoable: Undoable | null = null;

  function differences({ facts, existing }: PlannedRestore, locale: Locale): RestorePlan['differences'] {
    if (!existing) return [];
    const { template, facts: now } = options.dossiers.stated({
      system: existing.system.id,
      template: 'submission-package',
      edition: facts.edition,
      locale,
    });
    const brought = {
      ...now,
      ...facts,
      template: now.template,
      templateHash: now.templateHash,
      packs: facts.packs ?? {},
      history: [],
      locale,
    };
    return changesSince(template, now, brought, () => null, translator(locale)).map(
      ({ kind, subject, before, after }) => ({
        kind,
        subject,
        before,
        after,
      }),
    );
  }

  function shown(
    id: string,
    { planned, fileName, sha256: hash }: HeldPlan,
    verification: RestorePlan['verification'],
    locale: Locale,
  ): RestorePlan {
    const { facts, existing } = planned;
    const nameOf = ({ fields, code }: { fields: typeof facts.system.fields; code: string }): string => {
      const name = multilingual(fields, 'name');
      return name ? textIn(name, locale) : code;
    };
    return {
      plan: id,
      fileName,
      sha256: hash,
      dossier: {
        template: facts.template,
        edition: facts.edition,
        locale: facts.locale,
        on: facts.on,
        organisation: organisationName(facts.organisation, locale),
        code: facts.system.code,
        name: nameOf(facts.system),
        snapshot: facts.snapshot,
      },
      verification,
      withheld: systemFields
        .filter(({ sensitivity }) => !inEdition(sensitivity, facts.edition))
        .map(({ name }) => name),
      existing: existing && {
        id: existing.system.id,
        code: existing.system.code,
        name: nameOf(existing.system),
        by: existing.by,
      },
      differences: differences(planned, locale),
      choice: planned.choice,
      notices: [...fileNotices(verification), ...planned.notices],
      items: planned.items,
    };
  }

  return {
    plan: async ({ file, choice, locale }, control) => {
      const { bytes, name } = context.files.take(file);
      control.progress(0, 2, 'restores.reading');
      const read: ReadDossier = readDossier(bytes, name);
      control.progress(1, 2, 'restores.comparing');
      const verification = read.isPdf
        ? verifyPdf(bytes, {
            trust: options.signatures.certificates(),
            crls: options.signatures.crls(),
            ocsps: options.signatures.ocsps(),
            now: context.now(),
          })
        : null;
      const planned = planRestore(
        read,
        choice,
        {
          ...options,
          packs: context.packs,
          organisation: organisation.get,
          isFree: store.isFree,
          sample: context.sample,
          newId: context.newId,
        },
        locale,
      );
      const plan = { planned, ledgerSize: ledger.size(), fileName: name, sha256: sha256(bytes) };
      const id = context.newId();
      held = { id, plan };
      return Promise.resolve(shown(id, plan, verification, locale));
    },
    apply: ({ plan: id }): Restored => {
      if (held?.id !== id || held.plan.ledgerSize !== ledger.size())
        throw new AppError('conflict', `plan ${id} is stale`, { reason: 'restore-stale' });
      const { planned, fileName, sha256: hash } = held.plan;
      if (planned.mode === null)
        throw new AppError('conflict', 'the system is in the register', {
          reason: 'restore-undecided',
          details: { code: planned.existing?.system.code ?? '' },
        });
      const restore = context.newId();
      const touched = touchedBy(planned);
      const before = store.rows(touched);
      const counts = applyRestore(planned, { ...options, organisation }, restore);
      const { code } = options.systems.get(planned.system);
      context.ledger.append({
        kind: 'restore.apply',
        subject: planned.system,
        body: {
          restore,
          fileName,
          sha256: hash,
          snapshot: planned.facts.snapshot,
          edition: planned.facts.edition,
          mode: planned.mode,
          registers: planned.choice.registers,
          organisation: planned.choice.organisation,
          ...counts,
        },
      });
      for (const topic of ['systems', 'registers', 'assessments', 'evidence', 'organisation', 'imports'])
        context.changed(topic);
      undoable = { restore, ledgerSize: ledger.size(), touched, before };
      held = null;
      return { restore, system: planned.system, code, ...counts };
    },
    undo: ({ restore }) => {
      if (undoable?.restore !== restore || undoable.ledgerSize !== ledger.size())
        throw new AppError('conflict', `restore ${restore} cannot be taken back`, { reason: 'restore-moved-on' });
      const { touched, before } = undoable;
      store.putBack(touched, before);
      for (const entry of touched.entries) options.systems.refreshLinked(entry);
      context.ledger.append({ kind: 'restore.undo', subject: touched.system, body: { restore } });
      for (const topic of ['systems', 'registers', 'assessments', 'evidence', 'organisation', 'imports'])
        context.changed(topic);
      undoable = null;
      return null;
    },
  };
}

/** What there is to know of the file itself. */
function fileNotices(verification: RestorePlan['verification']): RestoreNotice[] {
  if (!verification) return [{ tone: 'info', code: 'no-signature-json', details: {} }];
  if (verification.signatures.length === 0) return [{ tone: 'info', code: 'unsigned', details: {} }];
  return verification.intact ? [] : [{ tone: 'bad', code: 'not-intact', details: {} }];
}
