import { chartValue } from '../../shared/report/chart.ts';
import type { Inline, ReportDocument } from '../../shared/report/tree.ts';

function inlineText(inline: Inline): string {
  return inline.map((span) => span.text).join('');
}

/** Every text of a document that must be readable in whatever is made of it. */
export function textsOf(document: ReportDocument): string[] {
  const texts = [
    document.title,
    document.subtitle,
    document.organisation,
    ...document.cover.flatMap((fact) => [fact.key, fact.value]),
  ];
  for (const block of document.blocks) {
    if (block.kind === 'heading') texts.push(block.text);
    else if (block.kind === 'paragraph') texts.push(inlineText(block.content));
    else if (block.kind === 'list') texts.push(...block.items.map(inlineText));
    else if (block.kind === 'keyValues')
      texts.push(...block.rows.flatMap((row) => [row.key, inlineText(row.value), inlineText(row.note ?? [])]));
    else if (block.kind === 'table')
      texts.push(
        block.rows.length === 0 ? (block.empty ?? '') : '',
        ...block.columns.map((column) => column.title),
        ...block.rows.flatMap((row) => row.map(inlineText)),
      );
    else if (block.kind === 'conclusion') texts.push(block.title, inlineText(block.text));
    else if (block.kind === 'finding') texts.push(block.label, inlineText(block.content), inlineText(block.provisions));
    else if (block.kind === 'notice') texts.push(block.title, ...block.content.map(inlineText));
    else if (block.kind === 'matrix')
      texts.push(
        block.rowsTitle ?? '',
        ...block.groups,
        ...block.levels.map((level) => level.text),
        ...block.rows.map((row) => row.title),
      );
    else if (block.kind === 'chart')
      texts.push(
        block.caption,
        ...block.rows.flatMap((row) => [row.label, chartValue(row.value, block.unit, document.locale)]),
      );
    else if (block.kind === 'image') texts.push(block.caption ?? '');
    else if (block.kind === 'signatures')
      texts.push(block.title, ...block.fields.flatMap((field) => [field.label, field.role]));
    else if (block.kind === 'attachments')
      texts.push(block.title, ...block.rows.flatMap((row) => [row.name, row.description, row.sha256]));
  }
  return texts;
}
