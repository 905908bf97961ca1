/** A greyscale picture: one byte a pixel, row by row, 0 black to 255 white. */
export interface GreyPicture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Surfaces are found on a map of cells, each this many pixels wide and high. */
const cellPixels = 4;
/** Cells this near in grey to a surface belong to it; anti-aliasing and JPEG stay below. */
const surfaceReach = 10;
/** A surface covers at least this share of the picture: the smallest speech bubble does. */
const surfaceMinShare01 = 0.01;
const surfacesMax = 6;
/** What is narrower than twice this many cells is writing and no surface. */
const openingCells = 2;
/** Writing up to twice this many cells high lies on the surface around it. */
const closingCells = 10;
/** The blurred edge between two surfaces is at most this many cells wide. */
const edgeCells = 2;
/** Ink differs from its surface by more than this. */
const inkMinContrast = 40;
const unassigned = 255;

/**
 * The picture as black writing on white, whatever colours its bubbles have: each surface (page, bubble, bar) becomes
 * white, and what stands out from it in the way that most of its writing does, lighter or darker, becomes dark. What
 * lies on no surface stays as it is. Pure; O(n) time for n pixels.
 * OCR looks for dark writing on light ground: without this it reads nothing of a dark bubble.
 */
export function levelSurfaces(picture: GreyPicture): GreyPicture {
  const cells = shrink(picture);
  const levels = findSurfaceLevels(cells);
  const owner = new Uint8Array(cells.pixels.length).fill(unassigned);
  for (const [index, level] of levels.entries()) {
    const mask = surfaceMask(cells, level);
    for (let at = 0; at < mask.length; at += 1) if (mask[at] === 1) owner[at] = index;
  }
  const inks = findInks({ picture, cells, owner, levels });
  return { ...picture, pixels: repaint({ picture, cells, owner, levels, inks }) };
}

function shrink({ pixels, width, height }: GreyPicture): GreyPicture {
  const across = Math.ceil(width / cellPixels);
  const down = Math.ceil(height / cellPixels);
  const sums = new Uint32Array(across * down);
  const counts = new Uint16Array(across * down);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cellPixels) * across;
    for (let x = 0; x < width; x += 1) {
      const cell = row + Math.floor(x / cellPixels);
      sums[cell]! += pixels[y * width + x]!;
      counts[cell]! += 1;
    }
  }
  const means = new Uint8Array(across * down);
  for (let at = 0; at < means.length; at += 1) means[at] = Math.round(sums[at]! / counts[at]!);
  return { pixels: means, width: across, height: down };
}

/** The greys of the surfaces, the largest first: peaks of the histogram, each taken with its surroundings. */
function findSurfaceLevels({ pixels }: GreyPicture): number[] {
  const histogram = new Uint32Array(256);
  for (const grey of pixels) histogram[grey]! += 1;
  const levels: number[] = [];
  while (levels.length < surfacesMax) {
    const peak = histogram.indexOf(Math.max(...histogram));
    const from = Math.max(0, peak - surfaceReach);
    const to = Math.min(255, peak + surfaceReach);
    let size = 0;
    for (let grey = from; grey <= to; grey += 1) size += histogram[grey]!;
    if (size < pixels.length * surfaceMinShare01) break;
    levels.push(peak);
    histogram.fill(0, from, to + 1);
  }
  return levels;
}

/** Cells of one surface with the writing on it: near in grey, without specks, with holes closed. */
function surfaceMask({ pixels, width, height }: GreyPicture, level: number): Uint8Array {
  const near = pixels.map((grey) => (Math.abs(grey - level) <= surfaceReach ? 1 : 0));
  const spread = (mask: Uint8Array, value: 0 | 1, reach: number) => spreadValue({ mask, width, height, value, reach });
  const opened = spread(spread(near, 0, openingCells), 1, openingCells);
  return spread(spread(opened, 1, closingCells), 0, closingCells);
}

interface Spreading {
  readonly mask: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly value: 0 | 1;
  readonly reach: number;
}

/** Lets a value grow by `reach` cells in every direction: dilation for 1, erosion for 0. */
function spreadValue({ mask, width, height, value, reach }: Spreading): Uint8Array {
  const across = new Uint8Array(mask.length);
  const both = new Uint8Array(mask.length);
  for (let y = 0; y < height; y += 1)
    spreadLine(mask, across, { from: y * width, step: 1, count: width, value, reach });
  for (let x = 0; x < width; x += 1) spreadLine(across, both, { from: x, step: width, count: height, value, reach });
  return both;
}

