/** Keys kept in one window; past it the oldest window is forgotten early. */
const windowMaxKeys = 50_000;

/** Counts by key over a sliding window, in bounded memory. */
export interface WindowCount {
  /** About how often `add` was called for this key within the last window. */
  read(key: string): number;
  add(key: string): void;
}

/**
 * Two counts a key, for this window and the one before, which weighs less the further this one has come: within a few
 * percent of an exact sliding window, in O(1) time and two numbers a key.
 */
export function windowCount(windowMs: number, nowMs: () => number): WindowCount {
  let startedMs = nowMs();
  let now = new Map<string, number>();
  let before = new Map<string, number>();

  function turn(atMs: number): void {
    const passed = Math.floor((atMs - startedMs) / windowMs);
    if (passed <= 0 && now.size < windowMaxKeys) return;
    before = passed > 1 ? new Map() : now;
    now = new Map();
    startedMs = passed <= 0 ? atMs : startedMs + passed * windowMs;
  }

  return {
    read(key) {
      const atMs = nowMs();
      turn(atMs);
      const weight01 = Math.max(0, 1 - (atMs - startedMs) / windowMs);
      return (now.get(key) ?? 0) + (before.get(key) ?? 0) * weight01;
    },
    add(key) {
      turn(nowMs());
      now.set(key, (now.get(key) ?? 0) + 1);
    },
  };
}
