import type { Translate } from '../i18n/translate.ts';
import { canonicalJson } from '../ledger/entry.ts';
import type { Block, Inline } from '../report/tree.ts';
import type { ObligationResult } from '../rules/result.ts';
import { systemFields } from '../systems/fields.ts';
import type { CollectedFacts } from './edition.ts';
import type { AssessedPack, ChangeFacts, ChangesFacts, DossierFacts } from './facts.ts';
import type { Template, TemplatePack } from './template.ts';
import { conclusionWords, heading } from './sections.ts';
import { answerWords, byCode, fieldWords, momentWords, plain } from './wording.ts';

/** Who made the last change of a field (`name`) or an answer (`<pack>:<question>`) and when; null where nobody knows. */
export type Author = (field: string) => { by: string; at: string } | null;

const words = (inline: Inline): string => inline.map(({ text }) => text).join('');
const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const nobody = { by: null, at: null };

/** Keys of both, in the order of the second and then of the first. */
function keys(before: object, after: object): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])];
}

/**
 * What differs between the facts of an earlier dossier and the facts of this one, in words of this one's language. Both
 * have to be of the same edition. Each template counts what it prints: the packs it speaks of, and the record where it
 * prints fields of it.
 */
export function changesSince(
  template: Template,
  before: CollectedFacts,
  after: CollectedFacts,
  author: Author,
  t: Translate,
): ChangeFacts[] {
  const { edition } = after;
  const known = (field: string): { by: string | null; at: string | null } => {
    const found = author(field);
    return { by: edition === 'public' ? null : (found?.by ?? null), at: found?.at ?? null };
  };
  return [
    ...(printsRecord(template) ? [...fieldChanges(before, after, known, t), ...versionChanges(before, after)] : []),
    ...template.packs.flatMap((name) => {
      const [old, now] = [packIn(before, name), packIn(after, name)];
      // An earlier dossier of another template may hold nothing to compare with.
      if (!old || !now) return [];
      return [
        ...degreeChanges(old, now, t),
        ...answerChanges(old, now, (facts) => (facts === old ? before : after).evidence, known, t),
        ...dutyChanges(old, now, edition !== 'public', t),
      ];
    }),
    ...evidenceChanges(before, after),
  ];
}

function printsRecord({ sections }: Template): boolean {
  return sections.some(({ parts }) =>
    parts.some((part) => part.kind === 'fields' || (part.kind === 'content' && part.content === 'record')),
  );
}

/** The assessment under a pack; a dossier of another template may not rest on it. */
function packIn(facts: CollectedFacts, name: TemplatePack): AssessedPack | undefined {
  if (name === 'kz-ai-law') return facts.law;
  return name === 'kz-personal-data' ? facts.data : facts.packs[name];
}

type Known = (field: string) => { by: string | null; at: string | null };

function fieldChanges(before: CollectedFacts, after: CollectedFacts, known: Known, t: Translate): ChangeFacts[] {
  return systemFields
    .filter(({ name }) => !isSame(before.system.fields[name], after.system.fields[name]))
    .map((field) => ({
      kind: 'field',
      subject: byCode(t, 'fields', `${field.name}.label`),
      before: words(fieldWords(field, before.system.fields[field.name], t, before.entries)),
      after: words(fieldWords(field, after.system.fields[field.name], t, after.entries)),
      ...known(field.name),
    }));
}

/** Versions by label with the sites they run at; a version that is new has nothing before. */
function versionChanges(before: CollectedFacts, after: CollectedFacts): ChangeFacts[] {
  const sites = ({ system }: CollectedFacts): Record<string, string> =>
    Object.fromEntries(
      system.versions.map(({ id, date, deployments }) => [
        id,
        [date ?? '', ...deployments.map(({ siteName }) => siteName).sort()].filter((part) => part !== '').join('; '),
      ]),
    );
  const label = (id: string): string =>
    [...after.system.versions, ...before.system.versions].find((version) => version.id === id)?.label ?? id;
  const [old, now] = [sites(before), sites(after)];
  return keys(old, now)
    .filter((id) => old[id] !== now[id])
    .map((id) => ({ kind: 'version', subject: label(id), before: old[id] ?? '', after: now[id] ?? '', ...nobody }));
}

function degreeChanges(before: AssessedPack, after: AssessedPack, t: Translate): ChangeFacts[] {
  const pack: ChangeFacts[] =
    before.state.pack.hash === after.state.pack.hash
      ? []
      : [
          {
            kind: 'degree',
            subject: `${t('report.pack')}: ${after.pack.title[t.locale]}`,
            before: before.state.pack.version,
            after: after.state.pack.version,
            ...nobody,
          },
        ];
  return [
    ...pack,
    ...after.pack.scales.flatMap((scale): ChangeFacts[] => {
      const word = (assessed: AssessedPack): string => {
        const conclusion = assessed.state.evaluation.conclusions.find((item) => item.scale === scale.name);
        return conclusion ? conclusionWords(assessed, conclusion, t) : '';
      };
      const [old, now] = [word(before), word(after)];
      return old === now
        ? []
        : [{ kind: 'degree', subject: scale.title[t.locale], before: old, after: now, ...nobody }];
    }),
  ];
}

