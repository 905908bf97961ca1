/** Lists of numbers under 32-bit keys; a list that outgrows `busyCap` is dropped for good, and its key is busy. */
export interface PostingLists {
  /** True if the value was kept; false under a key that is busy. */
  add(key: number, value: number): boolean;
  /** How many values stand under a key: they lie in `last.pool` from `last.start` on, until the next call. */
  read(key: number): number;
  readonly last: { start: number; pool: Int32Array };
}

/** A key of more values than this says nothing about any of them. */
const busyCap = 48;
/** What a list may hold before it moves to a longer block. */
const blockSizes: readonly number[] = [4, 16, busyCap];
const busySize = 255;
const leastSlots = 2 ** 12;

/**
 * Open addressing over typed arrays, 9 bytes a slot at a load of at most one half; a list of one value lies in its slot,
 * longer ones in blocks of a shared pool that are used again once left. `read` is O(1).
 */
export function postingLists(): PostingLists {
  let keys = new Int32Array(leastSlots);
  let starts = new Int32Array(leastSlots);
  let sizes = new Uint8Array(leastSlots);
  let used = 0;
  let poolUsed = leastSlots;
  const free: number[][] = blockSizes.map(() => []);
  // The pool's first places lend a list of one value a place to be read from.
  const last = { start: 0, pool: new Int32Array(leastSlots * 2) };

  const slotOf = (key: number): number => {
    const mask = sizes.length - 1;
    // The lowest bit of a shingle is no part of its hash.
    let slot = (key >>> 1) & mask;
    while (sizes[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };

  const grow = () => {
    const old = { keys, starts, sizes };
    keys = new Int32Array(old.keys.length * 2);
    starts = new Int32Array(keys.length);
    sizes = new Uint8Array(keys.length);
    for (let from = 0; from < old.sizes.length; from++) {
      if (old.sizes[from] === 0) continue;
      const slot = slotOf(old.keys[from]!);
      keys[slot] = old.keys[from]!;
      starts[slot] = old.starts[from]!;
      sizes[slot] = old.sizes[from]!;
    }
  };

  const takeBlock = (size: number): number => {
    const again = free[size]!.pop();
    if (again !== undefined) return again;
    const start = poolUsed;
    poolUsed += blockSizes[size]!;
    if (poolUsed > last.pool.length) {
      const longer = new Int32Array(last.pool.length * 2);
      longer.set(last.pool);
      last.pool = longer;
    }
    return start;
  };

  const append = (slot: number, value: number): boolean => {
    const size = sizes[slot]!;
    if (size === 1) {
      const block = takeBlock(0);
      last.pool[block] = starts[slot]!;
      starts[slot] = block;
    }
    const filled = blockSizes.indexOf(size);
    if (filled === blockSizes.length - 1) {
      free[filled]!.push(starts[slot]!);
      sizes[slot] = busySize;
      return false;
    }
    if (filled >= 0) {
      const block = takeBlock(filled + 1);
      last.pool.copyWithin(block, starts[slot]!, starts[slot]! + size);
      free[filled]!.push(starts[slot]!);
      starts[slot] = block;
    }
    last.pool[starts[slot]! + size] = value;
    sizes[slot] = size + 1;
    return true;
  };

  return {
    last,
    add(unsignedKey, value) {
      const key = unsignedKey | 0;
      const slot = slotOf(key);
      if (sizes[slot] === busySize) return false;
      if (sizes[slot] !== 0) return append(slot, value);
      keys[slot] = key;
      starts[slot] = value;
      sizes[slot] = 1;
      used++;
      if (used * 2 > sizes.length) grow();
      return true;
    },
    read(unsignedKey) {
      const slot = slotOf(unsignedKey | 0);
      const size = sizes[slot]!;
      if (size === 0 || size === busySize) return 0;
      if (size === 1) {
        last.pool[0] = starts[slot]!;
        last.start = 0;
      } else last.start = starts[slot]!;
      return size;
    },
  };
}
