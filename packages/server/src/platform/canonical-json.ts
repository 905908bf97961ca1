/**
 * JSON in one form alone (RFC 8785): members sorted by their UTF-16 units, no spaces, numbers and strings as ECMAScript
 * writes them, members that are undefined left out. Equal values give equal bytes. Throws on what JSON cannot say.
 * Depth is bounded by whoever checked the value's shape.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part)).join(',')}]`;
  if (value !== null && typeof value === 'object') return canonicalObject(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number.');
  if (typeof value === 'string' && !value.isWellFormed())
    throw new TypeError('A lone surrogate has no bytes in UTF-8.');
  const written = JSON.stringify(value);
  if (written === undefined) throw new TypeError(`JSON cannot say a ${typeof value}.`);
  return written;
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    // Not by locale: `<` compares UTF-16 units, as the RFC wants.
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => `${canonicalJson(name)}:${canonicalJson(part)}`);
  return `{${members.join(',')}}`;
}
