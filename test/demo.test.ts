import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDemo } from '../electron/demo/demo.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(
  'goes from a list to verified dossiers in three languages, and does so again in the same folder',
  { timeout: 300_000 },
  async () => {
    const outDir = join(folder, 'made', 'here');
    for (const attempt of [1, 2]) {
      const lines: string[] = [];
      expect(
        await runDemo({ outDir, print: (line) => lines.push(line), now: () => new Date() }),
        lines.join('\n'),
      ).toBe(0);
      const said = lines.join('\n');
      expect(said).toMatch(/^workspace {3}.*temirqazyq\.tizilim$/m);
      expect(said).toMatch(/^import {6}\d+ rows: \d+ added, \d+ updated, \d+ rejected, \d+ skipped$/m);
      expect(said).toMatch(/^assessment {2}AI-\d+: risk degree high \(final\), prohibited capability: no$/m);
      expect(said).toMatch(/^ledger {6}\d+ entries, root [0-9a-f]{64}, whole$/m);
      expect(said).not.toContain('NOT INTACT');
      const files = readdirSync(outDir);
      const pdfs = files.filter((name) => name.endsWith('.pdf'));
      expect(pdfs.length).toBeGreaterThanOrEqual(5);
      for (const locale of ['kk', 'ru', 'en']) expect(pdfs.some((name) => name.includes(`.${locale}.`))).toBe(true);
      expect(lines.filter((line) => line.includes('intact, level L2'))).toHaveLength(pdfs.length);
      // No journal, no lock, no private key stays behind.
      expect(files.filter((name) => !pdfs.includes(name)).sort()).toEqual(['temirqazyq.tizilim', 'test-authority.pem']);
      for (const name of pdfs) {
        const report = execFileSync('pdfsig', ['-nocert', join(outDir, name)], { encoding: 'utf8' });
        expect(report.split('Signature is Valid').length - 1, `${String(attempt)} ${name}\n${report}`).toBe(1);
      }
    }
  },
);
