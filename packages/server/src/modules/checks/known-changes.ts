import type { Event } from '../../platform/events.ts';
import type { Touched } from '../indicators/index.ts';

/** What a run of events means to the known values. */
export interface Changes extends Touched {
  /** A source was adopted, dropped or brought up to date: every fact may be another now. */
  readonly sources: boolean;
  /** Lists of other agencies among them: before they were adopted nothing of them was known. */
  readonly foreignSources: readonly string[];
}

/** Events of reports that change which values are reported, and how often. */
const reportEvents: ReadonlySet<string> = new Set(['report.filed', 'report.added', 'report.read', 'report.decided']);

/** Sorts events into what they touch. What is deleted needs none: facts are read again within a minute. */
export function changesOf(events: readonly Event[], ownAgencyId: string): Changes {
  const listingIds = new Set<string>();
  const reportIds = new Set<string>();
  const imports: Changes['imports'][number][] = [];
  let sources = false;
  const foreignSources = new Set<string>();
  for (const { agencyId, type, subjectId, data } of events) {
    if (reportEvents.has(type)) reportIds.add(subjectId);
    else if (type === 'listing.changed') listingIds.add(subjectId);
    else if (type === 'source.changed') {
      sources = true;
      if (agencyId !== ownAgencyId) foreignSources.add(subjectId);
    } else if (type === 'listings.imported') imports.push({ sourceId: subjectId, ...rangeOf(data) });
  }
  return {
    listingIds: [...listingIds],
    reportIds: [...reportIds],
    imports,
    sources: sources || imports.length > 0,
    foreignSources: [...foreignSources],
  };
}

function rangeOf({ first, last }: Event['data']): { first: string; last: string } {
  if (typeof first !== 'string' || typeof last !== 'string') throw new Error('listings.imported names its listings.');
  return { first, last };
}
