import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { contract } from '../../shared/api.ts';
import { translator } from '../../shared/i18n/translate.ts';
import { createClient } from '../../shared/lib/wire.ts';
import { inProcessTransport } from '../host/in-process.ts';
import { createServices } from '../services.ts';
import { createDemoKey } from '../signatures/demo-key.ts';
import { sampleOrganisation } from './sample-data.ts';
import { fillSample } from './sample.ts';

export interface DemoOptions {
  /** Folder for the workspace, the dossiers and the test authority; made where it is missing. */
  outDir: string;
  print(line: string): void;
  now(): Date;
}

const signer = 'Серікбаев Нұрлан Әлібекұлы';
const made: { template: string; locale: 'ru' | 'kk' | 'en' }[] = [
  { template: 'system-passport', locale: 'ru' },
  { template: 'system-passport', locale: 'kk' },
  { template: 'system-passport', locale: 'en' },
  { template: 'data-protection-assessment', locale: 'ru' },
  { template: 'submission-package', locale: 'kk' },
];

/** Name and remarks of a row that was not taken over; an empty row has neither. */
function reasonOf({ title, problems }: { title: string; problems: readonly { code: string }[] }): string {
  const remarks = problems.map(({ code }) => code).join(', ');
  return `${title === '' ? '' : `: ${title}`}${remarks === '' ? '' : ` (${remarks})`}`;
}

/**
 * The main job on the sample plant, without a window: list in, assessments, dossiers in three languages,
 * signed with a test key made on the spot, and verified. Gives 0 when every file is intact and its
 * signature leads to the test authority, otherwise 1.
 */
export async function runDemo({ outDir, print, now }: DemoOptions): Promise<number> {
  mkdirSync(outDir, { recursive: true });
  const file = join(outDir, 'temirqazyq.tizilim');
  for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(`${file}${suffix}`, { force: true });
  const services = createServices({
    now,
    randomBytes: (count) => randomBytes(count),
    settingsFile: null,
    log: print,
    start: { path: file, fresh: { name: sampleOrganisation.name.ru, bin: '', locale: 'ru', sample: true } },
  });
  try {
    const api = createClient(contract, inProcessTransport(services));
    const { imported, system, personal } = await fillSample(api, services.files);
    print(`workspace   ${relative(process.cwd(), file)}`);
    print(
      `import      ${imported.read} rows: ${imported.added} added, ${imported.updated} updated, ${imported.rejected} rejected, ${imported.skipped} skipped`,
    );
    for (const row of imported.rows) {
      if (row.result === 'rejected' || row.result === 'skipped')
        print(`            row ${row.row} ${row.result}${reasonOf(row)}`);
    }
    const record = await api.systems.get({ id: system });
    print(
      `assessment  ${record.code}: risk degree ${record.degree.degree ?? 'not classified'} (${record.degree.status}), prohibited capability: ${record.degree.prohibited}`,
    );

    const password = randomBytes(12).toString('base64url');
    const key = createDemoKey({
      name: signer,
      organisation: sampleOrganisation.name.ru,
      bin: sampleOrganisation.bin,
      password,
      at: now(),
    });
    const authority = join(outDir, 'test-authority.pem');
    writeFileSync(authority, key.authority);
    await api.signatures.addTrust({ file: services.files.put('test-authority.pem', Buffer.from(key.authority)) });
    const keyFile = services.files.put('test-key.p12', key.p12);

    let good = true;
    for (const { template, locale } of made) {
      const subject = template === 'data-protection-assessment' ? personal : system;
      const composed = await api.dossiers.compose({ system: subject, template, locale });
      const signed = await api.dossiers.sign({
        id: composed.id,
        key: { kind: 'file', file: keyFile, password },
        role: translator(locale)('report.signers.prepared.label'),
        confirmed: true,
      });
      const { report, sha256 } = await api.dossiers.verify({ id: signed.id });
      const bytes = services.files.take(await api.dossiers.download({ id: signed.id })).bytes;
      const target = join(outDir, `${template}.${locale}.pdf`);
      writeFileSync(target, bytes);
      const fine = report.intact && report.level === 'L2' && report.signatures.length === 1;
      good &&= fine;
      print(
        `dossier     ${relative(process.cwd(), target)}  ${signed.pages} pages, ${Math.round(bytes.byteLength / 1024)} KiB${signed.draft ? ', draft (training data)' : ''}`,
      );
      print(`            sha256 ${sha256}`);
      print(
        `            ${report.intact ? 'intact' : 'NOT INTACT'}, level ${report.level}, signed by ${report.signatures[0]?.certificate?.name ?? 'nobody'}; revocation ${report.signatures[0]?.revocation.status ?? 'not-checked'}, authority of the signer not checkable offline`,
      );
    }
    const ledger = await api.ledger.verify({});
    print(
      `ledger      ${ledger.size} entries, root ${ledger.root}, ${ledger.ok ? 'whole' : `broken at ${String(ledger.brokenAt)}`}`,
    );
    print(`authority   ${relative(process.cwd(), authority)} (made for this run; trust it for nothing else)`);
    return good && ledger.ok ? 0 : 1;
  } finally {
    await services.close();
  }
}
