/**
 * Groups that never grow by one weak link. Members join one group each; what would have joined a second one too is counted
 * as a bridge, and two groups become one only when bridges are at least two and a fair share of the smaller: so one message
 * (or a few) written to pull two campaigns together joins one of them and moves nothing else.
 */
export interface Groups {
  /** Opens a group; yields its number, from 0. */
  open(size: number): number;
  /** A member of a size joins. */
  join(group: number, size: number): void;
  /** A member of a size would have joined another group too. */
  bridge(one: number, other: number, size: number): void;
  /** Merges what is bridged enough; from then on `rootOf` says which group a group is part of. */
  mergeBridged(): void;
  rootOf(group: number): number;
}

const fewestBridges = 2;
/** Bridges are at least this share of the smaller group. */
const bridgeShare01 = 0.2;
/** More pairs than this are not counted: groups without number that all touch each other are no evidence. */
const mostPairs = 4_000_000;
const pairBase = 2 ** 26;

export function groups(): Groups {
  const sizes: number[] = [];
  const parents: number[] = [];
  const bridges = new Map<number, number>();

  const rootOf = (group: number): number => {
    let root = group;
    while (parents[root] !== root) root = parents[root]!;
    let at = group;
    while (parents[at] !== root) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  };

  return {
    rootOf,
    open(size) {
      sizes.push(size);
      return parents.push(parents.length) - 1;
    },
    join(group, size) {
      sizes[group]! += size;
    },
    bridge(one, other, size) {
      if (one === other) return;
      const pair = Math.min(one, other) * pairBase + Math.max(one, other);
      const known = bridges.get(pair);
      if (known !== undefined || bridges.size < mostPairs) bridges.set(pair, (known ?? 0) + size);
    },
    mergeBridged() {
      const pairs = [...bridges].filter(([, count]) => count >= fewestBridges);
      pairs.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      for (const [pair, count] of pairs) {
        const one = rootOf(Math.floor(pair / pairBase));
        const other = rootOf(pair % pairBase);
        if (one === other || count < bridgeShare01 * Math.min(sizes[one]!, sizes[other]!)) continue;
        const [kept, gone] = one < other ? [one, other] : [other, one];
        parents[gone] = kept;
        sizes[kept]! += sizes[gone]!;
      }
      bridges.clear();
    },
  };
}
