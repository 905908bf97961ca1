/** Requests that are being answered, so that a stop waits for them even when their sender has gone. */
export interface Activity {
  readonly count: number;
  enter(): void;
  leave(): void;
  /** Resolves once nothing is being answered. */
  idle(): Promise<void>;
}

export function openActivity(): Activity {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    enter() {
      count += 1;
    },
    leave() {
      count -= 1;
      if (count > 0) return;
      for (const wake of waiting) wake();
      waiting = [];
    },
    idle() {
      return count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
  };
}
