// npm test: sets up what is missing, builds, and runs everything that proves the product. The last line is
// `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { at, node24, run, say } from './tools.mjs';

/** Programs the tests use to look at the product from outside, with the Debian package of each. */
const programs = [
  ['chromium', 'chromium'],
  ['pdftotext', 'poppler-utils'],
  ['pdfsig', 'poppler-utils'],
  ['qpdf', 'qpdf'],
  ['openssl', 'openssl'],
  ['certutil', 'libnss3-tools'],
  ['mutool', 'mupdf-tools'],
  ['java', 'default-jre-headless'],
  ['softhsm2-util', 'softhsm2'],
  ['pkcs11-tool', 'opensc'],
];

const isThere = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
/** The engine is a part of openssl and no program of its own. */
const hasGostEngine = () => spawnSync('openssl', ['engine', 'gost'], { stdio: 'ignore' }).status === 0;
/**
 * BouncyCastle checks GOST signatures too; Rhino speaks to it without a Java compiler. PDFBox comes with a validator of
 * PDF/A-1b, which needs classes that Java no longer has.
 */
const jars = [
  ['/usr/share/java/bcprov.jar', 'libbcprov-java'],
  ['/usr/share/java/js.jar', 'librhino-java'],
  ['/usr/share/java/preflight.jar', 'libpdfbox2-java'],
  ['/usr/share/java/jaxb-api.jar', 'libjaxb-api-java'],
  ['/usr/share/java/javax.activation.jar', 'libactivation-java'],
  ['/usr/share/java/commons-io.jar', 'libcommons-io-java'],
];
const missing = () => [
  ...programs.filter(([program]) => !isThere(program)),
  ...jars.filter(([jar]) => !existsSync(jar)),
  ...(hasGostEngine() ? [] : [['the GOST engine of openssl', 'libengine-gost-openssl']]),
];

async function ensurePrograms() {
  const packages = [...new Set(missing().map(([, name]) => name))];
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    say(`Installing ${packages.join(', ')} (apt-get) …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['-qq', 'update'], { env });
    await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], { env });
  }
  const left = missing();
  if (left.length > 0) {
    const list = left.map(([program, name]) => `${program} (Debian: ${name})`).join(', ');
    throw new Error(`The tests need these programs, please install them: ${list}`);
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
let unexplained = 0;

/** Counts a JSON report of vitest. A file that could not be loaded, or an error outside a test, counts as one failure. */
function count(label, file, exitCode) {
  if (!existsSync(file)) {
    total.failed += 1;
    say(`${label}: did not run to its end`);
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  let failed = 0;
  for (const { assertionResults, status } of report.testResults) {
    for (const { status: outcome, fullName, meta } of assertionResults) {
      if (outcome === 'passed') total.passed += 1;
      else if (outcome === 'failed') failed += 1;
      else {
        total.skipped += 1;
        if (typeof meta?.reason === 'string') say(`skipped: ${fullName}: ${meta.reason}`);
        else {
          unexplained += 1;
          say(`skipped without a reason: ${fullName}`);
        }
      }
    }
    if (status === 'failed' && !assertionResults.some((result) => result.status === 'failed')) failed += 1;
  }
  if (exitCode !== 0 && failed === 0) failed = 1;
  total.failed += failed;
}

async function part(label, args) {
  const file = at('dist/reports', `${label}.json`);
  say(`— ${label}`);
  const vitest = at('node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  count(label, file, await run(node24(), [vitest, 'run', ...args, ...reporters]));
}

/** How many changed copies of a signed file the tests tried; the tests fail when one is taken for the signed file. */
function sayMutations() {
  const file = at('dist/reports/mutations.json');
  if (!existsSync(file)) return;
  const { total, refused } = JSON.parse(readFileSync(file, 'utf8'));
  const kinds = Object.entries(refused).map(([kind, count]) => `${kind} ${count}`);
  say(`changed copies of a signed file refused: ${total} (${kinds.join(', ')})`);
}

async function everything() {
  await ensureInstalled();
  await ensurePrograms();
  rmSync(at('dist/reports'), { recursive: true, force: true });
  mkdirSync(at('dist/reports'), { recursive: true });
  say('— build');
  try {
    await build();
  } catch (error) {
    // The parts that do not need the built product still say what they can.
    say(error.message);
    total.failed += 1;
  }
  say('— check');
  for (const { ok } of await check()) total[ok ? 'passed' : 'failed'] += 1;
  await part('unit', []);
  sayMutations();
  await part('component', ['--config', 'build/vitest.component.ts']);
  await part('e2e', ['--config', 'build/vitest.e2e.ts']);
}

try {
  await everything();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  total.failed += 1;
}
process.exitCode = total.failed > 0 || unexplained > 0 || total.passed === 0 ? 1 : 0;
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
