import type { Locale, LocalText } from '../lib/schema.ts';
import type { Pack, Provision } from './pack.ts';

/** The part of a pack that citing needs. */
export type Citable = Pick<Pack, 'provisions'>;

/**
 * Cites a provision: `art. 17(3)(6)`, `ст. 17 п. 3 пп. 6)`, `17-баптың 3-тармағының 6) тармақшасы`.
 * A provision that is no article gives its label; one with both gives the article and then the label.
 * A name that is not in the pack is given back as it is.
 */
export function cite(pack: Citable, provisionName: string, locale: Locale): string {
  return citeIn(pack, provisionName, locale, false);
}

/** Like `cite`, but short in Kazakh for lists and tables: `17-б. 3-т. 6) тш.`. */
export function citeShort(pack: Citable, provisionName: string, locale: Locale): string {
  return citeIn(pack, provisionName, locale, true);
}

/** Cites a provision together with its act: title, number and place. */
export function citeWithAct(pack: Citable & Pick<Pack, 'sources'>, provisionName: string, locale: Locale): string {
  const provision = pack.provisions.find(({ name }) => name === provisionName);
  const source = pack.sources.find(({ name }) => name === provision?.source);
  const place = cite(pack, provisionName, locale);
  if (!source) return place;
  const bare = source.number.replace(/^\s*(№|No\.?|N)\s*/i, '').trim();
  const sign = locale === 'en' ? 'No.' : '№';
  const title = source.title[locale];
  const number = bare === '' || title.includes(bare) ? '' : ` ${sign} ${bare}`;
  return place === '' ? `${title}${number}` : `${title}${number}, ${place}`;
}

function citeIn(pack: Citable, provisionName: string, locale: Locale, short: boolean): string {
  const provision = pack.provisions.find(({ name }) => name === provisionName);
  if (!provision) return provisionName;
  const place = placeWords[locale](provision, short);
  const label = provision.label?.[locale];
  if (place === '') return label ?? provision.name;
  return label === undefined ? place : `${place}, ${label}`;
}

/** Items are written with a closing bracket whether or not the pack gives it. */
function itemOf(provision: Provision): string | undefined {
  return provision.item === undefined ? undefined : `${provision.item.trim().replace(/\)$/, '')})`;
}

const placeWords: Record<Locale, (provision: Provision, short: boolean) => string> = {
  en: (provision) => {
    if (provision.article === undefined) return '';
    const inner = [provision.part, provision.paragraph, provision.item?.trim().replace(/\)$/, '')];
    return `art. ${provision.article}${inner.map((place) => (place === undefined ? '' : `(${place})`)).join('')}`;
  },
  ru: (provision) => {
    if (provision.article === undefined) return '';
    const item = itemOf(provision);
    const places = [
      `ст. ${provision.article}`,
      provision.part === undefined ? '' : `ч. ${provision.part}`,
      provision.paragraph === undefined ? '' : `п. ${provision.paragraph}`,
      item === undefined ? '' : `пп. ${item}`,
    ];
    return places.filter((place) => place !== '').join(' ');
  },
  kk: (provision, short) => {
    if (provision.article === undefined) return '';
    const item = itemOf(provision);
    // Each place but the last stands in the genitive; the last takes the possessive of the one before it.
    const places = [
      { short: `${provision.article}-б.`, last: `${provision.article}-бап`, inner: `${provision.article}-баптың` },
      ...(provision.part === undefined
        ? []
        : [
            { short: `${provision.part}-бөл.`, last: `${provision.part}-бөлігі`, inner: `${provision.part}-бөлігінің` },
          ]),
      ...(provision.paragraph === undefined
        ? []
        : [
            {
              short: `${provision.paragraph}-т.`,
              last: `${provision.paragraph}-тармағы`,
              inner: `${provision.paragraph}-тармағының`,
            },
          ]),
      ...(item === undefined
        ? []
        : [{ short: `${item} тш.`, last: `${item} тармақшасы`, inner: `${item} тармақшасының` }]),
    ];
    if (short) return places.map((place) => place.short).join(' ');
    return places.map((place, index) => (index === places.length - 1 ? place.last : place.inner)).join(' ');
  },
};

/** Several places in the three languages, separated by semicolons. */
export function citeAll(pack: Citable, provisionNames: readonly string[]): LocalText {
  const words = (locale: Locale): string => provisionNames.map((name) => cite(pack, name, locale)).join('; ');
  return { kk: words('kk'), ru: words('ru'), en: words('en') };
}

/** One place in the three languages. */
export function citeProvision(pack: Citable, provision: Pick<Provision, 'name'>): LocalText {
  return citeAll(pack, [provision.name]);
}
