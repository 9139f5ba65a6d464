import { composeDossier } from '../../shared/dossiers/compose.ts';
import { editionOf, registerEditionOf, type CollectedFacts } from '../../shared/dossiers/edition.ts';
import { isOfSystem, type DossierFacts } from '../../shared/dossiers/facts.ts';
import { organisationName, systemName } from '../../shared/dossiers/names.ts';
import type { LoadedTemplate, Template, TemplatePack } from '../../shared/dossiers/template.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { LocalText } from '../../shared/lib/schema.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { SliceContext } from '../context.ts';
import {
  collect,
  collectFiles,
  collectRegister,
  contentMark,
  describe,
  factsOf,
  furtherPacks,
  registerFactsOf,
  registerMark,
  type AttachedFile,
  type CollectRequest,
  type DossierChoice,
  type DossierSources,
} from './collect.ts';
import { changesOf, notEarlier } from './earlier.ts';
import type { DossierRow, DossiersStore } from './store.ts';
import type { TemplateLibrary } from './templates.ts';

/** A document before it becomes a file. */
export interface MadeDocument {
  facts: DossierFacts;
  loaded: LoadedTemplate;
  packs: TemplatePack[];
  files: AttachedFile[];
  document: ReportDocument;
  /** Changes where something the document states changes. */
  mark: string;
}

/** A system and what would be said of it. */
type StatedChoice = Pick<DossierChoice, 'template' | 'edition' | 'locale'> & { system: string };

/** What the record says today of what a dossier is about. */
export interface Subject {
  code: string;
  name: string;
  mark: string;
}

/** Makes documents from a template and what is recorded. */
export function createDocuments(
  context: SliceContext,
  sources: DossierSources,
  { store, templates }: { store: DossiersStore; templates: TemplateLibrary },
) {
  /** The template of a choice. Fails with reason `no-template`, `template-scope` or `no-edition`. */
  function templateFor({ template: id, system, edition }: DossierChoice): LoadedTemplate {
    const loaded = templates.get(id);
    const { scope, editions } = loaded.template;
    if ((scope === 'system') !== (system !== null))
      throw new AppError('invalid', `${id} is of the ${scope}`, { reason: 'template-scope' });
    if (!editions.includes(edition))
      throw new AppError('invalid', `${id} has no edition ${edition}`, { reason: 'no-edition' });
    return loaded;
  }

  function requestFor({ template, hash }: LoadedTemplate, { edition, locale }: DossierChoice): CollectRequest {
    return { template, templateHash: hash, edition, locale };
  }

  /** Title of a dossier; one made before templates were data has that of the template of today. */
  function titleOf(row: DossierRow): LocalText {
    return row.title ?? templates.get(row.template).template.title;
  }

  function readinessFor(choice: DossierChoice): DossierFacts['readiness'] {
    const request = requestFor(templateFor(choice), choice);
    if (choice.system === null) return collectRegister(context, sources, request).readiness;
    return collect(context, sources, choice.system, request).readiness;
  }

  function make(choice: DossierChoice): MadeDocument {
    const loaded = templateFor(choice);
    const { template } = loaded;
    const request = requestFor(loaded, choice);
    const finish = (facts: DossierFacts, mark: string): MadeDocument => {
      const files = collectFiles(context, sources, template, facts, choice.attachEvidence);
      const document = composeDossier(template, { ...facts, attachments: describe(files) });
      return { facts, loaded, packs: furtherPacks(template), files, document, mark };
    };
    if (choice.system === null) {
      if (choice.since !== null) throw notEarlier(choice.since);
      const facts = registerFactsOf(collectRegister(context, sources, request));
      return finish(facts, registerMark(facts));
    }
    const facts = factsOf(collect(context, sources, choice.system, request), (open) =>
      changesOf(store, sources.ledger, template, open, choice.since, titleOf),
    );
    return finish(facts, contentMark(facts));
  }

  /**
   * What is recorded today, for one row of a list. `known` keeps it for one listing, since several dossiers rest on one
   * system.
   */
  function today(row: DossierRow, known: Map<string, Collected>): Subject {
    const key = JSON.stringify([row.systemId, row.packs]);
    const collected = known.get(key) ?? collectedFor(row);
    known.set(key, collected);
    if (!isOfSystem(collected))
      return {
        code: '',
        name: organisationName({ ...collected, locale: row.locale }),
        mark: registerMark(registerEditionOf(collected, row.edition)),
      };
    return {
      code: collected.system.code,
      name: systemName({ ...collected, locale: row.locale }),
      mark: contentMark(editionOf(collected, row.edition)),
    };
  }

  type Collected = ReturnType<typeof collectedFor>;

  function collectedFor({ systemId, packs, template, edition, locale }: DossierRow) {
    const request: CollectRequest = {
      template: { id: template, packs, needs: [], sections: [] },
      templateHash: '',
      edition,
      locale,
    };
    return systemId === null
      ? collectRegister(context, sources, { ...request, template: { ...request.template, packs: [] } })
      : collect(context, sources, systemId, request);
  }

  /** What an edition of a dossier would state of a system today, with the template it would be made from. */
  function stated({ system, template: id, edition, locale }: StatedChoice): {
    template: Template;
    facts: CollectedFacts;
  } {
    const { template, hash } = templates.get(id);
    const facts = collect(context, sources, system, { template, templateHash: hash, edition, locale });
    return { template, facts: editionOf(facts, edition) };
  }

  return { make, readinessFor, titleOf, today, stated };
}

export type KnownRecords = Parameters<ReturnType<typeof createDocuments>['today']>[1];
