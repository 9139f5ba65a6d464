import { describe, expect, test } from 'vitest';
import {
  conclusionLabel,
  conclusionTone,
  screeningStateOf,
  type Scale,
} from '../../renderer/assessments/conclusions.ts';
import { parseNumber } from '../../renderer/assessments/answers.ts';
import { headingDepths, sheetsOf } from '../../renderer/dossiers/sheets.ts';
import { advice, ladder, problemText } from '../../renderer/verification/levels.ts';
import { language } from '../../renderer/lib/i18n.svelte.ts';
import type { Block, ReportDocument } from '../../shared/report/tree.ts';
import type { Conclusion, Evaluation } from '../../shared/rules/result.ts';
import type { SignatureReport, VerificationReport } from '../../shared/signatures/report.ts';

language.current = 'en';
const words = (text: string) => ({ kk: text, ru: text, en: text });
const risk: Scale = {
  name: 'risk-degree',
  kind: 'degree',
  title: words('Risk'),
  degrees: ['minimal', 'medium', 'high'].map((code) => ({ code, text: words(`${code} risk`) })),
  provisions: [],
};
const conclusion = (part: Partial<Conclusion>): Conclusion => ({
  scale: 'risk-degree',
  status: 'final',
  degree: 'medium',
  possible: ['medium'],
  rules: [],
  openRules: [],
  settle: [],
  ...part,
});

describe('a conclusion', () => {
  test('reads as one degree only when it is final', () => {
    expect(conclusionLabel(risk, conclusion({}))).toBe('Medium risk');
    expect(conclusionLabel(risk, conclusion({ status: 'provisional' }))).toBe(
      'Provisional: not lower than “medium risk”',
    );
    expect(conclusionLabel(risk, conclusion({ status: 'provisional', degree: 'minimal' }))).toBe('Provisional');
    expect(conclusionLabel(risk, conclusion({ status: 'undetermined', degree: null }))).toBe('Not classified');
  });

  test('has the colour of a degree only when it is final', () => {
    expect(conclusionTone(risk, conclusion({ degree: 'high' }))).toBe('high');
    expect(conclusionTone(risk, conclusion({ status: 'provisional', degree: 'high' }))).toBe('prov');
    expect(conclusionTone(risk, conclusion({ degree: 'prohibited' }))).toBe('ban');
    expect(conclusionTone({ ...risk, name: 'operating-mode', kind: 'status' }, conclusion({}))).toBe('plain');
  });

  test('of the screening: unknown goes to a lawyer and is never clear', () => {
    const evaluation = { unknown: ['p6-emotions'] } as unknown as Evaluation;
    expect(screeningStateOf(conclusion({ degree: 'clear' }), evaluation)).toBe('clear');
    expect(screeningStateOf(conclusion({ degree: 'law-exception' }), evaluation)).toBe('exception');
    expect(
      screeningStateOf(conclusion({ status: 'undetermined', degree: null, settle: ['p6-emotions'] }), evaluation),
    ).toBe('review');
    expect(
      screeningStateOf(conclusion({ status: 'undetermined', degree: null, settle: ['p6-consent'] }), evaluation),
    ).toBe('open');
  });
});

describe('typed numbers', () => {
  test.each([
    ['1 234,5', 1234.5],
    ['-3.2', -3.2],
    ['  ', undefined],
    ['12 шт', null],
  ])('%j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text, anchor: text });
const paragraph: Block = { kind: 'paragraph', content: [{ text: 'text' }] };
const report = (blocks: Block[]): ReportDocument => ({
  locale: 'en',
  title: 'Passport',
  subtitle: '',
  organisation: '',
  runningHead: '',
  cover: [
    { key: 'System code', value: 'AI-001' },
    { key: 'Snapshot', value: 'ff' },
  ],
  footer: 'Snapshot ff',
  watermark: null,
  words: { contents: '', page: '', confidence: { verified: '', secondary: '', uncertain: '', interpretation: '' } },
  blocks,
});

describe('the preview of a document', () => {
  test('has a cover, a sheet a chapter and one after a page break', () => {
    const sheets = sheetsOf(
      report([
        paragraph,
        heading(1, '1 Result'),
        paragraph,
        heading(1, '2 Answers'),
        paragraph,
        { kind: 'pageBreak' },
        heading(1, 'Annex'),
      ]),
    );
    expect(sheets.map(({ title, blocks }) => [title, blocks.length])).toEqual([['', 1], ['1 Result', 2], ['2 Answers', 2], ['Annex', 1]]); // prettier-ignore
  });

  test('leaves no gap in the depths of headings', () => {
    const blocks = [heading(1, 'a'), heading(3, 'b'), paragraph, heading(3, 'c'), heading(2, 'd')];
    expect(headingDepths(blocks as never)).toEqual([1, 2, 0, 3, 2]);
  });
});

const signature: SignatureReport = {
  field: 'signature-1',
  kind: 'signature',
  level: 'L1',
  certificate: null,
  digest: 'sha256',
  claimedAt: '2026-11-23T10:00:00.000Z',
  trustedTime: null,
  coversWholeFile: true,
  integrity: true,
  cryptography: true,
  signingCertificate: true,
  chain: { ok: false, anchor: null, problem: 'no-trusted-authorities' },
  validAtClaimedTime: true,
  revocation: { status: 'not-checked', source: null, date: null },
  certifies: false,
  changesAfter: [],
  problems: [],
};
const verified = (part: Partial<VerificationReport>): VerificationReport => ({
  checkedAt: '2026-11-23T10:00:00.000Z',
  revisions: 2,
  signatures: [signature],
  emptyFields: [],
  intact: true,
  level: 'L1',
  problems: [],
  contents: null,
  ...part,
});

describe('a verification', () => {
  test('counts a level only up to the one every signature reached, and never the authority of the signer', () => {
    expect(ladder(verified({})).map(({ state }) => state)).toEqual([
      'reached',
      'missed',
      'missed',
      'missed',
      'impossible',
    ]);
    expect(ladder(verified({ level: 'none' })).map(({ state }) => state)).toEqual([
      'missed',
      'missed',
      'missed',
      'missed',
      'impossible',
    ]);
  });

  test('says what would raise the level', () => {
    expect(advice(verified({}))[0]).toBe('Import the certificate of the certification authority');
    expect(advice(verified({ signatures: [] }))).toEqual(['Ask the sender for a signed file']);
  });

  test('has words for a problem, with its details, and for one it does not know', () => {
    expect(problemText('unreachable-signature', { count: 2 })).toBe('Signatures that no field leads to: 2.');
    expect(problemText('made-up', {})).toBe('Other problem (made-up)');
  });
});
