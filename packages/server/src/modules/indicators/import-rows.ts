import {
  type ImportFormat,
  type ListingScope,
  type Localised,
  listingScopes,
  type SourceRole,
} from '@spring-rain/contract';
import { canonicalIndicator, type IndicatorKind, indicatorKinds } from '@spring-rain/engine';
import type { IndicatorKey } from './keys.ts';
import { type Tenancy, tenancies } from './sites.ts';
import { isAddressHost } from './targets.ts';

/** What a list says of all its rows. */
export interface RowDefaults {
  readonly format: ImportFormat;
  readonly role: SourceRole;
  readonly kind?: IndicatorKind | undefined;
  readonly tenancy?: Tenancy | undefined;
}

/** One row of a list, read. */
export interface ListedRow extends IndicatorKey {
  /** As the list says; otherwise the row's own kind and the list's role decide. */
  readonly scope: ListingScope | undefined;
  readonly name?: Localised;
  readonly country?: string;
  readonly tenancy?: Tenancy;
  readonly depth?: number;
  readonly sourceUrl?: string;
  /** Reports by the span in which they came, so that the same line twice adds nothing. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly firstSeen?: Date;
  readonly lastSeen?: Date;
}

/** Why a row is not taken: what was wanted, what was found. Shown to the operator who imports. */
export interface RowRefusal {
  readonly refusal: string;
}

/** A comment or an empty line of a plain list. */
export const emptyRow = 'empty';

/** Reads one line of a list; `emptyRow` for a line that says nothing. */
export function readRow(raw: string, defaults: RowDefaults): ListedRow | RowRefusal | typeof emptyRow {
  const line = raw.trim();
  if (line === '') return emptyRow;
  if (defaults.format === 'plain') return line.startsWith('#') ? emptyRow : readValue(line, {}, defaults);
  const record = parseRecord(line);
  if (record === undefined) return { refusal: 'wanted a JSON object on one line, found something else' };
  return defaults.format === 'taiwan165' ? readTaiwan165(record, defaults) : readJsonLine(record, defaults);
}

type JsonRecord = Readonly<Record<string, unknown>>;

function parseRecord(line: string): JsonRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'string') return { value: parsed };
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** Labels below a shared host; a host name has at most 127. */
const maxDepth = 10;

/** Our own lines: `value`, and what else is known of it. */
function readJsonLine(record: JsonRecord, defaults: RowDefaults): ListedRow | RowRefusal {
  const { value, kind, scope, listing, depth, name, country, source } = record;
  if (typeof value !== 'string') return { refusal: 'wanted a text in "value", found none' };
  if (kind !== undefined && !isOneOf(indicatorKinds, kind)) {
    return { refusal: `wanted "kind" to be one of ${indicatorKinds.join(', ')}` };
  }
  if (scope !== undefined && !isOneOf(listingScopes, scope)) {
    return { refusal: `wanted "scope" to be one of ${listingScopes.join(', ')}` };
  }
  if (listing !== undefined && !isOneOf(tenancies, listing)) {
    return { refusal: `wanted "listing" to be one of ${tenancies.join(', ')}` };
  }
  if (
    depth !== undefined &&
    !(typeof depth === 'number' && Number.isInteger(depth) && depth >= 1 && depth <= maxDepth)
  ) {
    return { refusal: `wanted "depth" to be a whole number from 1 to ${maxDepth}` };
  }
  const localised = readName(name);
  return readValue(
    value,
    {
      ...(scope === undefined ? {} : { scope }),
      ...(listing === undefined ? {} : { tenancy: listing }),
      ...(depth === undefined ? {} : { depth }),
      ...(localised === undefined ? {} : { name: localised }),
      ...(typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? { country } : {}),
      ...(typeof source === 'string' && URL.canParse(source) ? { sourceUrl: source } : {}),
    },
    { ...defaults, kind: kind ?? defaults.kind },
  );
}

/** The Taiwan police list: name, address, reports within a span of days. */
function readTaiwan165(record: JsonRecord, defaults: RowDefaults): ListedRow | RowRefusal {
  const { name, url, reports, from, to } = record;
  if (typeof url !== 'string') return { refusal: 'wanted a text in "url", found none' };
  if (typeof reports !== 'number' || !Number.isSafeInteger(reports) || reports < 0 || reports > 1_000_000) {
    return { refusal: 'wanted a count in "reports"' };
  }
  const firstSeen = readTaipeiDay(from);
  const lastSeen = readTaipeiDay(to);
  if (firstSeen === undefined || lastSeen === undefined || lastSeen < firstSeen) {
    return { refusal: 'wanted days such as 2023/12/19 in "from" and "to", the earlier one first' };
  }
  const localised = readName(name);
  const span = `${from}-${to} ${typeof name === 'string' ? name : ''}`.trim();
  const more = { firstSeen, lastSeen, counts: { [span]: reports } };
  return readValue(url, localised === undefined ? more : { ...more, name: localised }, defaults);
}

/** Midnight in Taipei, which has no summer time. */
function readTaipeiDay(written: unknown): Date | undefined {
  const match = typeof written === 'string' ? /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(written) : null;
  if (match === null) return undefined;
  const day = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00+08:00`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

const maxNameChars = 200;

function readName(name: unknown): Localised | undefined {
  if (typeof name === 'string' && name.trim() !== '') {
    const same = name.trim().slice(0, maxNameChars);
    return { 'zh-CN': same, en: same };
  }
  if (typeof name !== 'object' || name === null) return undefined;
  const { 'zh-CN': chinese, en } = name as { 'zh-CN'?: unknown; en?: unknown };
  if (typeof chinese !== 'string' || typeof en !== 'string') return undefined;
  return { 'zh-CN': chinese.slice(0, maxNameChars), en: en.slice(0, maxNameChars) };
}

type More = Omit<Partial<ListedRow>, 'kind' | 'value'>;

/** The value in its canonical form, with the scope that its writing gives it. */
function readValue(written: string, more: More, defaults: RowDefaults): ListedRow | RowRefusal {
  // Lists write `.evil.example` for a name and everything below it.
  const coversBelow = written.startsWith('.');
  const bare = coversBelow ? written.slice(1) : written;
  const kind = defaults.kind ?? guessKind(bare);
  const key = canonicalIndicator(kind, bare);
  if (key === undefined) return { refusal: `wanted a ${kind}, found something else` };
  const scope = more.scope ?? (coversBelow && key.kind === 'domain' ? 'domain' : undefined);
  const tenancy = more.tenancy ?? defaults.tenancy;
  return { ...more, ...key, scope, ...(tenancy === undefined ? {} : { tenancy }) };
}

/** What a value without a kind looks like; `canonicalIndicator` then decides whether it is one. */
function guessKind(value: string): IndicatorKind {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'url';
  if (/^[^/@\s]+@[^/@\s]+$/.test(value)) return 'email';
  if (/^\+\d/.test(value)) return 'phone';
  if (isAddressHost(value)) return /^[^:]*:\d+(\/|$)/.test(value) ? 'url' : 'ip';
  return /[/?#:]/.test(value) ? 'url' : 'domain';
}

function isOneOf<const Words extends readonly string[]>(words: Words, word: unknown): word is Words[number] {
  return typeof word === 'string' && words.includes(word);
}
