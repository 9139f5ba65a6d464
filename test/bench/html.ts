import type { Block, Inline, ReportDocument } from '../../shared/report/tree.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const inline = (content: Inline): string =>
  content.map((span) => (span.bold ? `<b>${escape(span.text)}</b>` : escape(span.text))).join('');
const cells = (tag: string, values: string[]): string => values.map((value) => `<${tag}>${value}</${tag}>`).join('');

function block(node: Block): string {
  switch (node.kind) {
    case 'heading':
      return `<h${node.level}>${escape(node.text)}</h${node.level}>`;
    case 'paragraph':
      return `<p>${inline(node.content)}</p>`;
    case 'list':
      return `<ul>${cells('li', node.items.map(inline))}</ul>`;
    case 'keyValues':
      return `<table>${node.rows.map((row) => `<tr>${cells('td', [escape(row.key), inline(row.value)])}</tr>`).join('')}</table>`;
    case 'table':
      return `<table><thead><tr>${cells(
        'th',
        node.columns.map(({ title }) => escape(title)),
      )}</tr></thead>${node.rows.map((row) => `<tr>${cells('td', row.map(inline))}</tr>`).join('')}</table>`;
    case 'conclusion':
      return `<section><h3>${escape(node.title)}</h3><p>${inline(node.text)}</p></section>`;
    case 'finding':
      return `<section><b>${escape(node.label)}</b> ${inline(node.content)} ${inline(node.provisions)}</section>`;
    case 'notice':
      return `<section><b>${escape(node.title)}</b>${node.content.map((line) => `<p>${inline(line)}</p>`).join('')}</section>`;
    case 'matrix':
      return `<table>${node.rows.map((row) => `<tr>${cells('td', [row.title, ...row.cells].map(escape))}</tr>`).join('')}</table>`;
    case 'chart':
      return `<table>${node.rows.map((row) => `<tr>${cells('td', [escape(row.label), `${row.value} ${escape(node.unit)}`])}</tr>`).join('')}</table>`;
    case 'image':
      return `<img src="data:${node.mime};base64,${node.data}" alt="${escape(node.alt)}">`;
    case 'stamp':
      return `<section>${escape(node.label)}</section>`;
    case 'pageBreak':
      return '<div class="break"></div>';
    case 'signatures':
      return `<section>${node.fields.map(({ label }) => escape(label)).join(' ')}</section>`;
    case 'attachments':
      return `<table>${node.rows.map((row) => `<tr>${cells('td', [row.name, row.description, row.sha256].map(escape))}</tr>`).join('')}</table>`;
  }
}

/** The same content as a page for a browser to print; `font` is the address of the typeface. */
export function toHtml(document: ReportDocument, font: string): string {
  const style = `@font-face{font-family:Plex;src:url(${font})}@page{size:A4;margin:20mm}body{font:9.5pt/1.4 Plex}table{width:100%;border-collapse:collapse}td,th{border-bottom:.5pt solid #ccc;padding:3pt 5pt;text-align:left;vertical-align:top}.break{break-after:page}`;
  return `<!doctype html><html lang="${document.locale}"><meta charset="utf-8"><title>${escape(document.title)}</title><style>${style}</style><h1>${escape(document.title)}</h1>${document.blocks.map(block).join('\n')}</html>`;
}