interface Line {
  readonly from: number;
  readonly step: number;
  readonly count: number;
  readonly value: 0 | 1;
  readonly reach: number;
}

/** One row or column, with a running count of the value within reach. */
function spreadLine(source: Uint8Array, target: Uint8Array, { from, step, count, value, reach }: Line): void {
  const other = value === 1 ? 0 : 1;
  let within = 0;
  for (let at = 0; at < Math.min(reach, count); at += 1) if (source[from + at * step] === value) within += 1;
  for (let at = 0; at < count; at += 1) {
    if (at + reach < count && source[from + (at + reach) * step] === value) within += 1;
    if (at - reach - 1 >= 0 && source[from + (at - reach - 1) * step] === value) within -= 1;
    target[from + at * step] = within > 0 ? value : other;
  }
}

interface Assigned {
  readonly picture: GreyPicture;
  readonly cells: GreyPicture;
  /** By cell: the index of its surface's level, or `unassigned`. */
  readonly owner: Uint8Array;
  readonly levels: readonly number[];
}

/** By surface: whether its writing is lighter than it, and how far its writing stands out. */
interface Ink {
  readonly isLighter: boolean;
  readonly contrast: number;
}

function findInks({ picture, cells, owner, levels }: Assigned): Ink[] {
  const histograms = levels.map(() => new Uint32Array(256));
  forEachPixel(picture, cells, (at, cell) => {
    const surface = owner[cell]!;
    if (surface !== unassigned) histograms[surface]![picture.pixels[at]!]! += 1;
  });
  return levels.map((level, index) => inkOf(histograms[index]!, level));
}

function inkOf(histogram: Uint32Array, level: number): Ink {
  let darker = 0;
  let lighter = 0;
  for (let grey = 0; grey < level - inkMinContrast; grey += 1) darker += histogram[grey]!;
  for (let grey = level + inkMinContrast + 1; grey < 256; grey += 1) lighter += histogram[grey]!;
  const isLighter = lighter > darker;
  return { isLighter, contrast: Math.max(inkMinContrast, isLighter ? 255 - level : level) };
}

function repaint({ picture, cells, owner, levels, inks }: Assigned & { readonly inks: readonly Ink[] }): Uint8Array {
  const painted = new Uint8Array(picture.pixels.length);
  const edges = findEdges({ cells, owner, levels });
  forEachPixel(picture, cells, (at, cell) => {
    const grey = picture.pixels[at]!;
    const surface = owner[cell]!;
    if (surface === unassigned) {
      // Between two surfaces lies their blurred edge, which OCR would take for strokes.
      const edge = edges.get(cell);
      painted[at] = edge !== undefined && grey >= edge.darkest && grey <= edge.lightest ? 255 : grey;
      return;
    }
    const { isLighter, contrast } = inks[surface]!;
    const difference = isLighter ? grey - levels[surface]! : levels[surface]! - grey;
    painted[at] = 255 - Math.min(255, Math.max(0, Math.round((difference * 255) / contrast)));
  });
  return painted;
}

interface Edge {
  readonly darkest: number;
  readonly lightest: number;
}

/** Cells on no surface that lie beside surfaces, with the greys that these span. */
function findEdges({ cells: { width, height }, owner, levels }: Omit<Assigned, 'picture'>): Map<number, Edge> {
  const edges = new Map<number, Edge>();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (owner[y * width + x] !== unassigned) continue;
      const beside: number[] = [];
      for (let row = Math.max(0, y - edgeCells); row <= Math.min(height - 1, y + edgeCells); row += 1) {
        for (let column = Math.max(0, x - edgeCells); column <= Math.min(width - 1, x + edgeCells); column += 1) {
          const surface = owner[row * width + column]!;
          if (surface !== unassigned) beside.push(levels[surface]!);
        }
      }
      if (beside.length === 0) continue;
      const edge = { darkest: Math.min(...beside) - surfaceReach, lightest: Math.max(...beside) + surfaceReach };
      edges.set(y * width + x, edge);
    }
  }
  return edges;
}

function forEachPixel(picture: GreyPicture, cells: GreyPicture, visit: (at: number, cell: number) => void): void {
  for (let y = 0; y < picture.height; y += 1) {
    const row = Math.floor(y / cellPixels) * cells.width;
    for (let x = 0; x < picture.width; x += 1) visit(y * picture.width + x, row + Math.floor(x / cellPixels));
  }
}
