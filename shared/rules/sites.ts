import type { Expression } from './expression.ts';
import type { Pack } from './pack.ts';

/** An expression of a pack and where it stands, as a path by names. */
export interface Site {
  place: string;
  expression: Expression;
}

/** Every expression of a pack, in the order of its parts. */
export function expressionsOf(pack: Pack): Site[] {
  const sites: Site[] = [];
  const add = (place: string, expression: Expression | undefined): void => {
    if (expression !== undefined) sites.push({ place, expression });
  };
  for (const { name, visibleWhen, requiredWhen } of pack.questions) {
    add(`questions.${name}.visibleWhen`, visibleWhen);
    add(`questions.${name}.requiredWhen`, requiredWhen);
  }
  for (const { name, value } of pack.facts) add(`facts.${name}.value`, value);
  for (const { name, value } of pack.scores) add(`scores.${name}.value`, value);
  for (const { name, when } of pack.rules) add(`rules.${name}.when`, when);
  for (const { name, when, metWhen, deadline } of pack.obligations) {
    add(`obligations.${name}.when`, when);
    add(`obligations.${name}.metWhen`, metWhen);
    add(`obligations.${name}.deadline.from`, deadline?.from);
  }
  for (const { name, when } of pack.documents) add(`documents.${name}.when`, when);
  for (const { name, readyWhen } of pack.packageParts) add(`packageParts.${name}.readyWhen`, readyWhen);
  for (const { name, when, parts } of pack.channels) {
    add(`channels.${name}.when`, when);
    for (const part of parts) add(`channels.${name}.parts.${part.part}.when`, part.when);
  }
  return sites;
}
