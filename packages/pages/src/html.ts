const markup = Symbol('markup');

/** A piece of HTML that is safe to send: made by `html` alone. */
export interface Html {
  readonly [markup]: string;
}

/** What may stand in a template: text is escaped, pieces are kept, lists are joined, nothing is left out. */
export type HtmlValue = Html | string | number | undefined | null | false | readonly HtmlValue[];

/**
 * A piece of HTML from a template. Every text in it is escaped, for element content and for double-quoted attributes
 * alike; only what `html` made itself goes through as it is.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let built = strings[0] ?? '';
  for (const [index, value] of values.entries()) built += render(value) + strings[index + 1];
  return { [markup]: built };
}

/** The finished document or fragment as text. */
export function serialise(piece: Html): string {
  return piece[markup];
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A text in HTML's own spelling. What HTML cannot hold (NUL and other control characters, lone surrogates) becomes
 * U+FFFD, one for one, so that positions stay.
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"'\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, (character) => escapes[character] ?? '\ufffd');
}

function render(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (isHtml(value)) return value[markup];
  let joined = '';
  for (const piece of value) joined += render(piece);
  return joined;
}

function isHtml(value: Html | readonly HtmlValue[]): value is Html {
  return markup in value;
}
