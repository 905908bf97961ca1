import { limits, Problem } from '@spring-rain/contract';
import { normalise } from '@spring-rain/engine';

/**
 * The text of a check as it is looked at. Offsets in the answer are positions in exactly this text.
 * Throws `text.not_unicode`, `text.too_long` and `check.text_blank`.
 */
export function readCheckedText(text: string): string {
  if (text.length > limits.textMaxChars) {
    throw new Problem('text.too_long', {
      parameters: { field: 'text', limit: limits.textMaxChars, found: text.length },
    });
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new Problem('text.not_unicode', { parameters: { field: 'text' } });
  }
  if (isBlank(text)) throw new Problem('check.text_blank', { parameters: { field: 'text' } });
  return text;
}

// Nothing to see although Unicode counts some of them as letters or symbols: Hangul fillers, the empty braille cell.
const invisible = /[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function isBlank(text: string): boolean {
  // Nearly every text has a plain letter, digit or Chinese character: no need to normalise it to know.
  if (/[0-9A-Za-z\u4e00-\u9fff]/.test(text)) return false;
  return normalise(text).text.replace(invisible, '') === '';
}
