import type { MessageKey, MessageValues } from '../i18n/translate.ts';
import type { Level, SignatureReport, VerificationReport } from './report.ts';

export const steps = ['L1', 'L2', 'L3', 'L4', 'L5'] as const;
export type StepName = (typeof steps)[number];
export interface Step {
  name: StepName;
  /** `impossible`: not checkable without a network, whatever the file holds. */
  state: 'reached' | 'missed' | 'impossible';
  text: string;
}

const order: Level[] = ['none', 'L1', 'L2', 'L3', 'L4'];

/** The signatures of persons; time stamps stand beside them, not among them, unless there is nothing else. */
function signaturesOf({ signatures }: VerificationReport): SignatureReport[] {
  const own = signatures.filter(({ kind }) => kind === 'signature');
  return own.length > 0 ? own : signatures;
}

/** Common name out of a subject, otherwise the whole of it. */
export function commonName(subject: string): string {
  return /(?:^|,\s*)CN=((?:\\.|[^,])+)/.exec(subject)?.[1]?.trim() ?? subject;
}

/** What the words are made with: the language, and how it writes a day and an instant. */
export interface ReportLanguage {
  t(key: MessageKey, values?: MessageValues): string;
  find(key: string, values?: MessageValues): string | null;
  /** A calendar day out of an instant. */
  day(instant: string | undefined): string;
  moment(instant: string): string;
}

/**
 * Words for a verification report, the same in the window, on the command line and in the stand-alone verifier. They
 * tell the level reached and never that a signature is "valid".
 */
export function createReportWords({ t, find, day, moment }: ReportLanguage) {
  /** The ladder of levels with what was found at each. A level counts only when every signature reached it. */
  function ladder(report: VerificationReport): Step[] {
    const reached = order.indexOf(report.level);
    return steps.map((name, index): Step => {
      if (name === 'L5') return { name, state: 'impossible', text: t('signatures.level.L5.impossible') };
      const isReached = reached >= index + 1;
      return {
        name,
        state: isReached ? 'reached' : 'missed',
        text: isReached ? reachedText(name, report) : missedText(name, report),
      };
    });
  }

  function reachedText(name: Exclude<StepName, 'L5'>, report: VerificationReport): string {
    const count = signaturesOf(report).length;
    if (name === 'L3') return t('signatures.level.L3.reached', { day: oldestList(report) });
    if (name === 'L2') return t('signatures.level.L2.reached', { count, anchors: anchors(report).join('; ') });
    if (name === 'L4') {
      const times = signaturesOf(report).flatMap(({ trustedTime }) => (trustedTime ? [trustedTime] : []));
      const [first] = times.sort((one, other) => other.at.localeCompare(one.at));
      return t('signatures.level.L4.reached', {
        at: first ? moment(first.at) : '',
        authority: first ? commonName(first.authority) : '',
      });
    }
    return t(`signatures.level.${name}.reached`, { count });
  }

  function missedText(name: Exclude<StepName, 'L5'>, report: VerificationReport): string {
    const signatures = signaturesOf(report);
    if (signatures.length === 0) return t('signatures.level.noSignatures');
    if (name === 'L1') return t('signatures.level.L1.missed');
    if (name === 'L2') {
      const reasons = [
        ...new Set(signatures.flatMap(({ chain }) => (chain.problem === null ? [] : [chainText(chain.problem)]))),
      ];
      return [t('signatures.level.L2.missed'), ...reasons].join(' ');
    }
    if (name === 'L3') {
      const statuses = new Set(signatures.map(({ revocation }) => revocation.status));
      const status = (['revoked', 'stale', 'not-checked'] as const).find((one) => statuses.has(one));
      return t(status ? `signatures.revocation.${status}` : 'signatures.level.L3.missed');
    }
    if (signatures.length > 0 && signatures.every(({ trustedTime }) => trustedTime !== null)) {
      return t('signatures.level.L4.early');
    }
    const claimed = signatures.find(({ claimedAt }) => claimedAt !== null)?.claimedAt;
    return claimed ? t('signatures.level.L4.missedClaimed', { at: moment(claimed) }) : t('signatures.level.L4.missed');
  }

  function anchors(report: VerificationReport): string[] {
    return [
      ...new Set(
        signaturesOf(report).flatMap(({ chain }) => (chain.anchor === null ? [] : [commonName(chain.anchor)])),
      ),
    ];
  }

  function oldestList(report: VerificationReport): string {
    const dates = signaturesOf(report)
      .flatMap(({ revocation }) => (revocation.date === null ? [] : [revocation.date]))
      .sort();
    return day(dates[0]);
  }

  /** Why no chain to a stored authority was found. */
  function chainText(problem: string): string {
    return find(`signatures.chain.${problem}`) ?? find(`signatures.problems.${problem}`) ?? problem;
  }

  /** A problem in words; its details are dates, numbers or names. */
  function problemText(code: string, details: Record<string, string | number>): string {
    const values: MessageValues = {};
    for (const [name, value] of Object.entries(details)) {
      values[name] = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? moment(value) : value;
    }
    try {
      return find(`signatures.problems.${code}`, values) ?? t('signatures.problems.other', { code });
    } catch {
      // The text names a value this report does not carry.
      return t('signatures.problems.other', { code });
    }
  }

  /** The level reached as a sentence. Says what was checked, never that a signature is valid. */
  function levelSentence(report: VerificationReport): string {
    if (report.signatures.length === 0) return t('signatures.result.unsigned');
    if (report.level === 'none') return t('signatures.result.none');
    return t('signatures.result.level', { level: report.level });
  }

  /** What would raise the level, nearest first. */
  function advice(report: VerificationReport): string[] {
    const signatures = signaturesOf(report);
    if (signatures.length === 0) return [t('signatures.advice.askSigned')];
    const has = (test: (signature: SignatureReport) => boolean): boolean => signatures.some(test);
    const chainProblems = new Set(signatures.map(({ chain }) => chain.problem));
    const list: (string | false)[] = [
      (!report.intact || has(({ integrity }) => !integrity)) && t('signatures.advice.askIntact'),
      (chainProblems.has('no-trusted-authorities') ||
        chainProblems.has('issuer-missing') ||
        chainProblems.has('not-trusted')) &&
        t('signatures.advice.importAuthority'),
      has(({ revocation, chain }) => chain.ok && revocation.status === 'not-checked') &&
        t('signatures.advice.importList'),
      has(({ revocation }) => revocation.status === 'stale') && t('signatures.advice.newerList'),
      has(({ revocation }) => revocation.status === 'revoked') && t('signatures.advice.revoked'),
      has(({ problems }) => problems.some(({ code }) => code === 'crl-older-than-signature')) &&
        t('signatures.advice.newerList'),
      report.level === 'L3' && t('signatures.advice.timestamp'),
      t('signatures.advice.authority'),
    ];
    return [...new Set(list.filter((line) => line !== false))];
  }

  return { ladder, chainText, problemText, levelSentence, advice };
}
