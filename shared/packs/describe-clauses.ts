import type { Translate } from '../i18n/translate.ts';
import { plain } from '../dossiers/wording.ts';
import type { Block, Inline } from '../report/tree.ts';
import { clausesOf, conditionText, type Clause } from '../rules/condition.ts';
import type { Expression } from '../rules/expression.ts';
import type { Pack } from '../rules/pack.ts';

/** A condition as a sentence with its first letter as written. */
export function conditionWords(pack: Pack, expression: Expression, t: Translate): Inline {
  return plain(conditionText(pack, expression)[t.locale]);
}

/** A lead such as "Holds when" with the condition: one paragraph, or a numbered list of clauses below it. */
export function conditionBlocks(pack: Pack, lead: string, expression: Expression, t: Translate): Block[] {
  const clause = clausesOf(pack, expression);
  const text = clause.text[t.locale];
  if (clause.parts.length === 0) return [{ kind: 'paragraph', content: [{ text: `${lead}: ` }, { text: `${text}.` }] }];
  return [
    { kind: 'paragraph', content: [{ text: `${lead}: ` }, { text: `${text}:` }] },
    { kind: 'list', ordered: false, items: clause.parts.flatMap((part, index) => numbered(part, `${index + 1}`, t)) },
  ];
}

function numbered(clause: Clause, mark: string, t: Translate): Inline[] {
  const text = clause.text[t.locale];
  const line: Inline = [{ text: `${mark}) `, muted: true }, { text: clause.parts.length > 0 ? `${text}:` : text }];
  return [line, ...clause.parts.flatMap((part, index) => numbered(part, `${mark}.${index + 1}`, t))];
}
