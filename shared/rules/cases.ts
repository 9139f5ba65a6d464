import { evaluate } from './evaluate.ts';
import type { Case } from './pack.ts';
import type { PreparedPack } from './prepare.ts';
import type { Truth } from './result.ts';

/**
 * Runs a worked example. Gives the differences between what it expects and what the pack says, in English for pack
 * authors; none means that the case passes. `noObligations` and `noChannels` ask for "does not
 * apply"; "not known yet" is a difference.
 */
export function runCase(prepared: PreparedPack, example: Case): string[] {
  const result = evaluate(prepared, example.answers, example.on);
  const differences: string[] = [];
  const conclusions = new Map(result.conclusions.map((conclusion) => [conclusion.scale, conclusion]));
  const show = (degree: string | null): string => degree ?? 'not classified';
  for (const [scale, degree] of Object.entries(example.expect.scales)) {
    const found = conclusions.get(scale);
    if (!found) differences.push(`there is no scale ${scale}`);
    else if (found.degree !== degree) {
      const open = found.settle.length > 0 ? `; open: ${found.settle.join(', ')}` : '';
      differences.push(
        `scale ${scale}: expected ${show(degree)}, found ${show(found.degree)} (${found.status}${open})`,
      );
    }
  }
  for (const [scale, status] of Object.entries(example.expect.status)) {
    const found = conclusions.get(scale);
    if (!found) differences.push(`there is no scale ${scale}`);
    else if (found.status !== status) {
      const open = found.settle.length > 0 ? `; open: ${found.settle.join(', ')}` : '';
      differences.push(`scale ${scale}: expected to be ${status}, is ${found.status}${open}`);
    }
  }
  const scores = new Map(result.scores.map((score) => [score.score, score]));
  for (const [name, expected] of Object.entries(example.expect.scores)) {
    const score = scores.get(name);
    if (!score) differences.push(`there is no score ${name}`);
    else {
      const actual = typeof expected === 'string' ? score.threshold : score.value;
      const range = `between ${score.low ?? 'any'} and ${score.high ?? 'any'}`;
      if (actual !== expected)
        differences.push(
          `score ${name}: expected ${expected ?? 'no value'}, found ${actual ?? `none (${score.status}, ${range})`}`,
        );
    }
  }
  const findable = new Set(prepared.pack.rules.filter((rule) => rule.finding).map(({ name }) => name));
  const found = new Set(result.findings.map(({ rule }) => rule));
  for (const rule of [...example.expect.findings, ...example.expect.absent]) {
    if (!findable.has(rule)) differences.push(`there is no rule ${rule} with a finding`);
  }
  for (const rule of example.expect.findings) {
    if (findable.has(rule) && !found.has(rule)) differences.push(`finding ${rule} is expected and absent`);
  }
  for (const rule of example.expect.absent) if (found.has(rule)) differences.push(`finding ${rule} is not expected`);
  const compare = (what: string, applies: ReadonlyMap<string, Truth>, names: string[], expected: Truth): void => {
    for (const name of names) {
      const actual = applies.get(name);
      if (actual === undefined) differences.push(`there is no ${what} ${name}`);
      else if (actual !== expected)
        differences.push(`${what} ${name}: applies is expected to be ${expected}, is ${actual}`);
    }
  };
  const obligations = new Map(result.obligations.map(({ obligation, applies }) => [obligation, applies]));
  compare('obligation', obligations, example.expect.obligations, 'true');
  compare('obligation', obligations, example.expect.noObligations, 'false');
  const channels = new Map(result.channels.map(({ channel, applies }) => [channel, applies]));
  compare('channel', channels, example.expect.channels, 'true');
  compare('channel', channels, example.expect.noChannels, 'false');
  return differences;
}
