import { Problem, type Share, type ShareSubject } from '@spring-rain/contract';
import { canonicalIndicator, type IndicatorKind, indicatorKinds } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { findIndicatorId, readIndicators } from '../indicators/index.ts';
import { type ShareRow, shareOf } from './share-store.ts';

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What stands in the row for what a person named: an id as it is, a value (`phone:+86…`) as the id of its indicator.
 * Throws `request.not_found` for what cannot be one, or is nobody's.
 */
export async function resolveSubject(tx: Context, subject: ShareSubject, named: string): Promise<string> {
  if (subject !== 'indicator') {
    if (!idShape.test(named)) throw new Problem('request.not_found');
    return named.toLowerCase();
  }
  const colon = named.indexOf(':');
  const kind = indicatorKinds.find((known): known is IndicatorKind => known === named.slice(0, colon));
  const key = kind === undefined ? undefined : canonicalIndicator(kind, named.slice(colon + 1).trim());
  if (key === undefined) throw new Problem('request.not_found');
  // A value that nobody met goes the same way as one that others alone did: neither may be told from the other.
  return String((await findIndicatorId(tx, key)) ?? 0);
}

/** Shares as they are told, with the values of indicators. */
export async function tellShares(tx: Context, rows: readonly ShareRow[]): Promise<Share[]> {
  const ids = rows.flatMap(({ subject, subjectId }) => (subject === 'indicator' ? [Number(subjectId)] : []));
  const values = await readIndicators(tx, ids);
  return rows.map((row) => {
    const indicator = row.subject === 'indicator' ? values.get(Number(row.subjectId)) : undefined;
    return { ...shareOf(row, tx.now()), ...(indicator === undefined ? {} : { indicator }) };
  });
}
