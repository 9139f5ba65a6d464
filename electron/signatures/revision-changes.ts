import { pageRefs, rectangle, signatureFields, type SignatureField } from './pdf-fields.ts';
import {
  changedKeys,
  isKind,
  nameOf,
  pdfDict,
  sameValue,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';
import { isAbsent, movedObjects, referrers } from './revisions.ts';

/** One object that differs from the signed state. */
export interface ObjectChange {
  object: number;
  /** What changed, for people who read PDF: `deleted`, or the keys. */
  what: string;
  /** `content` is never allowed after a signature. */
  kind: 'signature' | 'validation-data' | 'content';
}

/** What later revisions did to a signed state. */
export interface StateChanges {
  changes: ObjectChange[];
  /** Pages on which a new visible signature field appeared, from 1. */
  visibleFields: number[];
}

type KeyCheck = (value: PdfValue | undefined, file: PdfFile) => boolean;
const isText: KeyCheck = (value) => isKind(value, 'string');
const isDictionary: KeyCheck = (value, file) => isKind(file.resolve(value), 'dict');

/** Keys of an unsigned signature field and its widget that signing may change, and what their values must be. */
const signingKeys: Record<string, KeyCheck | undefined> = {
  V: isDictionary,
  AP: isDictionary,
  AS: (value) => isKind(value, 'name'),
  M: isText,
  MK: isDictionary,
  DA: isText,
  F: (value) => typeof value === 'number',
  Contents: isText,
  TU: isText,
};
const catalogKeys = new Set(['AcroForm', 'Perms', 'DSS', 'Extensions']);
const validationKeys = new Set(['Type', 'Certs', 'CRLs', 'OCSPs', 'VRI']);

/**
 * Compares later states of a file with one signed state. Everything is judged by what the signed state said an object
 * was, never by what a later one says, and an object changes only if all who refer to it may change it: so a page's
 * content cannot be passed off as part of the form.
 */
export class SignedState {
  readonly file: PdfFile;
  /** Permission of the certification signature (DocMDP): 1 locked, 2 forms and signatures, 3 and comments. */
  readonly permission: number | undefined;
  private readonly referrers: Map<number, Set<number>>;
  private readonly fields: Map<number, SignatureField>;
  private readonly pages: Map<number, number>;
  private readonly form: PdfDict | undefined;

  constructor(file: PdfFile) {
    this.file = file;
    this.referrers = referrers(file);
    this.fields = new Map(
      signatureFields(file).flatMap((field) => [
        [field.ref.num, field],
        [field.widget.num, field],
      ]),
    );
    this.pages = new Map(pageRefs(file).map((ref, index) => [ref.num, index + 1]));
    this.form = file.dict(file.catalog.map.get('AcroForm'));
    this.permission = documentPermission(file);
  }

  /** All differences between the signed state and a later one. */
  compare(later: PdfFile): StateChanges {
    const added = this.addedFields(later);
    const changes: ObjectChange[] = [];
    for (const num of movedObjects(this.file, later)) {
      const change = this.judge(num, later, added);
      if (change) changes.push(change);
    }
    if (!sameValue(this.file.trailer.map.get('Root'), later.trailer.map.get('Root'))) {
      changes.push({ object: 0, what: 'Root', kind: 'content' });
    }
    if (!sameValue(this.file.trailer.map.get('Info'), later.trailer.map.get('Info'))) {
      changes.push({ object: 0, what: 'Info', kind: 'content' });
    }
    const visibleFields = [...new Set(added.values())].flatMap((field) => this.visiblePage(later, field));
    // A certified document promised its reader that nothing more will be seen on its pages.
    if (visibleFields.length > 0 && this.permission !== undefined) {
      changes.push({ object: 0, what: 'Annots', kind: 'content' });
    }
    if (this.permission === 1) {
      for (const change of changes) if (change.kind === 'signature') change.kind = 'content';
    }
    return { changes, visibleFields };
  }

  /** Signature fields of the later state whose objects the signed state did not have. */
  private addedFields(later: PdfFile): Map<number, SignatureField> {
    const added = signatureFields(later).filter((field) => this.isNew(field.ref.num) && this.isNew(field.widget.num));
    return new Map(
      added.flatMap((field) => [
        [field.ref.num, field],
        [field.widget.num, field],
      ]),
    );
  }

  private isNew(num: number): boolean {
    return isAbsent(this.file.references.entries.get(num));
  }

  private judge(num: number, later: PdfFile, added: Map<number, SignatureField>): ObjectChange | undefined {
    const content = (what: string): ObjectChange => ({ object: num, what, kind: 'content' });
    if (this.isNew(num)) {
      // An object the signed state referred to without having it would appear in the signed pages.
      return this.referrers.has(num) ? content('defined later') : undefined;
    }
    if (isAbsent(later.references.entries.get(num))) return content('deleted');
    const before = this.file.object(num);
    const after = later.object(num);
    if (sameValue(before, after)) return undefined;
    const kind = this.kindOf(num, before, after, later, added);
    if (kind) return kind === 'none' ? undefined : { object: num, what: whatChanged(before, after), kind };
    return content(whatChanged(before, after));
  }

  /** The kind of an allowed change, `none` for one without meaning, undefined for one that is not allowed. */
  private kindOf(
    num: number,
    before: PdfValue | undefined,
    after: PdfValue | undefined,
    later: PdfFile,
    added: Map<number, SignatureField>,
  ): 'signature' | 'validation-data' | 'none' | undefined {
    const root = this.file.rootRef.num;
    const users = [...(this.referrers.get(num) ?? [])];
    const onlyUsedBy = (allowed: (user: number) => boolean): boolean => users.length > 0 && users.every(allowed);
    if (num === root)
      return isKind(before, 'dict') && isKind(after, 'dict')
        ? this.catalogChange(later, before, after, added)
        : undefined;
    if (this.isFormPart(num, 'AcroForm') && onlyUsedBy((user) => user === root)) {
      return this.formFits(later, added) ? 'signature' : undefined;
    }
    const fieldList = this.form?.map.get('Fields');
    if (isKind(fieldList, 'ref') && fieldList.num === num) {
      const form = this.file.catalog.map.get('AcroForm');
      const owner = isKind(form, 'ref') ? form.num : root;
      return onlyUsedBy((user) => user === owner) && this.formFits(later, added) ? 'signature' : undefined;
    }
    const field = this.fields.get(num);
    if (field) {
      const fits = users.every((user) => this.usesAsField(user, num)) && this.fieldFits(field, before, after, later);
      return fits ? 'signature' : undefined;
    }
    if (onlyUsedBy((user) => this.isPictureOf(user, num, later)) && isForm(before) && isForm(after)) return 'signature';
    if (this.pages.has(num)) {
      if (!isKind(before, 'dict') || !isKind(after, 'dict')) return undefined;
      const keys = changedKeys(before, after);
      return keys.every((key) => key === 'Annots') && this.annotationsFit(before, after, later, added)
        ? 'signature'
        : undefined;
    }
    if (onlyUsedBy((user) => this.isAnnotationsOf(user, num))) {
      return this.listFits(before, after, added) ? 'signature' : undefined;
    }
    if (this.isFormPart(num, 'Perms') && onlyUsedBy((user) => user === root)) {
      return permissionsFit(before, after) ? 'signature' : undefined;
    }
    if (this.isValidationData(num, users)) return validationFits(before, after) ? 'validation-data' : undefined;
    if (users.length === 0 && isStructural(before) && isStructural(after)) return 'none';
    return undefined;
  }

  private isFormPart(num: number, key: 'AcroForm' | 'Perms' | 'DSS'): boolean {
    const value = this.file.catalog.map.get(key);
    return isKind(value, 'ref') && value.num === num;
  }

  private catalogChange(
    later: PdfFile,
    before: PdfDict,
    after: PdfDict,
    added: Map<number, SignatureField>,
  ): 'signature' | 'validation-data' | undefined {
    const keys = changedKeys(before, after);
    if (!keys.every((key) => catalogKeys.has(key))) return undefined;
    if (keys.includes('AcroForm') && !this.formFits(later, added)) return undefined;
    const permissions = this.file.resolve(before.map.get('Perms')) ?? pdfDict({});
    if (keys.includes('Perms') && !permissionsFit(permissions, later.resolve(after.map.get('Perms')))) return undefined;
    if (keys.includes('DSS')) {
      const old = before.map.get('DSS');
      if (old !== undefined && !validationFits(this.file.resolve(old), later.resolve(after.map.get('DSS')))) {
        return undefined;
      }
    }
    return keys.every((key) => key === 'DSS' || key === 'Extensions') ? 'validation-data' : 'signature';
  }

  /** The form keeps its fields in their order and gains new signature fields only. */
  private formFits(later: PdfFile, added: Map<number, SignatureField>): boolean {
    const form = later.dict(later.catalog.map.get('AcroForm'));
    if (!form) return false;
    const before = this.form ?? pdfDict({});
    const keys = changedKeys(before, form).filter(
      (key) =>
        key !== 'Fields' &&
        !(key === 'SigFlags' && keepsFlags(before.map.get(key), form.map.get(key))) &&
        // Fonts for new fields; what the form had stays, and page content does not look here.
        !(key === 'DR' && grows(before.map.get('DR') ?? pdfDict({}), form.map.get('DR'))),
    );
    if (keys.some((key) => this.form !== undefined || key === 'XFA' || key === 'NeedAppearances')) return false;
    return this.listFits(this.file.array(before.map.get('Fields')), later.array(form.map.get('Fields')), added);
  }

  private listFits(
    before: PdfValue | undefined,
    after: PdfValue | undefined,
    added: Map<number, SignatureField>,
  ): boolean {
    if (!Array.isArray(before) || !Array.isArray(after) || after.length < before.length) return false;
    if (!before.every((value, index) => sameValue(value, after[index]))) return false;
    return after.slice(before.length).every((value) => isKind(value, 'ref') && added.has(value.num));
  }

  private annotationsFit(before: PdfDict, after: PdfDict, later: PdfFile, added: Map<number, SignatureField>): boolean {
    return this.listFits(this.file.array(before.map.get('Annots')), later.array(after.map.get('Annots')), added);
  }

  /** Whether an object is used by an empty field as its appearance only, and the field is filled later. */
  private isPictureOf(user: number, picture: number, later: PdfFile): boolean {
    const field = this.fields.get(user);
    const widget = this.file.object(user);
    if (!field || field.value !== undefined || !isKind(widget, 'dict')) return false;
    if (!later.dict(field.ref)?.map.has('V')) return false;
    const others = [...widget.map].filter(([key]) => key !== 'AP').map(([, own]) => own);
    return (
      !refersTo(others, picture) && [...(this.referrers.get(user) ?? [])].every((own) => this.usesAsField(own, user))
    );
  }

  private isAnnotationsOf(page: number, list: number): boolean {
    if (!this.pages.has(page)) return false;
    const dict = this.file.dict(this.file.object(page));
    const value = dict?.map.get('Annots');
    if (!isKind(value, 'ref') || value.num !== list) return false;
    return [...(dict?.map ?? [])].every(([key, own]) => key === 'Annots' || !(isKind(own, 'ref') && own.num === list));
  }

  /**
   * Whether an object refers to a field as a form, a page's list of annotations or a tag does. A file could be made so
   * that one object is a field and, say, a dictionary of images at once, and then filling the field changes the page.
   */
  private usesAsField(user: number, field: number): boolean {
    if (this.pages.has(field) || user === 0) return false;
    if (this.fields.has(user) || this.isFormPart(user, 'AcroForm') || user === this.rootUsingForm()) return true;
    const value = this.file.object(user);
    if (Array.isArray(value)) {
      const owners = [...(this.referrers.get(user) ?? [])];
      const fieldList = this.form?.map.get('Fields');
      return (
        (isKind(fieldList, 'ref') && fieldList.num === user) || owners.every((own) => this.isAnnotationsOf(own, user))
      );
    }
    if (!isKind(value, 'dict')) return false;
    if (this.pages.has(user)) {
      const others = [...value.map].filter(([key]) => key !== 'Annots').map(([, own]) => own);
      return !refersTo(others, field);
    }
    return nameOf(value.map.get('Type')) === 'OBJR' || (nameOf(value.map.get('S')) !== undefined && value.map.has('P'));
  }

  /** The catalog's number when the form stands inside the catalog. */
  private rootUsingForm(): number | undefined {
    return isKind(this.file.catalog.map.get('AcroForm'), 'dict') ? this.file.rootRef.num : undefined;
  }

  /** An unsigned field becomes a signed one; a signed one stays as it is. */
  private fieldFits(
    field: SignatureField,
    before: PdfValue | undefined,
    after: PdfValue | undefined,
    later: PdfFile,
  ): boolean {
    if (field.value !== undefined || !isKind(before, 'dict') || !isKind(after, 'dict')) return false;
    const keys = changedKeys(before, after);
    if (!keys.every((key) => signingKeys[key]?.(after.map.get(key), later))) return false;
    const value = later.dict(field.ref)?.map.get('V');
    if (!isKind(value, 'ref') || !this.isNew(value.num)) return false;
    const type = nameOf(later.dict(value)?.map.get('Type'));
    return type === 'Sig' || type === 'DocTimeStamp';
  }

  /** Dictionaries and lists of the document security store that nothing else uses. */
  private isValidationData(num: number, users: number[], depth = 0): boolean {
    if (depth > 4 || users.length === 0) return false;
    if (this.isFormPart(num, 'DSS')) return users.every((user) => user === this.file.rootRef.num);
    return users.every(
      (user) => user !== 0 && this.isValidationData(user, [...(this.referrers.get(user) ?? [])], depth + 1),
    );
  }

  private visiblePage(later: PdfFile, field: SignatureField): number[] {
    const widget = later.dict(field.widget);
    const box = rectangle(later, widget?.map.get('Rect'));
    const flags = later.resolve(widget?.map.get('F'));
    const hidden = typeof flags === 'number' && (flags & 2) !== 0;
    if (hidden || !box || box[2] - box[0] < 0.5 || box[3] - box[1] < 0.5) return [];
    const page: PdfRef | undefined = pageRefs(later).find((ref) =>
      later.array(later.dict(ref)?.map.get('Annots')).some((own) => isKind(own, 'ref') && own.num === field.widget.num),
    );
    return page ? [this.pages.get(page.num) ?? 0] : [];
  }
}

function refersTo(values: PdfValue[], num: number): boolean {
  const stack = [...values];
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    if (isKind(current, 'ref') && current.num === num) return true;
    if (Array.isArray(current)) stack.push(...current);
    else if (isKind(current, 'dict')) stack.push(...current.map.values());
  }
  return false;
}

