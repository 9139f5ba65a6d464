import type { Translate } from '../i18n/translate.ts';
import type { Block, DegreeTone, Inline } from '../report/tree.ts';
import type { Question } from '../rules/pack.ts';
import type { Conclusion } from '../rules/result.ts';
import type { Edition } from './contract.ts';
import type { AssessedPack, PackText, SystemFacts } from './facts.ts';
import { answerAuthors, answerWords, byCode, dayWords, momentWords, plain, provisionWords } from './wording.ts';

const degreeTones: Record<string, DegreeTone> = { minimal: 'min', medium: 'med', high: 'high' };

/** A heading with an anchor of its own. */
export function heading(level: 1 | 2 | 3, text: string, anchor: string): Block {
  return { kind: 'heading', level, text, anchor };
}

/** How a conclusion reads: final, provisional with its lower bound, or not classified. */
export function conclusionWords(assessed: AssessedPack, conclusion: Conclusion, t: Translate): string {
  const scale = assessed.pack.scales.find(({ name }) => name === conclusion.scale);
  const degree = scale?.degrees.find(({ code }) => code === conclusion.degree)?.text[t.locale];
  if (degree === undefined) return t(scale?.kind === 'degree' ? 'report.notClassified' : 'report.notDetermined');
  if (conclusion.status === 'final') return degree;
  return t(scale?.kind === 'degree' ? 'report.provisionalAtLeast' : 'report.provisional', { degree });
}

function tone(conclusion: Conclusion): DegreeTone {
  if (conclusion.degree === 'prohibited') return 'ban';
  if (conclusion.degree === null) return 'none';
  if (conclusion.status !== 'final') return 'prov';
  return degreeTones[conclusion.degree] ?? 'none';
}

function reasons(assessed: AssessedPack, conclusion: Conclusion, t: Translate): Inline {
  const rules = assessed.pack.rules.filter(({ name }) => conclusion.rules.includes(name));
  const parts: Inline = rules.flatMap((rule, index) => [
    { text: `${index === 0 ? '' : ' '}${rule.text[t.locale]} ` },
    ...provisionWords(assessed.pack, rule.provisions, t.locale),
  ]);
  return parts.length > 0 ? parts : plain(t('report.openQuestions', { count: conclusion.settle.length }));
}

/** The conclusion of one scale with the rules that lead to it. */
export function conclusionBlock(assessed: AssessedPack, scaleName: string, t: Translate): Block[] {
  const conclusion = assessed.state.evaluation.conclusions.find(({ scale }) => scale === scaleName);
  const scale = assessed.pack.scales.find(({ name }) => name === scaleName);
  if (!conclusion || !scale) return [];
  const title = `${scale.title[t.locale]}: ${conclusionWords(assessed, conclusion, t)}`;
  const text = reasons(assessed, conclusion, t);
  // A screening passes, passes under a condition or fails; only a prohibited capability has a glyph of its own.
  if (scale.kind === 'screening' && conclusion.status === 'final' && conclusion.degree !== 'prohibited') {
    const position = scale.degrees.findIndex(({ code }) => code === conclusion.degree);
    const noticeTone = position === 0 ? 'ok' : position === scale.degrees.length - 1 ? 'bad' : 'warn';
    return [{ kind: 'notice', tone: noticeTone, title, content: [text] }];
  }
  return [{ kind: 'conclusion', tone: tone(conclusion), title, text }];
}

/** Scales of one kind as rows: what was concluded and why. */
export function scaleTable(
  assessed: AssessedPack,
  kinds: readonly string[],
  except: readonly string[],
  t: Translate,
): Block[] {
  const rows = assessed.pack.scales
    .filter(({ kind, name }) => kinds.includes(kind) && !except.includes(name))
    .flatMap((scale) => {
      const conclusion = assessed.state.evaluation.conclusions.find((item) => item.scale === scale.name);
      if (!conclusion) return [];
      return [
        [
          plain(scale.title[t.locale]),
          plain(conclusionWords(assessed, conclusion, t), { bold: true }),
          provisionWords(assessed.pack, scale.provisions, t.locale),
        ],
      ];
    });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('report.columns.subject'), width: 42 },
        { title: t('report.columns.conclusion'), width: 33 },
        { title: t('report.columns.provision'), width: 25 },
      ],
      rows,
    },
  ];
}

