import { TwinFacts, twinFormat, twinVersion } from '../../shared/dossiers/twin.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { z } from '../../shared/lib/schema.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import { dataPack, lawPack } from '../../shared/assessments/policy.ts';
import { registerFields } from '../../shared/registers/fields.ts';
import { checkFieldValue, type FieldDefinition, type FieldValues } from '../../shared/systems/field-value.ts';
import { deploymentFields, systemFields } from '../../shared/systems/fields.ts';
import { checkContents, embeddedFiles } from '../signatures/contents-check.ts';
import { PdfFile } from '../signatures/pdf-reader.ts';
import { sha256 } from '../dossiers/collect.ts';

/** Largest `dossier.json` that is read, in MB; a full one with two packs takes about one. */
const maximumMegabytes = 20;
const maximumBytes = maximumMegabytes * 1024 * 1024;
const maximumDepth = 64;
/** Names no key of a dossier has, and which some programs would follow to the prototype of all objects. */
const foreignKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** A dossier read from a file: its facts, and the files it carries by SHA-256. */
export interface ReadDossier {
  facts: TwinFacts;
  /** Bytes of an attached file with this hash; undefined where the dossier carries none. */
  attached(hash: string): Uint8Array | undefined;
  isPdf: boolean;
}

const invalid = (reason: string, details: Record<string, string | number>): AppError =>
  new AppError('invalid', `${reason} ${JSON.stringify(details)}`, { reason, details });

/**
 * Reads a dossier or its `dossier.json` and checks all of it: format and version, every value by its schema, the parts
 * of a PDF against its manifest, the facts against their snapshot, fields by name and type, references. Fails with
 * reasons `pdf-corrupt`, `pdf-encrypted` and `restore-*`, naming the place.
 */
export function readDossier(bytes: Uint8Array, name: string): ReadDossier {
  const isPdf = Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
  if (!isPdf) return { facts: readTwin(bytes, name), attached: () => undefined, isPdf };
  const file = new PdfFile(bytes);
  const files = embeddedFiles(file);
  const contents = checkContents(file);
  const twin = files.get('dossier.json');
  if (!contents || !twin) throw invalid('restore-no-twin', { name });
  const [difference] = contents.differences;
  if (difference) throw invalid('restore-part-changed', { name, part: difference.name });
  const facts = readTwin(twin(), 'dossier.json');
  if (facts.snapshot !== contents.snapshot) throw invalid('restore-part-changed', { name, part: 'manifest.json' });
  const byHash = new Map<string, string>();
  for (const item of facts.evidence) {
    const attached = `${item.sha256.slice(0, 8)}-${item.fileName}`;
    if (files.has(attached)) byHash.set(item.sha256, attached);
  }
  return {
    facts,
    attached(hash) {
      const content = files.get(byHash.get(hash) ?? '')?.();
      return content && sha256(content) === hash ? content : undefined;
    },
    isPdf,
  };
}

function readTwin(bytes: Uint8Array, name: string): TwinFacts {
  if (bytes.byteLength > maximumBytes) throw invalid('restore-too-large', { name, megabytes: maximumMegabytes });
  const data = parse(bytes, name);
  refuseForeignKeys(data);
  const head = z.looseObject({ format: z.literal(twinFormat), version: z.int() }).safeParse(data);
  if (!head.success) throw invalid('restore-not-dossier', { name });
  if (head.data.version > twinVersion)
    throw invalid('restore-future', { version: head.data.version, known: twinVersion });
  const dossier = z.looseObject({ edition: z.string() }).safeParse(head.data['dossier']);
  if (dossier.success && dossier.data.edition === 'public') throw invalid('restore-public', { name });
  const facts = TwinFacts.safeParse(head.data['dossier']);
  if (!facts.success) {
    const issue = facts.error.issues[0];
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw badValue(['dossier', ...(issue?.path ?? []), ...keys].map(String).join('.'));
  }
  checkMeaning(facts.data);
  // Over the data as written: what a schema reads could leave out what the hash was made with.
  const { snapshot: _snapshot, ...rest } = head.data['dossier'] as Record<string, unknown>;
  if (sha256(canonicalJson(rest)) !== facts.data.snapshot) throw invalid('restore-snapshot', { name });
  return facts.data;
}

