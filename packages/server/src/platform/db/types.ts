/** Type numbers of PostgreSQL whose values the two drivers would otherwise read differently. */
const oids = {
  bytea: 17,
  int8: 20,
  json: 114,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
  xid8: 5069,
};

type Parse = (text: string) => unknown;

/**
 * How both databases' values become JavaScript: int8 a number, date and timestamp their text (a day has no time
 * zone), timestamptz a Date, bytea a Buffer, numeric and xid8 text.
 */
export const typeParsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [oids.int8, parseInt8],
  [oids.date, (text) => text],
  [oids.timestamp, (text) => text],
  [oids.numeric, (text) => text],
  [oids.xid8, (text) => text],
  [oids.timestamptz, parseInstant],
  [oids.bytea, (text) => Buffer.from(text.slice(2), 'hex')],
  [oids.json, (text) => JSON.parse(text) as unknown],
  [oids.jsonb, (text) => JSON.parse(text) as unknown],
]);

/** Arrays of those types, by the type number of their element; the embedded database derives them by itself. */
export const arrayTypes: ReadonlyMap<number, number> = new Map([
  [oids.int8, 1016],
  [oids.date, 1182],
  [oids.timestamp, 1115],
  [oids.numeric, 1231],
  [oids.xid8, 271],
  [oids.timestamptz, 1185],
  [oids.bytea, 1001],
  [oids.json, 199],
  [oids.jsonb, 3807],
]);

function parseInt8(text: string): number {
  const parsed = Number(text);
  if (Number.isSafeInteger(parsed)) return parsed;
  throw new RangeError('A whole number from the database is too large to be exact; cast it to text in the query.');
}

function parseInstant(text: string): Date {
  // PostgreSQL writes `2026-11-02 01:30:00.123456+00`; the session's time zone is always UTC.
  const parsed = new Date(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00(:00)?$/, 'Z')}`);
  if (Number.isNaN(parsed.getTime()))
    throw new RangeError('A time from the database is outside of what a Date can hold.');
  return parsed;
}

/**
 * A parameter in PostgreSQL's text form, the same for both databases: arrays become SQL arrays, objects JSON.
 * An array meant as jsonb must be passed through `JSON.stringify`.
 */
export function toSqlText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (Array.isArray(value)) return `{${value.map(toArrayElement).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function toArrayElement(value: unknown): string {
  if (Array.isArray(value)) return toSqlText(value) ?? 'null';
  const text = toSqlText(value);
  return text === null ? 'null' : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
