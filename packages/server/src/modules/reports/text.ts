import { limits, Problem } from '@spring-rain/contract';
import { normalise, type Recognition, recognise, redact } from '@spring-rain/engine';

/** A text that may be kept: identity numbers are hidden in it, and the offsets of what was recognised hold in it. */
export interface KeptText {
  readonly text: string;
  readonly indicators: Recognition['indicators'];
}

interface TextRule {
  readonly field?: string;
  readonly maxChars?: number;
}

/**
 * The text of a report, an addition or an appeal as it is kept, with what was recognised in it.
 * Throws `text.not_unicode`, `report.text_blank` or `text.too_long`, naming the field.
 */
export function acceptText(
  written: string,
  { field = 'text', maxChars = limits.textMaxChars }: TextRule = {},
): KeptText {
  refuseBrokenUnicode(written, field);
  // Forms send CRLF whatever the writer typed; one line end keeps lengths and offsets the same at every door.
  const text = written.replaceAll('\r\n', '\n').trim();
  if (text.length > maxChars) {
    throw new Problem('text.too_long', { parameters: { field, limit: maxChars, found: text.length } });
  }
  if (isBlank(text)) throw new Problem('report.text_blank', { parameters: { field } });
  const { indicators, redactions } = recognise(text);
  return { text: redact(text, redactions), indicators };
}

/** A short field as it is kept, identity numbers hidden; undefined when nothing is in it. Throws `text.not_unicode`. */
export function acceptLine(written: string | undefined, field: string): string | undefined {
  if (written === undefined) return undefined;
  refuseBrokenUnicode(written, field);
  const line = written.trim();
  if (isBlank(line)) return undefined;
  return redact(line, recognise(line).redactions);
}

/** Throws `text.not_unicode` on NUL, which the database cannot hold, and on lone surrogates, which no encoding can. */
export function refuseBrokenUnicode(written: string, field: string): void {
  if (written.includes('\0') || !written.isWellFormed()) {
    throw new Problem('text.not_unicode', { parameters: { field } });
  }
}

// Invisible to a reader although Unicode counts them as letters or symbols: Hangul fillers and the empty braille cell.
const invisible = /[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function isBlank(text: string): boolean {
  return normalise(text).text.replace(invisible, '') === '';
}

/** The name of who decides. Throws `decision.name_missing` when it is blank. */
export function acceptName(written: string): string {
  return acceptLine(written, 'by') ?? refuseMissing('by');
}

/** Why someone decides. Throws `decision.name_missing` when it is blank. */
export function acceptReason(written: string): string {
  return acceptLine(written, 'reason') ?? refuseMissing('reason');
}

function refuseMissing(field: string): never {
  throw new Problem('decision.name_missing', { parameters: { field } });
}
