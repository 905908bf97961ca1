import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Problem } from '@spring-rain/contract';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane (RFC 9106). */
const parameters = { memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

/** Each takes a processor and 19 MiB while it lasts, and one of the four threads that files and look-ups need too. */
const hashesAtOnceMax = 2;
/** Of each queue: waiting beyond this is longer than a person waits. At 30 ms a hash the last waits for half a second or so. */
const hashesWaitingMax = 40;
const busyRetrySeconds = 2;

const deriveKey = promisify(argon2);

/** Hashes of passwords, made off the event loop, a few at a time. */
export interface PasswordHasher {
  /** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Throws `sign-in.busy` when too many wait already. */
  hash(password: string): Promise<string>;
  /**
   * Whether a password is the one of a hash. Without a hash the same work is done, and the answer is no. What comes from a
   * known device has a queue of its own that goes first: strangers, however many, cannot keep it waiting for long.
   */
  matches(password: string, phc: string | null, from?: 'known-device' | 'stranger'): Promise<boolean>;
  /** How many were computed since the start. */
  readonly count: number;
}

/** A hasher for one process. Passwords are compared in NFKC, as typed on whatever keyboard (NIST SP 800-63B 3.1.1.2). */
export function openPasswordHasher(): PasswordHasher {
  let count = 0;
  const inTurn = limitConcurrency(hashesAtOnceMax, hashesWaitingMax);
  const compute = (password: string, { memoryKib, passes, lanes, salt, tag }: ParsedHash, goesFirst: boolean) =>
    inTurn(goesFirst, () => {
      count += 1;
      const message = Buffer.from(password.normalize('NFKC'));
      const cost = { memory: memoryKib, passes, parallelism: lanes };
      return deriveKey('argon2id', { message, nonce: salt, tagLength: tag.length, ...cost });
    });
  return {
    get count() {
      return count;
    },
    async hash(password) {
      const made = freshHash();
      return formatHash({ ...made, tag: await compute(password, made, true) });
    },
    async matches(password, phc, from = 'stranger') {
      const known = phc === null ? undefined : parseHash(phc);
      const held = known ?? freshHash();
      const found = await compute(password, held, from === 'known-device');
      return timingSafeEqual(found, held.tag) && known !== undefined;
    },
  };
}

/** Whether a hash was made with other parameters than today's; it is made anew at the next sign-in. */
export function isOutdated(phc: string): boolean {
  const held = parseHash(phc);
  return (
    held?.memoryKib !== parameters.memoryKib ||
    held.passes !== parameters.passes ||
    held.lanes !== parameters.lanes ||
    held.tag.length !== tagBytes
  );
}

interface ParsedHash {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** Today's parameters and a new salt; its tag is nobody's. */
function freshHash(): ParsedHash {
  return { ...parameters, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) };
}

const phcShape =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

function parseHash(phc: string): ParsedHash | undefined {
  const found = phcShape.exec(phc);
  if (found === null) return undefined;
  const [, memory, passes, lanes, salt = '', tag = ''] = found;
  return {
    memoryKib: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function formatHash({ memoryKib, passes, lanes, salt, tag }: ParsedHash): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** The PHC format writes base64 without its padding. */
function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Runs work a few at a time, in the order it came but for what goes first; what comes when too many wait is refused. */
function limitConcurrency(atOnceMax: number, waitingMax: number) {
  let running = 0;
  const waiting = { known: [] as (() => void)[], strange: [] as (() => void)[] };
  return async <T>(goesFirst: boolean, work: () => Promise<T>): Promise<T> => {
    const queue = goesFirst ? waiting.known : waiting.strange;
    if (running < atOnceMax) {
      running += 1;
    } else {
      if (queue.length >= waitingMax) {
        const seconds = busyRetrySeconds;
        throw new Problem('sign-in.busy', { retryAfterSeconds: seconds, parameters: { seconds } });
      }
      // Whoever ends hands over its place, so that `running` stays as it is.
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.known.shift() ?? waiting.strange.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
