import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPackFolder } from '../../electron/packs/library.ts';
import { productFolder } from '../../electron/product-folder.ts';
import { plainData, sideBySide } from '../bench/json-logic.ts';

it('agrees with json-logic-engine on the rules both can say, wherever the answers decide', () => {
  const { prepared, pack } = readPackFolder(join(productFolder('shared/packs'), 'kz-ai-law'));
  const both = sideBySide(prepared, '2026-11-23');
  expect(both.rules).toBeGreaterThan(pack.rules.length / 3);
  let definite = 0;
  for (const { name, answers } of pack.cases) {
    const ours = both.ours(answers);
    const theirs = both.theirs(plainData(answers));
    expect(both.interpreted(plainData(answers))).toEqual(theirs);
    ours.forEach((truth, index) => {
      if (truth === undefined) return;
      definite += 1;
      expect(theirs[index], `${name}, rule ${index}`).toBe(truth);
    });
  }
  expect(definite).toBeGreaterThan(both.rules * 10);
});