const badValue = (place: string): AppError => invalid('restore-bad-value', { place });

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('restore-not-dossier', { name });
  }
}

/** Looks at every key without recursion, since the nesting of a hostile file is its own choice. */
function refuseForeignKeys(data: unknown): void {
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: data, path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maximumDepth) throw badValue(path.slice(0, 200));
    for (const [key, part] of Object.entries(value)) {
      const place = path === '' ? key : `${path}.${key}`;
      if (foreignKeys.has(key)) throw badValue(place);
      waiting.push({ value: part, path: place, depth: depth + 1 });
    }
  }
}

/** What a schema of shapes does not say: fields exist and hold what they may, references lead somewhere. */
function checkMeaning({ system, entries, law, data, evidence }: TwinFacts): void {
  checkFields(system.fields, systemFields, 'dossier.system.fields');
  for (const [id, entry] of Object.entries(entries)) {
    if (entry.id !== id || entry.name.trim() === '') throw badValue(`dossier.entries.${id}`);
    checkFields(entry.fields, registerFields[entry.kind], `dossier.entries.${id}.fields`);
  }
  for (const field of systemFields) {
    const value = system.fields[field.name];
    if (field.register === undefined || !value || !('value' in value)) continue;
    const ids = Array.isArray(value.value) ? value.value : typeof value.value === 'string' ? [value.value] : [];
    for (const id of ids)
      if (entries[id]?.kind !== field.register) throw badValue(`dossier.system.fields.${field.name}`);
  }
  const current = system.versions.filter((version) => version.current);
  if (current.length !== 1) throw badValue('dossier.system.versions');
  const labels = new Set(system.versions.map(({ label }) => label));
  const ids = new Set(system.versions.map(({ id }) => id));
  if (labels.size < system.versions.length || ids.size < system.versions.length)
    throw badValue('dossier.system.versions');
  system.versions.forEach((version, index) => {
    const place = `dossier.system.versions.${index}`;
    if (version.supersedes !== null && !ids.has(version.supersedes)) throw badValue(`${place}.supersedes`);
    const sites = new Set<string>();
    for (const deployment of version.deployments) {
      if (entries[deployment.site]?.kind !== 'site' || sites.has(deployment.site))
        throw badValue(`${place}.deployments`);
      sites.add(deployment.site);
      checkFields(
        deployment.fields,
        deploymentFields.filter(({ name }) => name !== 'site'),
        `${place}.deployments`,
      );
    }
  });
  const proofs = new Set(evidence.map(({ id }) => id));
  if (proofs.size < evidence.length || new Set(evidence.map(({ sha256: hash }) => hash)).size < evidence.length)
    throw badValue('dossier.evidence');
  for (const [part, pack, { state }] of [
    ['law', lawPack, law],
    ['data', dataPack, data],
  ] as const) {
    if (state.pack.id !== pack) throw invalid('restore-unknown-pack', { pack: state.pack.id });
    if (state.version !== current[0]?.id || state.system !== system.id) throw badValue(`dossier.${part}.state.version`);
    for (const [question, stored] of Object.entries(state.answers))
      if (stored.evidence.some(({ id }) => !proofs.has(id)))
        throw badValue(`dossier.${part}.state.answers.${question}.evidence`);
  }
}

function checkFields(fields: FieldValues, definitions: readonly FieldDefinition[], place: string): void {
  for (const [name, value] of Object.entries(fields)) {
    const definition = definitions.find((field) => field.name === name);
    if (!definition) throw invalid('restore-unknown-field', { place: `${place}.${name}`, field: name });
    if (checkFieldValue(definition, value) !== null) throw badValue(`${place}.${name}`);
  }
}