/** The permission a certification signature gives (ISO 32000-2 table 257), or undefined without one. */
export function documentPermission(file: PdfFile): number | undefined {
  const certification = file.dict(file.dict(file.catalog.map.get('Perms'))?.map.get('DocMDP'));
  for (const reference of file.array(certification?.map.get('Reference'))) {
    const own = file.dict(reference);
    if (nameOf(own?.map.get('TransformMethod')) !== 'DocMDP') continue;
    const permission = file.resolve(file.dict(own?.map.get('TransformParams'))?.map.get('P'));
    return typeof permission === 'number' ? permission : 2;
  }
  return undefined;
}

/** A permission once given stays; usage rights and the like are not for a dossier. */
function permissionsFit(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
  if (!isKind(before, 'dict') || !isKind(after, 'dict')) return false;
  return changedKeys(before, after).every((key) => key === 'DocMDP' && !before.map.has(key));
}

/** Validation data may only grow: what a dictionary or list held stays in it. */
function validationFits(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.every((value, index) => sameValue(value, after[index])) && after.every((own) => isKind(own, 'ref'));
  }
  if (!isKind(before, 'dict') || !isKind(after, 'dict')) return false;
  return changedKeys(before, after).every((key) => {
    const [old, now] = [before.map.get(key), after.map.get(key)];
    // VRI dictionaries are keyed by the hash of a signature, in capital hexadecimal digits.
    const known =
      validationKeys.has(key) || /^[0-9A-F]{40}$/.test(key) || ['Cert', 'CRL', 'OCSP', 'TU', 'TS'].includes(key);
    return known && (old === undefined || validationFits(old, now));
  });
}

