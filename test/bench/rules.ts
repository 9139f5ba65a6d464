import { join } from 'node:path';
import { readPackFolder } from '../../electron/packs/library.ts';
import { productFolder } from '../../electron/product-folder.ts';
import { Answers } from '../../shared/rules/answer.ts';
import { conclude, evaluate } from '../../shared/rules/evaluate.ts';
import { plainData, sideBySide } from './json-logic.ts';
import { medianMs, type Figure } from './measure.ts';

const on = '2026-11-23';
const times = 200;

/** Median time of one run, from rounds of many. */
async function each(run: (round: number) => unknown): Promise<number> {
  let round = 0;
  const many = (): void => {
    for (let index = 0; index < times; index += 1) run((round += 1));
  };
  return (await medianMs(many, 9)) / times;
}

/** The answers with one of the yes-or-no answers turned, another one each round. */
function turnedBy(answers: Answers): (round: number) => Answers {
  const turning = Object.entries(answers).flatMap(([name, answer]) =>
    'value' in answer && (answer.value === 'yes' || answer.value === 'no') ? [{ name, value: answer.value }] : [],
  );
  return (round) => {
    const one = turning[round % turning.length];
    return one ? { ...answers, [one.name]: { value: one.value === 'yes' ? 'no' : 'yes' } } : answers;
  };
}

/** Evaluations of `kz-ai-law` beside reading the answers, and its rules beside json-logic-engine. */
export async function ruleFigures(answers: Answers): Promise<Figure[]> {
  const { prepared } = readPackFolder(join(productFolder('shared/packs'), 'kz-ai-law'));
  const text = JSON.stringify(answers);
  const parse = await each(() => JSON.parse(text));
  const read = await each(() => Answers.parse(JSON.parse(text)));
  const turned = turnedBy(answers);
  const reading = 'JSON.parse and the schema of answers';
  const both = sideBySide(prepared, on);
  const data = plainData(answers);
  const ours = await each(() => both.ours(answers));
  const rules = `${both.rules} rules of kz-ai-law both can say`;
  return [
    {
      what: 'evaluation of kz-ai-law with trace, one system',
      ours: await each(() => evaluate(prepared, answers, on)),
      reference: 'JSON.parse of its answers',
      referenceMs: parse,
      note: `${Object.keys(answers).length} answers, ${text.length} characters`,
    },
    {
      what: 'the same, another answer changed each time',
      ours: await each((round) => evaluate(prepared, turned(round), on)),
      reference: reading,
      referenceMs: read,
    },
    {
      what: 'the very first one after the pack is loaded',
      ours: await each(() => evaluate({ ...prepared }, answers, on)),
      reference: reading,
      referenceMs: read,
    },
    {
      what: 'conclusions without reasons, one system',
      ours: await each((round) => conclude(prepared, turned(round), on)),
      reference: reading,
      referenceMs: read,
    },
    {
      what: rules,
      ours,
      reference: 'json-logic-engine, compiled',
      referenceMs: await each(() => both.theirs(data)),
      note: 'ours is three-valued and works out facts, visibilities and scales as well',
    },
    {
      what: rules,
      ours,
      reference: 'json-logic-engine, interpreted',
      referenceMs: await each(() => both.interpreted(data)),
    },
  ];
}
