import { deflateSync } from 'node:zlib';
import { AppError } from '../../shared/lib/errors.ts';
import { PackCheckName, type PackCheck, type PackInspection } from '../../shared/packs/contract.ts';
import { groupedHash } from '../../shared/packs/fingerprint.ts';
import { runCase } from '../../shared/rules/cases.ts';
import { packFault } from '../../shared/rules/faults.ts';
import { lint } from '../../shared/rules/lint.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { parsePack } from '../../shared/rules/parse.ts';
import { compilePack, type PreparedPack } from '../../shared/rules/prepare.ts';
import { checkPackFileSize, checkSignature, readPackFile, type PackFileContent } from './pack-file.ts';

/** What was found in a pack file without a look at the workspace, except for the keys it trusts. */
export interface Examination extends Pick<PackInspection, 'pack' | 'checks' | 'problems' | 'refusal'> {
  /** The key that signed it, with the name the file gives it; null where the signature does not fit or was not read. */
  signer: { publisher: string; fingerprint: string } | null;
  /** What is kept of the pack; null where a check failed. */
  kept: { body: Uint8Array; signature: string } | null;
}

type Details = PackCheck['details'];

/** Problems shown of each kind; more help nobody. */
const maximumProblems = 50;

/**
 * Puts a pack file through every check that needs no workspace, in the order of `PackCheckName`, and stops at the first
 * that fails. Never throws for what is in the file.
 * @param trusted Fingerprints of trusted keys; null leaves the publisher to the reader.
 */
export function examinePackFile(
  bytes: Uint8Array,
  trusted: readonly string[] | null,
  onCheck: (name: PackCheckName, index: number) => void,
): Examination {
  const found: Examination = { pack: null, checks: [], problems: [], refusal: null, signer: null, kept: null };
  const state: { file?: PackFileContent; pack?: Pack; prepared?: PreparedPack } = {};
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('a check ran out of order');
    return value;
  };

  const checks: Record<Exclude<PackCheckName, 'version'>, () => Details> = {
    size: () => {
      checkPackFileSize(bytes.byteLength);
      return { kilobytes: Math.ceil(bytes.byteLength / 1024) };
    },
    form: () => {
      state.file = readPackFile(bytes);
      return {};
    },
    signature: () => {
      const file = need(state.file);
      found.signer = { publisher: file.signature.publisher, fingerprint: checkSignature(file) };
      return {};
    },
    publisher: () => {
      const signer = need(found.signer ?? undefined);
      if (trusted && !trusted.includes(signer.fingerprint))
        throw new AppError('forbidden', `the key ${signer.fingerprint} is not trusted`, {
          reason: 'unknown-publisher',
          details: { publisher: signer.publisher, fingerprint: groupedHash(signer.fingerprint) },
        });
      return {};
    },
    schema: () => {
      const { pack: data, hash } = need(state.file);
      const pack = parsePack(data);
      const { id, version, title, lawTextDate, changelog, questions, rules, obligations, cases } = pack;
      found.pack = {
        ...{ id, version, hash, title, lawTextDate, changelog },
        questions: questions.length,
        rules: rules.length,
        obligations: obligations.length,
        cases: cases.length,
      };
      state.pack = pack;
      return {};
    },
    rules: () => {
      const { prepared, faults } = compilePack(need(state.pack), need(state.file).hash);
      state.prepared = prepared;
      found.problems = faults.slice(0, maximumProblems).map((fault) => ({ ...fault, severity: 'error' }));
      const [first] = faults;
      if (first) throw packFault(first);
      return { rules: prepared.rules.length };
    },
    lint: () => {
      const { pack } = need(state.prepared);
      // That there is no case is said by the check after this one, with what to do about it.
      const problems = lint(pack).filter(({ place }) => pack.cases.length > 0 || place !== 'cases');
      found.problems = problems
        .toSorted((a, b) => a.severity.localeCompare(b.severity))
        .slice(0, maximumProblems)
        .map(({ place, problem, severity }) => ({ place, problem, severity }));
      const errors = problems.filter(({ severity }) => severity === 'error');
      const [first] = errors;
      if (first)
        throw new AppError('invalid', `the linter finds ${errors.length} errors`, {
          reason: 'pack-lint',
          details: { place: first.place, problem: first.problem, count: errors.length },
        });
      return { warnings: problems.length };
    },
    cases: () => {
      const prepared = need(state.prepared);
      const { cases } = prepared.pack;
      if (cases.length === 0)
        throw new AppError('invalid', 'the pack has no worked case', { reason: 'pack-without-cases' });
      const failed = cases.flatMap((example) => {
        const [difference] = runCase(prepared, example);
        return difference === undefined ? [] : [{ place: `cases.${example.name}`, problem: difference }];
      });
      const [first] = failed;
      if (first) {
        found.problems.unshift(
          ...failed.slice(0, maximumProblems).map((one) => ({ ...one, severity: 'error' as const })),
        );
        throw new AppError('invalid', `${failed.length} of ${cases.length} cases fail`, {
          reason: 'pack-cases-failed',
          details: { failed: failed.length, total: cases.length, place: first.place, problem: first.problem },
        });
      }
      return { cases: cases.length };
    },
  };

  for (const [index, name] of PackCheckName.options.entries()) {
    if (name === 'version') break;
    if (found.refusal) {
      found.checks.push({ name, state: 'not-run', details: {} });
      continue;
    }
    onCheck(name, index);
    try {
      found.checks.push({ name, state: 'passed', details: checks[name]() });
    } catch (error) {
      if (!(error instanceof AppError) || error.reason === undefined) throw error;
      found.checks.push({ name, state: 'failed', details: {} });
      found.refusal = { reason: error.reason, details: error.details };
    }
  }
  if (!found.refusal) {
    const { text, signature } = need(state.file);
    found.kept = { body: deflateSync(text, { level: 9 }), signature: JSON.stringify(signature) };
  }
  return found;
}
