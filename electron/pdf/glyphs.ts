import type { DegreeTone } from '../../shared/report/tree.ts';
import type { Confidence } from '../../shared/rules/pack.ts';
import type { Canvas } from './canvas.ts';
import type { Shape } from './characters.ts';
import { confidenceColour, degreeColour, severityColour } from './style.ts';

/** A square to draw in, from its upper left corner. */
export interface Box {
  x: number;
  y: number;
  size: number;
}

/** Points of a 12 by 12 grid in the box. */
function grid(box: Box): (x: number, y: number) => [number, number] {
  const unit = box.size / 12;
  return (x, y) => [box.x + x * unit, box.y + y * unit];
}

/** Draws with the graphics state put back afterwards. */
function aside(canvas: Canvas, draw: () => void): void {
  canvas.write('q 1 J 1 j');
  draw();
  canvas.write('Q');
}

/** Mark of how sure a legal statement is: disc with tick, half disc, dashed disc with ?, diamond. */
export function drawConfidence(canvas: Canvas, confidence: Confidence, box: Box): void {
  const at = grid(box);
  const unit = box.size / 12;
  const hex = confidenceColour[confidence];
  aside(canvas, () => {
    canvas.fill(hex);
    const [cx, cy] = at(6, 6);
    if (confidence === 'verified') {
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.write('f');
      canvas.stroke('#ffffff', 1.5 * unit);
      canvas.path([at(3.6, 6.1), at(5.3, 7.8), at(8.4, 4.3)]);
      canvas.write('S');
    } else if (confidence === 'secondary') {
      canvas.stroke(hex, 1.2 * unit);
      canvas.circle(cx, cy, 4.5 * unit);
      canvas.write('S');
      canvas.write('q');
      canvas.rectangle(box.x, box.y, 6 * unit, 12 * unit);
      canvas.write('W n');
      canvas.circle(cx, cy, 4.5 * unit);
      canvas.write('f Q');
    } else if (confidence === 'uncertain') {
      canvas.write('0 J');
      canvas.stroke(hex, 1.1 * unit, [1.8 * unit, 1.34 * unit]);
      canvas.circle(cx, cy, 4.7 * unit);
      canvas.write('S 1 J');
      canvas.stroke(hex, 1.1 * unit);
      canvas.path([at(4.6, 4.9), at(4.8, 3.9), at(6, 3.4), at(7.2, 3.9), at(7.3, 5), at(6.1, 6), at(6, 6.9)]);
      canvas.write('S');
      canvas.circle(...at(6, 8.6), 0.65 * unit);
      canvas.write('f');
    } else {
      canvas.stroke(hex, 1.3 * unit);
      canvas.path([at(6, 0.9), at(11.1, 6), at(6, 11.1), at(0.9, 6)], true);
      canvas.write('S');
      canvas.circle(cx, cy, 1.5 * unit);
      canvas.write('f');
    }
  });
}

/** Ballot boxes and crosses, which the typeface lacks. */
export function drawShape(canvas: Canvas, shape: Shape, box: Box, hex: string): void {
  const at = grid(box);
  const unit = box.size / 12;
  aside(canvas, () => {
    canvas.stroke(hex, 1.1 * unit);
    if (shape !== 'cross') {
      canvas.rectangle(...at(1.2, 1.6), 9.6 * unit, 9.6 * unit);
      canvas.write('S');
    }
    canvas.stroke(hex, 1.4 * unit);
    if (shape === 'box-checked') canvas.path([at(3.4, 6.4), at(5.4, 8.6), at(8.8, 4)]);
    if (shape === 'box-crossed' || shape === 'cross') {
      canvas.path([at(3.4, 4), at(8.6, 9)]);
      canvas.path([at(8.6, 4), at(3.4, 9)]);
    }
    if (shape !== 'box') canvas.write('S');
  });
}

const octagon: readonly [number, number][] = [
  [3.7, 0.4],
  [8.3, 0.4],
  [11.6, 3.7],
  [11.6, 8.3],
  [8.3, 11.6],
  [3.7, 11.6],
  [0.4, 8.3],
  [0.4, 3.7],
];

