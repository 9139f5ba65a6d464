import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCollection, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { Template, type LoadedTemplate, type TemplatePack } from '../../shared/dossiers/template.ts';
import { templateFaults, type TemplateFault } from '../../shared/dossiers/template-check.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import type { Pack } from '../../shared/rules/pack.ts';

/** Templates by name. */
export interface TemplateLibrary {
  /** In the order of the list. */
  all(): readonly LoadedTemplate[];
  /** Fails with reason `no-template`. */
  get(id: string): LoadedTemplate;
}

/** A template of this size is a mistake. */
const maximumCharacters = 1_000_000;
/** Aliases are handy for repeated tables; a limit keeps nested ones from growing without bound. */
const maximumAliases = 200;

/** The order of the list: what is made most often first, then what is made beside it, by purpose. */
const order = [
  'system-passport',
  'classification-memo',
  'screening-protocol',
  'data-protection-assessment',
  'risk-register',
  'data-library-sheet',
  'user-information-sheet',
  'user-agreement',
  'labelling-procedure',
  'control-and-stop-procedure',
  'incident-notice',
  'submission-package',
  'trusted-list-package',
  'inspection-package',
];

function compare({ template: one }: LoadedTemplate, { template: other }: LoadedTemplate): number {
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return place(one.id) - place(other.id) || (one.id < other.id ? -1 : 1);
}

/** The error for a template that cannot be used. */
function templateFault(file: string, line: number, place: string, problem: string): AppError {
  return new AppError('invalid', `template fault in ${file}, line ${line}, at ${place}: ${problem}`, {
    reason: 'template-fault',
    details: { file, line: String(line), place, problem },
  });
}

/** Line of a path, or of the nearest place above it; a path through an alias ends at the alias. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  const root = document.contents;
  return isCollection(root) && root.range ? lines.linePos(root.range[0]).line : 1;
}

const pathOf = (place: string): (string | number)[] =>
  place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/**
 * Reads a template from YAML or JSON and checks every name in it. `packs` gives the packs it may cite; null where the
 * names were checked before. Nothing of a template is ever run. Fails with reason `template-fault` naming file, line and
 * place of the first fault.
 */
export function readTemplate(text: string, file: string, packs: ((id: TemplatePack) => Pack) | null): LoadedTemplate {
  if (text.length > maximumCharacters) throw templateFault(file, 1, '', 'too large');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw templateFault(file, broken.linePos?.[0].line ?? 1, '', broken.message.split('\n')[0] ?? '');
  const data = dataOf(document, file);
  const parsed = Template.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    throw templateFault(file, lineOf(document, lines, path), path.join('.'), issue?.message ?? '');
  }
  const fault: TemplateFault | undefined = packs ? templateFaults(parsed.data, packs)[0] : undefined;
  if (fault) throw templateFault(file, lineOf(document, lines, pathOf(fault.place)), fault.place, fault.problem);
  return loaded(parsed.data);
}

function dataOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases });
  } catch (error) {
    throw templateFault(file, 1, '', error instanceof Error ? error.message : String(error));
  }
}

function loaded(template: Template): LoadedTemplate {
  return { template, hash: createHash('sha256').update(canonicalJson(template)).digest('hex') };
}

/** Reads the templates of a folder. Fails with reason `template-fault`. */
export function readTemplates(folder: string, packs: ((id: TemplatePack) => Pack) | null): LoadedTemplate[] {
  return readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => readTemplate(readFileSync(join(folder, name), 'utf8'), name, packs))
    .sort(compare);
}

const libraries = new Map<string, TemplateLibrary>();

/**
 * The templates that come with the product, read once, at the first use: a start needs none of them. Their names are
 * checked by the build and not here, since a workspace may hold other versions of the packs.
 */
export function bundledTemplates(folder: string): TemplateLibrary {
  const found = libraries.get(folder);
  if (found) return found;
  let read: readonly LoadedTemplate[] | undefined;
  const all = (): readonly LoadedTemplate[] => (read ??= readTemplates(folder, null));
  const library: TemplateLibrary = {
    all,
    get: (id) => all().find(({ template }) => template.id === id) ?? missing(id),
  };
  libraries.set(folder, library);
  return library;
}

function missing(id: string): never {
  throw new AppError('not-found', `no template ${id}`, { reason: 'no-template', details: { id } });
}