/** Why each scale stands where it stands: the trace sentences, with who gave the answers they rest on. */
export function traceBlocks(assessed: AssessedPack, scaleNames: readonly string[], t: Translate): Block[] {
  return assessed.state.evaluation.conclusions
    .filter(({ scale }) => scaleNames.includes(scale))
    .flatMap((conclusion): Block[] => {
      const sentences = [...conclusion.rules, ...conclusion.openRules].flatMap((rule) => {
        const trace = assessed.state.evaluation.traces[rule];
        return trace
          ? [
              [
                { text: `${trace.sentence[t.locale]} ` },
                ...provisionWords(assessed.pack, trace.provisions, t.locale),
                ...answerAuthors(assessed, trace, t),
              ],
            ]
          : [];
      });
      const open = conclusion.settle.flatMap((name) => {
        const question = assessed.pack.questions.find((item) => item.name === name);
        return question ? [plain(question.text[t.locale])] : [];
      });
      return [
        ...(sentences.length > 0 ? [{ kind: 'list', ordered: false, items: sentences } as const] : []),
        ...(open.length > 0
          ? [{ kind: 'notice', tone: 'warn', title: t('report.settleTitle'), content: open } as const]
          : []),
      ];
    });
}

/** Findings by severity, most serious first; `of` narrows to some severities. */
export function findingBlocks(assessed: AssessedPack, of: readonly string[], t: Translate): Block[] {
  const order = ['stop', 'breach', 'review', 'gap', 'note'];
  const findings = assessed.state.evaluation.findings
    .filter(({ severity }) => of.length === 0 || of.includes(severity))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  if (findings.length === 0) return [{ kind: 'paragraph', content: plain(t('report.noFindings')) }];
  return findings.map((finding) => ({
    kind: 'finding',
    severity: finding.severity,
    label: byCode(t, 'report.severity', finding.severity),
    content: plain(finding.message[t.locale]),
    provisions: provisionWords(assessed.pack, finding.trace.provisions, t.locale),
  }));
}

/**
 * Duties that apply or may apply, what the law requires apart from what is only recommended. Whether they are met is not
 * public.
 */
export function dutyBlocks(assessed: AssessedPack, edition: Edition, t: Translate): Block[] {
  const withState = edition !== 'public';
  return (['law', 'recommended'] as const).flatMap((force): Block[] => {
    const rows = assessed.state.evaluation.obligations
      .filter(({ applies }) => applies !== 'false')
      .flatMap((result) => {
        const duty = assessed.pack.obligations.find(({ name }) => name === result.obligation);
        if (!duty || duty.force !== force) return [];
        const applies = result.applies === 'true' ? '' : ` (${t('report.mayApply')})`;
        return [
          [
            plain(duty.mark, { code: true }),
            [
              { text: `${duty.title[t.locale]}${applies}. `, bold: true },
              { text: duty.text[t.locale] },
              ...(duty.deadline ? [{ text: ` ${duty.deadline.text[t.locale]}` }] : []),
            ],
            plain(duty.bound.map((role) => byCode(t, 'report.roles', role)).join(', ')),
            ...(withState
              ? [plain(result.met === null ? t('report.met.person') : byCode(t, 'report.met', result.met))]
              : []),
            provisionWords(assessed.pack, duty.provisions, t.locale),
          ],
        ];
      });
    if (rows.length === 0) return [];
    return [
      {
        kind: 'table',
        caption: t(force === 'law' ? 'report.dutiesByLaw' : 'report.dutiesRecommended'),
        columns: [
          { title: t('report.columns.mark'), width: 8 },
          { title: t('report.columns.duty'), width: withState ? 44 : 57 },
          { title: t('report.columns.bound'), width: 15 },
          ...(withState ? [{ title: t('report.columns.state'), width: 13 }] : []),
          { title: t('report.columns.provision'), width: 20 },
        ],
        rows,
      },
    ];
  });
}

/** Both consequence matrices side by side. */
export function matrixBlocks(assessed: AssessedPack, t: Translate): Block[] {
  const failure = assessed.pack.questions.find(({ name }) => name === 'consequence-of-failure');
  const stop = assessed.pack.questions.find(({ name }) => name === 'consequence-of-stop');
  if (!failure?.rows || !failure.levels || !stop) return [];
  const cell = (name: string, row: string): string => {
    const answer = assessed.state.answers[name]?.answer;
    if (answer && 'unknown' in answer) return 'unknown';
    if (!answer || !('value' in answer) || typeof answer.value !== 'object' || Array.isArray(answer.value)) return '';
    return answer.value[row] ?? '';
  };
  const tones: DegreeTone[] = ['none', 'min', 'high', 'high'];
  return [
    {
      kind: 'matrix',
      caption: t('report.matrixCaption'),
      levels: [
        ...failure.levels.map((level, index) => ({
          code: level.code,
          text: level.text[t.locale],
          tone: tones[index] ?? ('none' as const),
        })),
        { code: 'unknown', text: t('report.unknown'), tone: 'prov' },
        { code: '', text: t('report.notAnswered'), tone: 'none' },
      ],
      groups: [t('report.matrixFailure'), t('report.matrixStop')],
      rows: failure.rows.map((row) => ({
        title: row.text[t.locale],
        cells: [cell(failure.name, row.code), cell(stop.name, row.code)],
      })),
    },
  ];
}

