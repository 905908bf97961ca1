import { LshIndex, Minhash } from 'minhash';

/** Texts whose signatures agree at this share of places are taken for one campaign. */
const threshold01 = 0.5;
const shingleLength = 3;

/**
 * What one would build on npm `minhash` after its README: character shingles, its signature (128 places) and its index
 * (bands of four), each message joined with the candidates whose estimated similarity passes the threshold.
 */
export function linkByMinhash(messages: Iterable<{ id: number; text: string }>): Int32Array {
  const index = new LshIndex();
  const signatures: Minhash[] = [];
  const parents: number[] = [];
  for (const { id, text } of messages) {
    const signature = new Minhash();
    const shingles = new Set<string>();
    for (let at = 0; at < Math.max(1, text.length - shingleLength + 1); at++)
      shingles.add(text.slice(at, at + shingleLength));
    for (const shingle of shingles) signature.update(shingle);
    signatures.push(signature);
    parents.push(id);
    // It answers a query only for what was inserted, so a message is inserted first and finds itself too.
    index.insert(String(id), signature);
    for (const key of index.query(signature)) {
      const other = Number(key);
      if (other !== id && signature.jaccard(signatures[other]!) >= threshold01) join(parents, id, other);
    }
  }
  return Int32Array.from(parents, (_, id) => rootOf(parents, id));
}

function join(parents: number[], one: number, other: number): void {
  parents[rootOf(parents, one)] = rootOf(parents, other);
}

function rootOf(parents: number[], id: number): number {
  let root = id;
  while (parents[root] !== root) root = parents[root]!;
  for (let at = id; parents[at] !== root; ) {
    const next = parents[at]!;
    parents[at] = root;
    at = next;
  }
  return root;
}
