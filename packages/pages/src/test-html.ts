/** A strict reader of HTML for tests: what a browser would repair in silence is an error here. */

export interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Element | string)[];
}

const voidTags = new Set(['meta', 'link', 'input', 'br', 'img']);
const phrasing = new Set(
  'a abbr bdi br button code img input label mark option output select span strong textarea time'.split(' '),
);
/** Elements that hold phrasing content only; a block inside closes them in a browser. */
const phrasingOnly = new Set(['p', 'h1', 'h3', 'span', 'strong', 'bdi', 'mark', 'label', 'button', 'dt', 'time']);

interface Open {
  tag: string;
  attributes: Map<string, string>;
  children: (Element | string)[];
}

/** The document's `html` element. Throws on the first thing that is not exactly well-formed. */
export function parseHtml(source: string): Element {
  const prologue = '<!doctype html>\n';
  if (!source.startsWith(prologue)) throw new Error('The document does not start with its doctype.');
  const root: Open = { tag: '#root', attributes: new Map(), children: [] };
  const stack: Open[] = [root];
  const token = /<\/([a-z0-9]+)>|<([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*>|([^<]+)/gy;
  token.lastIndex = prologue.length;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (found === null) throw new Error(`Not HTML at ${at}: ${source.slice(at, at + 80)}`);
    const [, close, open, attributes, text] = found;
    const parent = stack.at(-1)!;
    if (close !== undefined) {
      if (stack.pop()!.tag !== close) throw new Error(`</${close}> closes <${parent.tag}> at ${at}.`);
    } else if (open !== undefined) {
      checkNesting(parent.tag, open);
      const element: Open = { tag: open, attributes: parseAttributes(attributes ?? ''), children: [] };
      parent.children.push(element);
      if (!voidTags.has(open)) stack.push(element);
    } else {
      parent.children.push(decode(text!));
    }
  }
  if (stack.length > 1) throw new Error(`<${stack.at(-1)!.tag}> is never closed.`);
  const html = root.children.find((child) => typeof child !== 'string');
  if (html === undefined) throw new Error('There is no element.');
  return html;
}

function checkNesting(parent: string, child: string): void {
  if (phrasingOnly.has(parent) && !phrasing.has(child)) throw new Error(`<${child}> stands in <${parent}>.`);
  if ((parent === 'ul' || parent === 'ol') && child !== 'li') throw new Error(`<${child}> stands in <${parent}>.`);
}

function parseAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, value] of source.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
    if (attributes.has(name!)) throw new Error(`The attribute ${name} stands twice in ${source}.`);
    attributes.set(name!, decode(value ?? ''));
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decode(text: string): string {
  return text.replace(/&([a-z]+|#39);|&/g, (whole, name: string | undefined) => {
    const character = entities[name ?? ''];
    if (character === undefined) throw new Error(`A bare ampersand in: ${whole} of ${text.slice(0, 80)}`);
    return character;
  });
}

/** Every element below, in document order. */
export function* elementsOf(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) if (typeof child !== 'string') yield* elementsOf(child);
}

/** All elements of a tag. */
export function findAll(element: Element, tag: string): Element[] {
  return [...elementsOf(element)].filter((one) => one.tag === tag);
}

/** The text in an element, as its reader meets it. */
export function textOf(element: Element | string): string {
  return typeof element === 'string' ? element : element.children.map(textOf).join('');
}