/** The visible questions of some sections (all where none are named), by section. The public edition says what it gives. */
export function answerBlocks(
  assessed: AssessedPack,
  names: readonly string[],
  facts: SystemFacts,
  t: Translate,
  anchor: string,
): Block[] {
  const { pack, state } = assessed;
  const blocks = pack.sections
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .flatMap((section, index): Block[] => {
      const questions = pack.questions.filter(
        (question) => question.section === section.name && state.evaluation.visible.includes(question.name),
      );
      if (questions.length === 0) return [];
      return [
        heading(3, section.title[t.locale], `${anchor}-${index + 1}`),
        answerTable(assessed, questions, facts, t),
      ];
    });
  if (facts.edition !== 'public') return blocks;
  return [{ kind: 'paragraph', content: plain(t('report.answersPublic')), tone: 'muted' }, ...blocks];
}

/** Questions with answer, comment, author, time and evidence. */
export function answerTable(
  { pack, state }: AssessedPack,
  questions: readonly Question[],
  facts: SystemFacts,
  t: Translate,
): Block {
  return {
    kind: 'table',
    columns: [
      { title: t('report.columns.question'), width: 46 },
      { title: t('report.columns.answer'), width: 34 },
      { title: t('report.columns.provision'), width: 20 },
    ],
    rows: questions.map((question) => {
      const stored = state.answers[question.name];
      const proofs = (stored?.evidence ?? []).flatMap(({ id, page }) => {
        const found = facts.evidence.find((item) => item.id === id);
        return found ? [`${found.title}${page === '' ? '' : `, ${t('report.page', { page })}`}`] : [];
      });
      return [
        plain(question.text[t.locale]),
        [
          ...answerWords(question, stored?.answer, t),
          ...(stored && stored.comment !== ''
            ? [{ text: ` ${t('report.comment', { text: stored.comment })}`, muted: true }]
            : []),
          ...(stored && facts.edition !== 'public'
            ? [{ text: ` ${t('report.answeredBy', { by: stored.by, at: momentWords(stored.at) })}`, muted: true }]
            : []),
          ...(proofs.length > 0
            ? [{ text: ` ${t('report.evidence', { list: proofs.join('; ') })}`, muted: true }]
            : []),
        ],
        provisionWords(pack, question.provisions, t.locale),
      ];
    }),
  };
}

/** What the packs rest on, and what counsel has to confirm. */
export function sourceBlocks(packs: readonly PackText[], t: Translate): Block[] {
  return packs.flatMap(({ pack, hash }): Block[] => [
    {
      kind: 'keyValues',
      rows: [
        { key: t('report.pack'), value: plain(pack.title[t.locale]) },
        { key: t('report.packVersion'), value: plain(pack.version, { code: true }) },
        { key: t('report.lawTextDate'), value: plain(dayWords(pack.lawTextDate), { code: true }) },
        { key: t('report.packHash'), value: plain(hash, { code: true }) },
      ],
    },
    {
      kind: 'table',
      caption: t('report.sources'),
      columns: [
        { title: t('report.columns.act'), width: 46 },
        { title: t('report.columns.number'), width: 22 },
        { title: t('report.columns.edition'), width: 32 },
      ],
      rows: pack.sources.map((source) => [
        [{ text: source.title[t.locale], confidence: source.confidence }],
        plain(source.number, { code: true }),
        plain(`${source.edition[t.locale]}; ${t('report.checkedOn', { day: dayWords(source.checkedOn) })}`),
      ]),
    },
    ...(pack.openPoints.length === 0
      ? []
      : [
          {
            kind: 'notice',
            tone: 'warn',
            title: t('report.openPoints'),
            content: pack.openPoints.map((point) => plain(point.text[t.locale])),
          } as const,
        ]),
  ]);
}
