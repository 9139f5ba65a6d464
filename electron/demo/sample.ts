import { readFileSync } from 'node:fs';
import { lawPack, dataPack, euPack } from '../../shared/assessments/policy.ts';
import type { ApiContract } from '../../shared/api.ts';
import type { Client } from '../../shared/lib/contract.ts';
import type { Decision, ImportResult } from '../../shared/imports/contract.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import type { FieldValue, FieldValues } from '../../shared/systems/field-value.ts';
import type { FileExchange } from '../files/exchange.ts';
import { productFolder } from '../product-folder.ts';
import {
  documentsEuAnswers,
  facesAnswers,
  facesDataAnswers,
  facesFields,
  gasAnswers,
  gasFields,
  sampleEntries,
  sampleEvidence,
  sampleOrganisation,
  sampleSystems,
} from './sample-data.ts';

const listName = 'perechen-ii-2026.xlsx';

type Api = Client<ApiContract>;

/** The department list that the sample plant starts from. */
export function sampleList(): Uint8Array {
  return readFileSync(`${productFolder('electron/demo')}/${listName}`);
}

/** Imports the sample list: mapping as guessed, twins of rows left out. */
async function importList(api: Api, files: FileExchange): Promise<ImportResult> {
  const file = files.put(listName, sampleList());
  const { sheets } = await api.imports.read({ file });
  const sheet = sheets[0];
  if (!sheet) throw new Error('the sample list has no sheet');
  const mapping = {
    sheet: sheet.sheet,
    headerRow: sheet.headerRow,
    columns: sheet.columns.map(({ index, target }) => ({ index, target })),
  };
  const plan = await api.imports.dryRun({ file, mapping });
  const decisions = plan.rows
    .filter(({ outcome }) => outcome === 'ask')
    .map(({ row }): Decision => ({ row, action: 'skip', repairs: {} }));
  return api.imports.apply({ plan: plan.plan, decisions });
}

async function idOf(api: Api, name: string): Promise<string> {
  const { rows } = await api.systems.list({ filter: { search: name } });
  const found = rows[0];
  if (!found) throw new Error(`the sample list did not bring ${name}`);
  return found.id;
}

function withEntries(fields: FieldValues, ids: ReadonlyMap<string, string>): FieldValues {
  const resolve = (text: string): string =>
    text.startsWith('entry:') ? (ids.get(text.slice('entry:'.length)) ?? text) : text;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, FieldValue] => {
      if (!('value' in field)) return [name, field];
      const { value } = field;
      if (typeof value === 'string') return [name, { value: resolve(value) }];
      return [name, Array.isArray(value) ? { value: value.map(resolve) } : field];
    }),
  );
}

async function answer(
  api: Api,
  system: string,
  pack: string,
  answers: Answers,
  evidence: Record<string, { id: string; page: string }[]> = {},
): Promise<void> {
  await api.assessments.answer({
    system,
    pack,
    answers: Object.fromEntries(
      Object.entries(answers).map(([question, given]) => [
        question,
        { answer: given, comment: '', evidence: evidence[question] ?? [] },
      ]),
    ),
  });
}

/**
 * Fills the open training workspace: the plant, its list, one system described and assessed in full, one
 * half done. Gives what the import did, the fully described system and the one with personal data.
 */
export async function fillSample(
  api: Api,
  files: FileExchange,
): Promise<{ imported: ImportResult; system: string; personal: string }> {
  await api.organisation.set(sampleOrganisation);
  const imported = await importList(api, files);
  const ids = new Map<string, string>();
  for (const { key, kind, name, fields } of sampleEntries)
    ids.set(key, (await api.registers.create({ kind, name, fields })).id);
  const system = await idOf(api, sampleSystems.gas);
  await api.systems.setFields({ id: system, fields: withEntries(gasFields, ids) });
  const proof = await api.evidence.add({
    file: files.put(sampleEvidence.fileName, Buffer.from(sampleEvidence.text), 'text/plain'),
    title: sampleEvidence.title,
    effectiveOn: '2026-01-15',
  });
  await api.assessments.takeSuggestions({ system, pack: dataPack });
  await api.assessments.takeSuggestions({ system, pack: lawPack });
  await answer(api, system, lawPack, gasAnswers, {
    [sampleEvidence.question]: [{ id: proof.id, page: sampleEvidence.page }],
  });
  const faces = await idOf(api, sampleSystems.faces);
  await api.systems.setFields({ id: faces, fields: facesFields });
  await api.assessments.takeSuggestions({ system: faces, pack: dataPack });
  await answer(api, faces, dataPack, facesDataAnswers);
  await api.assessments.takeSuggestions({ system: faces, pack: lawPack });
  await answer(api, faces, lawPack, facesAnswers);
  await answer(api, await idOf(api, sampleSystems.documents), euPack, documentsEuAnswers);
  return { imported, system, personal: faces };
}
