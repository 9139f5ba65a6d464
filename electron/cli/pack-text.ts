import type { Translate } from '../../shared/i18n/translate.ts';
import type { PackDifference } from '../../shared/packs/difference.ts';
import type { Block, Inline, ReportDocument } from '../../shared/report/tree.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { Simulation } from '../../shared/rules/simulate.ts';

const words = (inline: Inline): string => inline.map(({ text }) => text).join('');

/** A readable pack as lines of plain text. */
export function documentLines(document: ReportDocument): string[] {
  return [
    document.title,
    document.subtitle,
    ...document.cover.map(({ key, value }) => `${key}: ${value}`),
    ...document.blocks.flatMap(blockLines),
  ];
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return ['', `${'#'.repeat(block.level)} ${block.text}`];
    case 'paragraph':
      return [words(block.content)];
    case 'list':
      return block.items.map((item) => `- ${words(item)}`);
    case 'keyValues':
      return block.rows.map(({ key, value }) => `${key}: ${words(value)}`);
    case 'table':
      return block.rows.map((row) => row.map(words).join(' | '));
    case 'finding':
      return [`${block.label}: ${words(block.content)} ${words(block.provisions)}`];
    case 'notice':
      return [block.title, ...block.content.map(words)];
    case 'conclusion':
      return [`${block.title} ${words(block.text)}`];
    case 'chart':
      return block.rows.map(({ label, value }) => `${label}: ${value} ${block.unit}`.trimEnd());
    case 'image':
      return [block.alt];
    case 'signatures':
      return block.fields.flatMap(({ label, role }) => [label, role]);
    case 'stamp':
      return [block.label];
    case 'matrix':
    case 'attachments':
    case 'pageBreak':
      return [];
  }
}

/** What the simulator found, as lines. */
export function simulationLines(t: Translate, pack: Pack, report: Simulation): string[] {
  const scaleTitle = (name: string): string =>
    pack.scales.find((scale) => scale.name === name)?.title[t.locale] ?? name;
  const degreeText = (name: string, code: string): string =>
    pack.scales.find((scale) => scale.name === name)?.degrees.find((degree) => degree.code === code)?.text[t.locale] ??
    code;
  const way = (key: 'shortest' | 'longest'): string => {
    const { path, exact } = report[key];
    const count = t('packTools.check.questions', { count: path.questions });
    return `${t(`packTools.check.${key}`)}: ${count}${exact ? '' : ` (${t('packTools.check.found')})`}`;
  };
  const kinds = ['degree', 'rule', 'obligation', 'document', 'channel', 'question'] as const;
  return [
    t(report.exhausted ? 'packTools.check.exhausted' : 'packTools.check.guided', { paths: report.paths }),
    way('shortest'),
    way('longest'),
    `${t('packTools.check.reached')}: ${kinds
      .filter((kind) => report.counts[kind].total > 0)
      .map((kind) => `${t(`packTools.check.targets.${kind}`)} ${t('packTools.check.reachedOf', report.counts[kind])}`)
      .join(', ')}`,
    '',
    `${t('packTools.check.conclusions')}:`,
    ...report.conclusions.map(
      ({ scale, degree, path }) =>
        `  ${scaleTitle(scale)}: ${degreeText(scale, degree)}. ${t('packTools.check.example', { count: Object.keys(path.answers).length })}`,
    ),
    '',
    `${t('packTools.check.deadEnds')}:`,
    ...(report.deadEnds.length === 0
      ? [`  ${t(report.deadEndsComplete ? 'packTools.check.noDeadEnds' : 'packTools.check.deadEndsOpen')}`]
      : report.deadEnds.map(({ scale }) => `  ${t('packTools.check.deadEnd', { scale: scaleTitle(scale) })}`)),
    `${t('packTools.check.unreached')}:`,
    ...(report.unreached.length === 0
      ? [`  ${t('packTools.check.allReached')}`]
      : report.unreached.map(
          ({ kind, name, reason }) =>
            `  ${kind} ${name}: ${t(reason === 'impossible' ? 'packTools.check.impossible' : 'packTools.check.notFound')}`,
        )),
  ];
}

/** What changed between two versions, as lines: before, then after. */
export function differenceLines(t: Translate, difference: PackDifference): string[] {
  const { from, to, changes } = difference;
  if (changes.length === 0) return [t('packTools.difference.none')];
  const lines = [
    `${difference.title[t.locale]}: ${t('packTools.difference.fromTo', { from: from.version, to: to.version })}`,
  ];
  let part = '';
  for (const change of changes) {
    if (change.part !== part) lines.push('', t(`packTools.difference.parts.${change.part}`));
    part = change.part;
    lines.push(`  ${change.title[t.locale]}: ${t(`packTools.difference.kinds.${change.change}`)} (${change.name})`);
    for (const { what, subject, language, before, after } of change.details) {
      const about = [t.find(`packTools.difference.what.${what}`) ?? what, subject?.[t.locale], language]
        .filter(Boolean)
        .join(', ');
      const nothing = t('packTools.difference.nothing');
      lines.push(`    ${about}: ${before?.[t.locale] ?? nothing} → ${after?.[t.locale] ?? nothing}`);
    }
  }
  return lines;
}
