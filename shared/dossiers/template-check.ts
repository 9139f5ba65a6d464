import type { Pack } from '../rules/pack.ts';
import { fieldGroups, RegisterKind } from '../systems/field-value.ts';
import { systemField } from '../systems/fields.ts';
import type { LocalText } from '../lib/schema.ts';
import { Severity } from '../rules/pack.ts';
import { isOfOrganisation, isOfSystemContent, packOfContent } from './contents.ts';
import { isPlace, placesOf } from './places.ts';
import { TemplatePack, type Template, type TemplateCondition, type TemplatePart } from './template.ts';

/** What is wrong with a template, and where: the path of the place, such as `sections.0.parts.2`. */
export interface TemplateFault {
  place: string;
  problem: string;
}

type ContentPart = Extract<TemplatePart, { kind: 'content' }>;

/**
 * Names of a template that nothing answers to: fields, questions, scales, sections, provisions, places in texts. Every
 * language of a text must hold the same places. `packs` gives the packs of the product or the workspace.
 */
export function templateFaults(template: Template, packs: (id: TemplatePack) => Pack): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const fault = (place: string, problem: string): void => void faults.push({ place, problem });

  function knownPack(id: string, place: string): Pack | null {
    const parsed = TemplatePack.safeParse(id);
    if (!parsed.success) fault(place, `unknown pack ${id}`);
    else if (!template.packs.includes(parsed.data)) fault(place, `pack ${id} is not in "packs"`);
    else return packs(parsed.data);
    return null;
  }

  function text(value: LocalText, place: string): void {
    const places = placesOf(value.en);
    for (const name of places) if (!isPlace(name, template.scope)) fault(`${place}.en`, `unknown place {${name}}`);
    for (const locale of ['kk', 'ru'] as const)
      if ([...placesOf(value[locale])].sort().join() !== [...places].sort().join())
        fault(`${place}.${locale}`, 'other places than in en');
    if (places.includes('degree') || places.includes('autonomy') || places.includes('mode'))
      knownPack('kz-ai-law', place);
  }

  function provisions(names: readonly string[] | undefined, place: string): void {
    for (const full of names ?? []) {
      const [id = '', name = ''] = full.split('/');
      const pack = knownPack(id, place);
      if (pack && !pack.provisions.some((provision) => provision.name === name))
        fault(place, `unknown provision ${full}`);
    }
  }

  function condition(when: TemplateCondition | undefined, place: string): void {
    if (!when) return;
    if (template.scope === 'organisation' && (when.field ?? when.scale ?? when.started ?? when.notStarted))
      fault(place, 'only "edition" in a document of the organisation');
    if (when.field) {
      const field = systemField(when.field.name);
      const options = field?.type === 'tri' ? ['yes', 'no'] : field?.options;
      if (!field) fault(place, `unknown field ${when.field.name}`);
      for (const code of when.field.in) if (field && !options?.includes(code)) fault(place, `unknown code ${code}`);
    }
    if (when.scale) {
      const { name } = when.scale;
      const scale = knownPack(when.scale.pack, place)?.scales.find((one) => one.name === name);
      if (!scale) fault(place, `unknown scale ${name}`);
      for (const code of when.scale.in)
        if (scale && !scale.degrees.some((degree) => degree.code === code)) fault(place, `unknown degree ${code}`);
    }
    for (const id of [when.started, when.notStarted]) if (id !== undefined) knownPack(id, place);
    for (const edition of when.edition ?? [])
      if (!template.editions.includes(edition)) fault(place, `edition ${edition} is not in "editions"`);
  }

  function names(given: readonly string[], known: readonly string[], what: string, place: string): void {
    for (const name of given) if (!known.includes(name)) fault(place, `unknown ${what} ${name}`);
  }

  function content(part: ContentPart, place: string): void {
    const { of = [], except = [] } = part;
    const fits = template.scope === 'system' ? isOfSystemContent : isOfOrganisation;
    if (!fits(part.content)) {
      fault(place, `"${part.content}" is not for documents of the ${template.scope}`);
      return;
    }
    if (part.content === 'record') names(of, fieldGroups, 'group', place);
    if (part.content === 'entries') {
      if (of.length === 0) fault(place, '"of" names the kinds of entries');
      names(of, RegisterKind.options, 'kind', place);
    }
    if (part.content === 'sources') for (const id of of) knownPack(id, place);
    const id = packOfContent(part);
    if (id === undefined) return;
    const pack = knownPack(id, place);
    if (!pack) return;
    const scales = pack.scales.map(({ name }) => name);
    if (part.content === 'conclusion') {
      if (of.length === 0) fault(place, '"of" names the scale');
      names(of, scales, 'scale', place);
    }
    if (part.content === 'trace') names(of, scales, 'scale', place);
    if (part.content === 'scales') {
      names(of, ['degree', 'screening', 'status'], 'kind of scale', place);
      names(except, scales, 'scale', place);
    }
    if (part.content === 'findings') names(of, Severity.options, 'severity', place);
    if (part.content === 'questions')
      names(
        of,
        pack.sections.map(({ name }) => name),
        'section',
        place,
      );
    if (part.content === 'package-parts' || part.content === 'channels')
      names(
        of,
        pack.channels.map(({ name }) => name),
        'channel',
        place,
      );
  }

  function part(one: TemplatePart, place: string): void {
    if ('when' in one) condition(one.when, place);
    if (template.scope === 'organisation' && (one.kind === 'fields' || one.kind === 'answers'))
      fault(place, `"${one.kind}" is not for documents of the organisation`);
    switch (one.kind) {
      case 'text':
        text(one.text, place);
        return provisions(one.provisions, place);
      case 'list':
        return one.items.forEach((item, index) => {
          text(item.text, `${place}.items.${index}`);
          provisions(item.provisions, `${place}.items.${index}`);
          condition(item.when, `${place}.items.${index}`);
        });
      case 'notice':
        text(one.title, `${place}.title`);
        return one.text.forEach((item, index) => {
          text(item.text, `${place}.text.${index}`);
          provisions(item.provisions, `${place}.text.${index}`);
        });
      case 'fields':
        return names(
          one.fields.filter((name) => !systemField(name)),
          [],
          'field',
          place,
        );
      case 'answers': {
        const pack = knownPack(one.pack, place);
        if (pack)
          names(
            one.questions,
            pack.questions.map(({ name }) => name),
            'question',
            place,
          );
        return;
      }
      case 'blanks':
        return one.rows.forEach(({ label }, index) => text(label, `${place}.rows.${index}`));
      case 'table':
        if (one.caption) text(one.caption, `${place}.caption`);
        one.columns.forEach(({ title }, index) => text(title, `${place}.columns.${index}`));
        if (one.rows.length + one.emptyRows === 0) fault(place, 'a table without rows');
        return one.rows.forEach((row, index) => {
          if (row.length !== one.columns.length) fault(`${place}.rows.${index}`, 'not one cell a column');
          row.forEach((cell, column) => (cell ? text(cell, `${place}.rows.${index}.${column}`) : undefined));
        });
      case 'content':
        return content(one, place);
      case 'stamp':
        return text(one.label, `${place}.label`);
      case 'pageBreak':
    }
  }

  text(template.title, 'title');
  for (const name of placesOf(template.title.en)) fault('title', `no place {${name}} in a title`);
  provisions(template.basis, 'basis');
  if (template.scope === 'organisation' && template.needs.length > 0) fault('needs', 'only for documents of a system');
  const seen = new Set<string>();
  for (const [position, section] of template.sections.entries()) {
    const place = `sections.${position}`;
    if (seen.has(section.name)) fault(place, 'a name stands twice');
    seen.add(section.name);
    text(section.title, `${place}.title`);
    condition(section.when, place);
    section.parts.forEach((one, index) => part(one, `${place}.parts.${index}`));
  }
  return faults;
}
