/** A line as OCR found it: its text, how sure OCR is (0 to 100), and where it stands, in pixels. */
export interface ReadLine {
  readonly text: string;
  readonly confidence: number;
  readonly left: number;
  readonly right: number;
}

/** Below this OCR saw texture, icons or edges, not writing. */
const confidenceMin = 25;
/** A link that fills at least this share of the picture's width was broken by the bubble, not by its writer. */
const fullLineShare01 = 0.5;

/**
 * The text of lines as a person would copy it: no spaces between Chinese characters, where OCR puts them; one line
 * break a line; and a link that a bubble broke into two lines is one link again. Pure.
 */
export function textOfLines(lines: readonly ReadLine[], pictureWidth: number): string {
  const kept = lines
    .map((line) => ({ ...line, text: withoutStraySpaces(line.text) }))
    .filter(({ text, confidence }) => confidence >= confidenceMin && /[\p{L}\p{N}]/u.test(text));
  let text = '';
  for (const [index, line] of kept.entries()) {
    const before = kept[index - 1];
    const isContinued = before !== undefined && isBrokenLink(before, { next: line.text, pictureWidth });
    text += before === undefined || isContinued ? line.text : `\n${line.text}`;
  }
  return text;
}

const betweenWide =
  /(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])[ \t]+(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu;
// OCR writes Chinese punctuation as ASCII with a space on either side.
const beforePunctuation = /(?<=[\p{Script=Han}0-9A-Za-z])[ \t]+(?=[,.:;!?，。：；！？、】）》])/gu;
const afterPunctuation = /(?<=\p{Script=Han}[,.:;!?])[ \t]+(?=\p{Script=Han})/gu;

function withoutStraySpaces(text: string): string {
  return text
    .trim()
    .replace(betweenWide, '')
    .replace(beforePunctuation, '')
    .replace(afterPunctuation, '')
    .replace(/^[|｜]\s+|\s+[|｜]$/g, '');
}

/**
 * Whether a line ends within a link. It does when its last word is a link that ends in a sign after which links are
 * broken, or when the line is nothing but a link and fills the bubble. Both leave a host that is whole as it is.
 */
function isBrokenLink(line: ReadLine, { next, pictureWidth }: { next: string; pictureWidth: number }): boolean {
  const lastWord = /[\x21-\x7e]+$/.exec(line.text)?.[0] ?? '';
  const isLink = /^(?:https?:\/\/|www\.)/i.test(lastWord.replace(/^[("'<[]+/, ''));
  if (!isLink || !/^[A-Za-z0-9/?&=._%#~-]/.test(next)) return false;
  if (/[-/?&=_%]$/.test(lastWord)) return true;
  return lastWord === line.text && line.right - line.left >= pictureWidth * fullLineShare01;
}
