/** The word for a key that came over the wire, where a newer server may know keys that these words do not. */
export function wordFor(known: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(known, key) ? known[key] : undefined;
}
