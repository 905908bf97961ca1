import { classOf, digitOf, isCjk } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import { simplifiedOf } from '../text/simplified.ts';

/** Symbols below `firstLetter` stand for something else than a letter. */
export const noSymbol = 0;
export const numberSymbol = 1;
/** The masks of recognised values lie in [firstMask, firstLetter). */
export const firstMask = 2;
export const firstLetter = 32;

let table: Uint16Array | undefined;

/**
 * `symbolTable()[code]`: what a folded code unit counts as in a script: `noSymbol` for spaces, punctuation and pictures,
 * `numberSymbol` for a digit or a Chinese numeral, else its letter in one case, one script variant and one alphabet.
 */
export function symbolTable(): Uint16Array {
  table ??= buildTable();
  return table;
}

function buildTable(): Uint16Array {
  const symbols = new Uint16Array(65_536);
  for (let code = firstLetter; code < symbols.length; code++) symbols[code] = symbolOf(code);
  return symbols;
}

function symbolOf(code: number): number {
  const simplified = simplifiedOf[code]!;
  if (digitOf[code] !== 0 || digitOf[simplified] !== 0) return numberSymbol;
  if ((classOf[code]! & isCjk) !== 0) return simplified;
  const letter = latinOf[code] || code;
  const character = String.fromCharCode(letter);
  if (!/[\p{L}\p{M}]/u.test(character)) return noSymbol;
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : letter;
}
