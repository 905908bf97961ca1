/** Levels in order; a log writes its own level and those after it. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

type Fields = Readonly<Record<string, unknown>>;
type Write = (fields: Fields, message: string) => void;

/** Structured log: one JSON object a line. Fields hold ids and counts, never what a person wrote. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** The same log with fields on every line, such as a request id. */
  child(fields: Fields): Log;
}

/** Fields that could hold a person's words or numbers are never written, whoever passes them. */
const forbiddenField =
  /^(text|body|value|values|phone|account|contact|receipt|name|email|url|query|params|parameters|detail|raw|password|passphrase|token|authorization|cookie)$/i;

const causeDepthMax = 5;
const stringMaxChars = 2_000;
const depthMax = 4;
const listMaxEntries = 20;

/** A log that writes to a stream, standard error by default. */
export function createLog(level: LogLevel, write: (line: string) => void = writeToStandardError): Log {
  return logWith(logLevels.indexOf(level), write, {});
}

function writeToStandardError(line: string): void {
  process.stderr.write(line);
}

function logWith(threshold: number, write: (line: string) => void, common: Fields): Log {
  const at =
    (level: LogLevel): Write =>
    (fields, message) => {
      if (logLevels.indexOf(level) < threshold) return;
      const cleaned = clean({ ...common, ...fields }, 0) as Record<string, unknown>;
      write(`${JSON.stringify({ time: new Date().toISOString(), level, ...cleaned, message: scrub(message) })}\n`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => logWith(threshold, write, { ...common, ...fields }),
  };
}

function clean(found: unknown, depth: number): unknown {
  if (found instanceof Error) return describeError(found, depth);
  if (typeof found === 'string') return scrub(found);
  if (typeof found === 'bigint') return String(found);
  if (found instanceof Date) return found;
  if (typeof found !== 'object' || found === null) return found;
  if (depth >= depthMax) return '[deep]';
  if (Array.isArray(found)) return found.slice(0, listMaxEntries).map((entry) => clean(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(found).map(([key, entry]) => [
      key,
      forbiddenField.test(key) ? '[kept out]' : clean(entry, depth + 1),
    ]),
  );
}

/** What may be known of an error: its kind, its scrubbed message, where it arose, and why. */
function describeError(error: Error, depth = 0): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? { constraint: error.constraint } : {};
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().slice(0, 200));
  const cause =
    error.cause instanceof Error && depth < causeDepthMax ? { cause: describeError(error.cause, depth + 1) } : {};
  return { kind: error.name, ...code, ...constraint, reason: scrub(error.message), at: frames.slice(0, 12), ...cause };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** Long runs of digits could be a phone, a card or a receipt. Ids stay, they say nothing of a person. */
const longDigits = new RegExp(`(${uuid.source})|\\d[\\d\\s-]{5,}\\d`, 'gi');

/** Takes out of a sentence what could be a number of a person, and cuts it to a bounded length. */
function scrub(sentence: string): string {
  return sentence
    .slice(0, stringMaxChars)
    .replace(longDigits, (found, id: string | undefined) => (id === undefined ? '[digits]' : found));
}