/** Whether a dictionary of resources keeps all it had and at most gains entries. */
function grows(before: PdfValue | undefined, after: PdfValue | undefined, depth = 0): boolean {
  if (sameValue(before, after)) return true;
  if (depth > 2 || !isKind(before, 'dict') || !isKind(after, 'dict')) return false;
  return [...before.map].every(([key, value]) => grows(value, after.map.get(key), depth + 1));
}

/** Whether flags of the form (ISO 32000-2 table 225) are only added: "signatures exist" is never taken back. */
function keepsFlags(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
  return typeof after === 'number' && ((typeof before === 'number' ? before : 0) & ~after) === 0;
}

function isForm(value: PdfValue | undefined): boolean {
  return isKind(value, 'stream') && nameOf(value.dict.map.get('Subtype')) === 'Form';
}

function isStructural(value: PdfValue | undefined): boolean {
  if (!isKind(value, 'stream')) return false;
  const type = nameOf(value.dict.map.get('Type'));
  return type === 'XRef' || type === 'ObjStm';
}

function whatChanged(before: PdfValue | undefined, after: PdfValue | undefined): string {
  if (isKind(before, 'dict') && isKind(after, 'dict')) return changedKeys(before, after).join(', ');
  if (isKind(before, 'stream') && isKind(after, 'stream')) {
    const keys = changedKeys(before.dict, after.dict);
    return [...keys, ...(Buffer.compare(before.data, after.data) === 0 ? [] : ['data'])].join(', ');
  }
  return 'value';
}