function answerChanges(
  old: AssessedPack,
  now: AssessedPack,
  evidenceOf: (assessed: AssessedPack) => CollectedFacts['evidence'],
  known: Known,
  t: Translate,
): ChangeFacts[] {
  const said = (assessed: AssessedPack, question: string): string => {
    const { pack, state } = assessed;
    const stored = state.answers[question];
    const asked = pack.questions.find((item) => item.name === question);
    if (!stored || !asked) return t('report.notAnswered');
    const proofs = stored.evidence.map(({ id }) => evidenceOf(assessed).find((item) => item.id === id)?.title ?? id);
    return [
      words(answerWords(asked, stored.answer, t)),
      ...(stored.comment === '' ? [] : [t('report.comment', { text: stored.comment })]),
      ...(proofs.length === 0 ? [] : [t('report.evidence', { list: proofs.join('; ') })]),
    ].join(' ');
  };
  const told = ({ state }: AssessedPack, question: string): unknown => {
    const stored = state.answers[question];
    return stored && { answer: stored.answer, comment: stored.comment, evidence: stored.evidence };
  };
  return keys(old.state.answers, now.state.answers)
    .filter((question) => !isSame(told(old, question), told(now, question)))
    .map((question) => ({
      kind: 'answer',
      subject:
        [now, old].flatMap(({ pack }) => pack.questions).find((item) => item.name === question)?.text[t.locale] ??
        question,
      before: said(old, question),
      after: said(now, question),
      ...known(`${now.pack.id}:${question}`),
    }));
}

function dutyChanges(before: AssessedPack, after: AssessedPack, withState: boolean, t: Translate): ChangeFacts[] {
  const results = ({ state }: AssessedPack): Record<string, string> =>
    Object.fromEntries(
      state.evaluation.obligations.map((result) => [result.obligation, dutyWords(result, withState, t)]),
    );
  const [old, now] = [results(before), results(after)];
  return keys(old, now)
    .filter((name) => old[name] !== now[name])
    .map((name) => ({
      kind: 'duty',
      subject:
        [after, before].flatMap(({ pack }) => pack.obligations).find((duty) => duty.name === name)?.title[t.locale] ??
        name,
      before: old[name] ?? '',
      after: now[name] ?? '',
      ...nobody,
    }));
}

function dutyWords({ applies, met }: ObligationResult, withState: boolean, t: Translate): string {
  const applying = byCode(t, 'report.changes.applies', applies);
  if (applies === 'false' || !withState) return applying;
  return `${applying}; ${met === null ? t('report.met.person') : byCode(t, 'report.met', met)}`;
}

function evidenceChanges(before: CollectedFacts, after: CollectedFacts): ChangeFacts[] {
  const files = ({ evidence }: CollectedFacts): Record<string, string> =>
    Object.fromEntries(
      evidence.map(({ id, fileName, sha256 }) => [id, `${fileName}, SHA-256 ${sha256.slice(0, 16)}…`]),
    );
  const [old, now] = [files(before), files(after)];
  return keys(old, now)
    .filter((id) => old[id] !== now[id])
    .map((id) => ({
      kind: 'evidence',
      subject: [...after.evidence, ...before.evidence].find((item) => item.id === id)?.title ?? id,
      before: old[id] ?? '',
      after: now[id] ?? '',
      by: null,
      at: now[id] === undefined ? null : (after.evidence.find((item) => item.id === id)?.receivedAt ?? null),
    }));
}

/** The annex: a table for each kind of change, or the sentence that nothing changed. */
export function changesAnnex({ changes }: DossierFacts, t: Translate): Block[] {
  if (!changes) return [];
  const { since, rows } = changes;
  return [
    heading(1, t('report.changes.title'), 'annex-changes'),
    { kind: 'paragraph', content: plain(sinceWords(since, t)) },
    ...(rows.length === 0 ? [{ kind: 'paragraph', content: plain(t('report.changes.none')) } as const] : []),
    ...(['degree', 'field', 'version', 'answer', 'duty', 'evidence'] as const).flatMap((kind): Block[] => {
      const own = rows.filter((row) => row.kind === kind);
      if (own.length === 0) return [];
      // Only changes of fields, answers and evidence have an author or a time of their own.
      const withAuthor = own.some(({ by, at }) => by !== null || at !== null);
      return [
        {
          kind: 'table',
          caption: t(`report.changes.kinds.${kind}`),
          columns: [
            { title: t('report.columns.subject'), width: withAuthor ? 30 : 40 },
            { title: t('report.changes.before'), width: withAuthor ? 26 : 30 },
            { title: t('report.changes.after'), width: withAuthor ? 26 : 30 },
            ...(withAuthor ? [{ title: t('report.changes.changed'), width: 18 }] : []),
          ],
          rows: own.map((row) => [
            plain(row.subject),
            plain(row.before === '' ? '—' : row.before),
            plain(row.after === '' ? '—' : row.after),
            ...(withAuthor
              ? [plain([row.by, row.at && `${momentWords(row.at)} UTC`].filter(Boolean).join(', ') || '—')]
              : []),
          ]),
        },
      ];
    }),
  ];
}

function sinceWords(since: ChangesFacts['since'], t: Translate): string {
  return t('report.changes.since', {
    title: since.title[t.locale],
    edition: byCode(t, 'dossiers.editions', `${since.edition}.title`),
    at: momentWords(since.composedAt),
    hash: since.sha256,
  });
}
