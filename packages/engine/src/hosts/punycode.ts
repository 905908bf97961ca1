/**
 * Punycode back to Unicode (RFC 3492, section 6.2). Browsers encode and never decode, and look-alikes are
 * judged by what a reader would see. O(n²) in a label of at most 63 units.
 */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;
const maxPoint = 0x10ffff;

/** A host with each `xn--` label decoded; a label that is no punycode stays as it is. */
export function decodeHost(host: string): string {
  if (!host.includes('xn--')) return host;
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.');
}

function decodeLabel(encoded: string): string | undefined {
  const split = encoded.lastIndexOf('-');
  const points = split < 0 ? [] : Array.from(encoded.slice(0, split), (letter) => letter.codePointAt(0)!);
  let n = initialN;
  let i = 0;
  let bias = initialBias;
  let at = split < 0 ? 0 : split + 1;
  while (at < encoded.length) {
    const step = readInteger(encoded, at, bias);
    if (step === undefined) return undefined;
    const length = points.length + 1;
    bias = adapt(step.value, length, i === 0 && n === initialN && points.length === Math.max(0, split));
    i += step.value;
    n += Math.floor(i / length);
    i %= length;
    if (n > maxPoint) return undefined;
    points.splice(i, 0, n);
    i++;
    at = step.end;
  }
  return String.fromCodePoint(...points);
}

function readInteger(encoded: string, from: number, bias: number): { value: number; end: number } | undefined {
  let value = 0;
  let weight = 1;
  for (let at = from, k = base; at < encoded.length; at++, k += base) {
    const digit = digitValue(encoded.charCodeAt(at));
    if (digit < 0) return undefined;
    value += digit * weight;
    if (value > 0x7fff_ffff) return undefined;
    const threshold = Math.min(tMax, Math.max(tMin, k - bias));
    if (digit < threshold) return { value, end: at + 1 };
    weight *= base - threshold;
  }
  return undefined;
}

function digitValue(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : -1;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : delta >> 1;
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((base - tMin) * tMax) >> 1) {
    rest = Math.floor(rest / (base - tMin));
    k += base;
  }
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
