import { createHash } from 'node:crypto';
import { entryText, ledgerVersion } from '../../shared/ledger/entry.ts';
import { headFromProof, leafPrefix } from '../../shared/ledger/merkle.ts';
import type { DossierContents } from '../../shared/signatures/report.ts';
import { decodeStream } from './pdf-filters.ts';
import { isKind, textOf, type PdfValue } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';

const maximumFiles = 5_000;
/** Largest file a dossier may hold, unpacked. */
const maximumFileBytes = 512 * 1024 * 1024;
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The files embedded in a PDF, by name. The bytes are decoded when asked for. */
export function embeddedFiles(file: PdfFile): Map<string, () => Uint8Array> {
  const found = new Map<string, () => Uint8Array>();
  const seen = new Set<number>();
  const visit = (value: PdfValue | undefined, depth: number): void => {
    if (isKind(value, 'ref')) {
      if (seen.has(value.num)) return;
      seen.add(value.num);
    }
    const node = file.dict(value);
    if (!node || depth > 30 || found.size > maximumFiles) return;
    for (const kid of file.array(node.map.get('Kids'))) visit(kid, depth + 1);
    const names = file.array(node.map.get('Names'));
    for (let index = 1; index < names.length; index += 2) {
      const specification = file.dict(names[index]);
      const name = textOf(file.resolve(specification?.map.get('UF') ?? specification?.map.get('F')));
      const stream = file.resolve(file.dict(specification?.map.get('EF'))?.map.get('F'));
      if (name === undefined || !isKind(stream, 'stream')) continue;
      found.set(name, () => decodeStream(stream, (part) => file.resolve(part), maximumFileBytes));
    }
  };
  visit(file.dict(file.catalog.map.get('Names'))?.map.get('EmbeddedFiles'), 0);
  return found;
}

/**
 * Compares the files inside a dossier with its manifest, and the ledger extract with the tree head the manifest names.
 * Gives null for a PDF that is no dossier of this product. It shows that the parts belong together; that nobody changed
 * them is what the signatures show.
 */
export function checkContents(file: PdfFile): DossierContents | null {
  const files = embeddedFiles(file);
  const manifest = readJson(files.get('manifest.json'));
  if (!isRecord(manifest) || manifest['format'] !== 'tizilim-manifest' || !Array.isArray(manifest['parts']))
    return null;
  const parts = manifest['parts'].filter(isRecord);
  const differences: DossierContents['differences'] = [];
  const listed = new Set<string>();
  for (const part of parts) {
    const name = String(part['name']);
    listed.add(name);
    const bytes = bytesOf(files.get(name));
    if (!bytes) differences.push({ name, problem: 'missing' });
    else if (hex(sha256(bytes)) !== part['sha256'] || bytes.length !== part['bytes']) {
      differences.push({ name, problem: 'changed' });
    }
  }
  for (const name of files.keys()) {
    if (name !== 'manifest.json' && !listed.has(name)) differences.push({ name, problem: 'not-listed' });
  }
  return {
    parts: parts.length,
    differences: differences.slice(0, 100),
    snapshot: String(manifest['snapshot']),
    ledger: checkLedger(readJson(files.get('ledger.json')), manifest['ledger']),
  };
}

/** Each entry of the extract must hash to itself and lead to the head; the head must be the one of the manifest. */
function checkLedger(extract: unknown, head: unknown): DossierContents['ledger'] {
  if (!isRecord(extract) || !Array.isArray(extract['entries'])) return null;
  const own = extract['head'];
  if (!isRecord(own) || typeof own['size'] !== 'number' || typeof own['root'] !== 'string') return null;
  const { size, root } = own;
  const entries = extract['entries'].filter(isRecord);
  const isSame = isRecord(head) && head['size'] === size && head['root'] === root;
  const wrong = entries.find((item) => !isProven(item, size, root));
  return {
    entries: entries.length,
    size,
    root,
    proven: isSame && wrong === undefined && entries.length === extract['entries'].length,
    problem: !isSame ? 'other-head' : wrong ? 'entry-not-proven' : null,
  };
}

function isProven(item: Record<string, unknown>, size: number, root: string): boolean {
  const { entry, proof } = item;
  if (!isRecord(entry) || !Array.isArray(proof) || typeof entry['seq'] !== 'number') return false;
  const { seq, at, actor, kind, subject, body, prev, hash } = entry;
  if (!Number.isInteger(seq) || seq < 1 || seq > size || proof.length > 64) return false;
  if ([at, actor, kind, subject, prev, hash].some((text) => typeof text !== 'string')) return false;
  // The body of an entry about an internal field is left out; its hash still proves that the entry is there.
  if (typeof body === 'string') {
    const text = entryText({
      seq,
      at: String(at),
      actor: String(actor),
      kind: String(kind),
      subject: String(subject),
      body,
    });
    const leaf = Buffer.concat([Buffer.of(leafPrefix, ledgerVersion), unhex(prev), Buffer.from(text)]);
    if (hex(sha256(leaf)) !== hash) return false;
  } else if (body !== null) return false;
  return hex(headFromProof(unhex(hash), seq - 1, size, proof.map(unhex), sha256)) === root;
}

function unhex(value: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(typeof value === 'string' ? value : '', 'hex'));
}

function bytesOf(read: (() => Uint8Array) | undefined): Uint8Array | undefined {
  try {
    return read?.();
  } catch {
    return undefined;
  }
}

function readJson(read: (() => Uint8Array) | undefined): unknown {
  const bytes = bytesOf(read);
  if (!bytes) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
