import { degreeCap, type IndicatorKind, type LinkValueKind, valueWeight } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { findUnlinkable, type IndicatorKey, keyText, type UnlinkableReason } from '../indicators/index.ts';
import { countScriptsOf } from './candidate-store.ts';
import { readScriptCount } from './script-store.ts';
import { valueKey } from './scripts.ts';

/** A value by which reports may be linked. */
export interface NamedValue {
  readonly kind: LinkValueKind;
  readonly value: string;
}

/** What a value weighs now, and why it weighs nothing when it does. */
export interface ValueStanding {
  readonly weight01: number;
  readonly unlinked?: UnlinkableReason | 'over-shared';
}

/** What each of the given values weighs, in their order: nothing when official, busy, shared or over-shared. */
export async function weighLinkValues(
  tx: Context,
  values: readonly NamedValue[],
  given: { readonly totalScripts?: number } = {},
): Promise<ValueStanding[]> {
  if (values.length === 0) return [];
  const totalScripts = given.totalScripts ?? (await readScriptCount(tx));
  const unlinkable = await findUnlinkable(tx, values.map(indicatorOf));
  const weighed = values.map((value) => ({
    ...asLinked(value),
    unlinked: unlinkable.get(keyText(indicatorOf(value))),
  }));
  const keys = new Set(weighed.filter(({ unlinked }) => unlinked === undefined).map(({ key }) => key));
  const seen = await countScriptsOf(tx, [...keys], degreeCap(totalScripts));
  return weighed.map(({ kind, key, unlinked }) => {
    if (unlinked !== undefined) return { weight01: 0, unlinked };
    const weight01 = valueWeight(seen.get(key) ?? 0, totalScripts, kind);
    return weight01 > 0 ? { weight01 } : { weight01, unlinked: 'over-shared' };
  });
}

/** Linking knows a domain as a host. */
function asLinked({ kind, value }: NamedValue): { kind: LinkValueKind; key: bigint } {
  const linked = kind === 'domain' ? 'host' : kind;
  return { kind: linked, key: valueKey({ kind: linked, value }) };
}

/** The value as an indicator, which lists speak of: a host is a domain, a link's path a link. */
export function indicatorOf({ kind, value }: NamedValue): IndicatorKey {
  if (kind === 'host') return { kind: 'domain', value };
  return kind === 'link-path' ? { kind: 'url', value: `https://${value}` } : { kind: kind as IndicatorKind, value };
}
