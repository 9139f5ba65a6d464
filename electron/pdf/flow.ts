import { columnBottom, columnHeight, page } from './style.ts';

/** The smallest thing that is never cut: a line, a row of a table, a row of boxes. Heights in points. */
export interface Part {
  height: number;
  /** Space above it inside a fragment; not used for the first part of a fragment. */
  gap: number;
  /** Must stand on one page with the part after it, unless the two are higher than a page. */
  keep: boolean;
}

/** What a block gives to the page: parts, made as they are needed, and how to draw some of them. */
export interface Flowable<P extends Part = Part> {
  /** Space to the neighbours; between two blocks the larger one counts. */
  before: number;
  after: number;
  /** A heading: must stand with the first lines of what follows. */
  keepWithNext: boolean;
  /** Inner space of a frame, added to every fragment. */
  padding: { top: number; bottom: number };
  /** Height of what is repeated above a fragment that continues on another page with `part`. */
  repeatHeight(part: P): number;
  parts: Iterator<P>;
  /** Draws a fragment whose upper edge is `top`. `height` covers padding and repeated head. */
  paint(parts: readonly P[], fragment: Fragment): void;
  /** Closes the tags. */
  finish(): void;
}

export interface Fragment {
  top: number;
  height: number;
  first: boolean;
  last: boolean;
}

export type FlowItem = Flowable | 'page-break';

/** Parts of a flowable in groups that stay together, with one group of look-ahead. */
class Groups {
  private readonly parts: Iterator<Part>;
  private ahead: Part[] | null | undefined;

  constructor(parts: Iterator<Part>) {
    this.parts = parts;
  }

  peek(): Part[] | null {
    this.ahead ??= this.read();
    return this.ahead;
  }

  take(): Part[] | null {
    const group = this.peek();
    this.ahead = group === null ? null : undefined;
    return group;
  }

  private read(): Part[] | null {
    if (this.ahead === null) return null;
    const group: Part[] = [];
    for (;;) {
      const next = this.parts.next();
      if (next.done) break;
      group.push(next.value);
      if (!next.value.keep) break;
    }
    return group.length > 0 ? group : null;
  }
}

function heightOf(parts: readonly Part[], atTop: boolean): number {
  return parts.reduce((sum, part, index) => sum + part.height + (atTop && index === 0 ? 0 : part.gap), 0);
}

interface Entry {
  flowable: Flowable;
  groups: Groups;
}

/**
 * Puts flowables one under another, opens pages, keeps headings with their text and never cuts a part.
 * `openPage` is called for every page but the first, which the caller has opened.
 */
export class Flow {
  private y: number = page.top;
  private spaceAfter = 0;
  private atTop = true;
  private readonly openPage: () => void;

  constructor(openPage: () => void) {
    this.openPage = openPage;
  }

  place(items: Iterable<FlowItem>): void {
    const iterator = items[Symbol.iterator]();
    const queue: (Entry | 'page-break')[] = [];
    const fetch = (index: number): Entry | 'page-break' | undefined => {
      while (queue.length <= index) {
        const next = iterator.next();
        if (next.done) return undefined;
        queue.push(
          next.value === 'page-break' ? 'page-break' : { flowable: next.value, groups: new Groups(next.value.parts) },
        );
      }
      return queue[index];
    };
    for (let entry = fetch(0); entry !== undefined; entry = fetch(0)) {
      if (entry === 'page-break') {
        if (!this.atTop) this.breakPage();
      } else {
        if (!this.atTop && entry.flowable.keepWithNext && !this.fits(this.chainHeight(entry, fetch))) this.breakPage();
        this.placeOne(entry);
      }
      queue.shift();
    }
  }

  private fits(height: number): boolean {
    return this.y + height <= columnBottom + 0.01;
  }

  private breakPage(): void {
    this.openPage();
    this.y = page.top;
    this.spaceAfter = 0;
    this.atTop = true;
  }

  private gapBefore(flowable: Flowable): number {
    return this.atTop ? 0 : Math.max(this.spaceAfter, flowable.before);
  }

  /** Height of a heading, of the headings right after it, and of the first lines of the text that follows. */
  private chainHeight(start: Entry, fetch: (index: number) => Entry | 'page-break' | undefined): number {
    let height = this.gapBefore(start.flowable);
    let entry: Entry = start;
    for (let index = 1; ; index += 1) {
      const { padding } = entry.flowable;
      height += padding.top + padding.bottom + heightOf(entry.groups.peek() ?? [], true);
      const next = entry.flowable.keepWithNext ? fetch(index) : undefined;
      if (next === undefined || next === 'page-break') return height;
      height += Math.max(entry.flowable.after, next.flowable.before);
      entry = next;
    }
  }

  private placeOne({ flowable, groups }: Entry): void {
    const { padding } = flowable;
    let fragment: Part[] = [];
    let used = 0;
    let first = true;
    let top = this.y + this.gapBefore(flowable);
    const repeated = (next: Part | undefined): number => {
      const start = fragment[0] ?? next;
      return first || !start ? 0 : flowable.repeatHeight(start);
    };
    const close = (last: boolean): void => {
      if (fragment.length === 0) return;
      const height = used + padding.top + padding.bottom + repeated(undefined);
      flowable.paint(fragment, { top, height, first, last });
      this.y = top + height;
      this.atTop = false;
      first = false;
      fragment = [];
      used = 0;
    };
    const room = (next: Part | undefined): number =>
      columnBottom - top - padding.top - padding.bottom - repeated(next) - used;
    const turn = (): void => {
      close(false);
      this.breakPage();
      top = this.y;
    };
    for (let group = groups.take(); group !== null; group = groups.take()) {
      let height = heightOf(group, fragment.length === 0);
      const [start] = group;
      const whole = columnHeight - padding.top - padding.bottom - (start ? flowable.repeatHeight(start) : 0);
      if (height > room(start) + 0.01 && height <= whole && !(fragment.length === 0 && this.atTop)) {
        turn();
        height = heightOf(group, true);
      }
      if (height <= room(start) + 0.01) {
        fragment.push(...group);
        used += height;
        continue;
      }
      // Higher than a page: the parts are cut apart after all.
      for (const part of group) {
        if (heightOf([part], fragment.length === 0) > room(part) + 0.01 && !(fragment.length === 0 && this.atTop))
          turn();
        used += heightOf([part], fragment.length === 0);
        fragment.push(part);
      }
    }
    close(true);
    flowable.finish();
    this.spaceAfter = flowable.after;
  }
}
