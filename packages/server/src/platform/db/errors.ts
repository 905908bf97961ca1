import { Problem } from '@spring-rain/contract';

/** How long a caller is asked to wait when the database or the disk cannot be used. */
const retryAfterSeconds = 5;

/**
 * A refusal by the database, without the rows that it was about: the driver's own error repeats values that people
 * typed (and, for the embedded database, 15 kB of its source).
 */
export class DatabaseError extends Error {
  /** SQLSTATE, such as 23505. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;

  constructor(message: string, found: { code: string; constraint?: string | undefined; table?: string | undefined }) {
    super(message);
    this.name = 'DatabaseError';
    this.code = found.code;
    this.constraint = found.constraint;
    this.table = found.table;
  }
}

/** Thrown at the start when the configured database cannot be used. */
export class DatabaseUnfit extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnfit';
  }
}

/** True when the database refused a row that is there already; of one constraint, when it is named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  );
}

/** 503 with Retry-After: nothing was kept, the caller may send again. */
export function unavailable(cause: unknown): Problem {
  return new Problem('service.unavailable', { parameters: { seconds: retryAfterSeconds }, retryAfterSeconds, cause });
}

const connectionErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOSPC',
  'EDQUOT',
]);
const connectionMessages =
  /connection terminated|timeout exceeded when trying to connect|connection ended|not queryable|timeout expired|Connection is closed|pool after calling end/i;
/** Classes 08 connection, 53 resources (disk full, too many connections), 57P shutdown, 58 system, 28 login. */
const unavailableStates = /^(08|53|57P|58|28|25006)/;

/** What a driver's error means to the caller: a Problem when trying again may help, else a DatabaseError. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof Problem || error instanceof DatabaseError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isState = /^[0-9A-Z]{5}$/.test(code);
  if (connectionErrors.has(code) || (!isState && connectionMessages.test(error.message)))
    return unavailable(plain(error));
  if (isState && unavailableStates.test(code)) return unavailable(asDatabaseError(error, code));
  return isState ? asDatabaseError(error, code) : plain(error);
}

function asDatabaseError(error: Error, code: string): DatabaseError {
  const named = error as Error & { constraint?: string; table?: string };
  return new DatabaseError(withoutValues(error.message), { code, constraint: named.constraint, table: named.table });
}

/** The same error without the properties that the embedded driver hangs on it (query, parameters). */
function plain(error: Error): Error {
  const copy = new Error(withoutValues(error.message));
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = error.stack.slice(0, 4_000);
  return copy;
}

/** `invalid input syntax for type uuid: "what someone typed"` → without what someone typed. */
function withoutValues(message: string): string {
  return message.slice(0, 500).replace(/(: )"[^\n]*$/, '$1(value kept out)');
}
