import { hash } from 'node:crypto';
import type { IndicatorKind } from '@spring-rain/engine';

/** A canonical value of a kind: what an indicator row stands for. */
export interface IndicatorKey {
  readonly kind: IndicatorKind;
  readonly value: string;
}

/** SHA-256 of kind, NUL and value, in hex: the unique key of an indicator row. No value holds a NUL. */
export function valueHash({ kind, value }: IndicatorKey): string {
  return hash('sha256', `${kind}\0${value}`);
}

/** One string for a key, to find it in a map. */
export function keyText({ kind, value }: IndicatorKey): string {
  return `${kind}\0${value}`;
}