/** Glyph of a degree: one, two or three bars, half circle, dashed circle, octagon. */
export function drawDegree(canvas: Canvas, tone: DegreeTone, box: Box): void {
  const at = grid(box);
  const unit = box.size / 12;
  const { fg, solid } = degreeColour[tone];
  aside(canvas, () => {
    canvas.fill(fg);
    const [cx, cy] = at(6, 6);
    if (tone === 'min' || tone === 'med' || tone === 'high') {
      const filled = tone === 'min' ? 1 : tone === 'med' ? 2 : 3;
      [0, 1, 2].forEach((bar) => {
        const height = 4.2 + bar * 3.3;
        const [x, y] = at(0.8 + bar * 3.8, 11.4 - height);
        if (bar < filled) {
          canvas.rectangle(x, y, 2.8 * unit, height * unit);
          canvas.write('f');
        } else {
          canvas.stroke(degreeColour[tone].line, 0.6 * unit);
          canvas.rectangle(x + 0.3 * unit, y + 0.3 * unit, 2.2 * unit, (height - 0.6) * unit);
          canvas.write('S');
        }
      });
    } else if (tone === 'prov') {
      canvas.stroke(fg, 1 * unit);
      canvas.circle(cx, cy, 5.1 * unit);
      canvas.write('S q');
      canvas.rectangle(box.x, box.y, 6 * unit, 12 * unit);
      canvas.write('W n');
      canvas.circle(cx, cy, 5.1 * unit);
      canvas.write('f Q');
    } else if (tone === 'none') {
      canvas.write('0 J');
      canvas.stroke(solid, 1 * unit, [2 * unit, 1.2 * unit]);
      canvas.circle(cx, cy, 5.1 * unit);
      canvas.write('S');
    } else {
      canvas.path(
        octagon.map(([x, y]) => at(x, y)),
        true,
      );
      canvas.write('f');
      canvas.stroke('#ffffff', 1.3 * unit);
      canvas.path([at(3.8, 3.8), at(8.2, 8.2)]);
      canvas.path([at(8.2, 3.8), at(3.8, 8.2)]);
      canvas.write('S');
    }
  });
}

/** Fills a strip with the pattern of a degree: dots, slanted lines, solid, broken slanted lines, empty, cross-hatch. */
export function drawPattern(
  canvas: Canvas,
  tone: DegreeTone,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const { solid, bg } = degreeColour[tone];
  const slanted = (step: number, down: boolean): void => {
    for (let offset = -height; offset < width + height; offset += step) {
      canvas.path(
        down
          ? [
              [x + offset, y],
              [x + offset + height, y + height],
            ]
          : [
              [x + offset, y + height],
              [x + offset + height, y],
            ],
      );
    }
    canvas.write('S');
  };
  canvas.write('q');
  canvas.fill(tone === 'high' ? solid : bg);
  canvas.rectangle(x, y, width, height);
  canvas.write('f');
  canvas.rectangle(x, y, width, height);
  canvas.write('W n');
  if (tone === 'min') {
    canvas.fill(solid);
    const step = 3.4;
    for (let row = 0; row * step < height; row += 1) {
      for (let dot = 0; dot * step < width; dot += 1) {
        canvas.circle(x + dot * step + (row % 2 === 0 ? 1 : 2.7), y + row * step + 1.7, 0.7);
      }
    }
    canvas.write('f');
  } else if (tone === 'med') {
    canvas.stroke(solid, 1);
    slanted(3.6, false);
  } else if (tone === 'prov') {
    canvas.stroke(solid, 1, [2.4, 1.8]);
    slanted(3.6, false);
  } else if (tone === 'ban') {
    canvas.stroke(solid, 0.8);
    slanted(3.6, false);
    slanted(3.6, true);
  }
  canvas.write('Q');
}

export type Sign = 'stop' | 'breach' | 'review' | 'gap' | 'note' | 'info' | 'warn' | 'bad' | 'ok';

/** Sign of a finding or a notice. Words beside it say the same. */
export function drawSign(canvas: Canvas, sign: Sign, box: Box, hex: string): void {
  const at = grid(box);
  const unit = box.size / 12;
  const [cx, cy] = at(6, 6);
  aside(canvas, () => {
    canvas.fill(hex);
    canvas.stroke(hex, 1.1 * unit);
    if (sign === 'stop') {
      canvas.fill(severityColour.stop);
      canvas.path(
        octagon.map(([x, y]) => at(x, y)),
        true,
      );
      canvas.write('f');
      canvas.stroke('#ffffff', 1.4 * unit);
      canvas.path([at(3.8, 3.8), at(8.2, 8.2)]);
      canvas.path([at(8.2, 3.8), at(3.8, 8.2)]);
      canvas.write('S');
    } else if (sign === 'breach' || sign === 'bad') {
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.path([at(4.1, 4.1), at(7.9, 7.9)]);
      canvas.path([at(7.9, 4.1), at(4.1, 7.9)]);
      canvas.write('S');
    } else if (sign === 'warn' || sign === 'gap') {
      canvas.path([at(6, 1), at(11.4, 10.6), at(0.6, 10.6)], true);
      canvas.path([at(6, 4.6), at(6, 7)]);
      canvas.write('S');
      canvas.circle(...at(6, 8.8), 0.7 * unit);
      canvas.write('f');
    } else if (sign === 'ok') {
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.path([at(3.6, 6.1), at(5.3, 7.8), at(8.4, 4.3)]);
      canvas.write('S');
    } else if (sign === 'review') {
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.write('S q');
      canvas.rectangle(box.x, box.y, 6 * unit, 12 * unit);
      canvas.write('W n');
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.write('f Q');
    } else {
      canvas.circle(cx, cy, 5.2 * unit);
      canvas.path([at(6, 5.6), at(6, 8.6)]);
      canvas.write('S');
      canvas.circle(...at(6, 3.5), 0.75 * unit);
      canvas.write('f');
    }
  });
}
