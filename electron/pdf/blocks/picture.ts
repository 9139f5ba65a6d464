import type { ImageBlock } from '../images.ts';
import { figure } from '../canvas.ts';
import { normalise } from '../characters.ts';
import type { Flowable, Fragment, Part } from '../flow.ts';
import type { Line } from '../lines.ts';
import type { StoredPicture } from '../picture-store.ts';
import { columnHeight, columnWidth, page, text } from '../style.ts';
import { openTag, setPlain, type Workshop } from './workshop.ts';

const captionGap = 5;

/** A picture with its caption below; both stand on one page, and the picture shrinks where it would not fit there. */
export class PictureFigure implements Flowable {
  readonly before = 10;
  readonly after = 12;
  readonly keepWithNext = false;
  readonly padding = { top: 0, bottom: 0 };
  readonly parts: Iterator<Part>;
  private readonly shop: Workshop;
  private readonly block: ImageBlock;
  private readonly picture: StoredPicture;
  private readonly caption: Line[];
  private readonly width: number;
  private readonly height: number;

  constructor(shop: Workshop, block: ImageBlock) {
    this.shop = shop;
    this.block = block;
    this.picture = shop.pictures.take(block);
    const { caption = '' } = block;
    this.caption = caption === '' ? [] : setPlain(shop, caption, text.caption, columnWidth);
    const room = columnHeight - this.captionHeight;
    const wanted = columnWidth * block.width;
    const ratio = this.picture.height / this.picture.width;
    this.height = Math.min(room, wanted * ratio);
    this.width = this.height / ratio;
    this.parts = [{ height: this.height + this.captionHeight, gap: 0, keep: false }].values();
  }

  private get captionHeight(): number {
    return this.caption.length === 0 ? 0 : this.caption.length * text.caption.leading + captionGap;
  }

  repeatHeight(): number {
    return 0;
  }

  paint(_parts: readonly Part[], { top }: Fragment): void {
    const { canvas, root } = this.shop;
    const { name, object } = this.picture;
    const bottom = top + this.height;
    const tag = canvas.document.struct('Figure', {
      alt: normalise(this.block.alt),
      bbox: [page.left, top, page.left + this.width, bottom],
      placement: 'Block',
    });
    root.add(tag);
    canvas.document.page.xobjects[name] = object;
    canvas.tagged(tag, 'Figure', () =>
      // The space of a picture runs upwards, the page's coordinates here run downwards.
      canvas.write(
        `q ${figure(this.width)} 0 0 ${figure(-this.height)} ${figure(page.left)} ${figure(bottom)} cm /${name} Do Q`,
      ),
    );
    if (this.caption.length > 0) {
      const caption = openTag(this.shop, tag, 'Caption');
      const { leading, size } = text.caption;
      canvas.taggedLines(caption, 'Caption', this.caption, {
        x: page.left,
        top: bottom + captionGap,
        width: columnWidth,
        leading,
        size,
      });
      caption.end();
    }
    tag.end();
  }

  finish(): void {
    // The tag is closed with the only fragment.
  }
}
