import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LogLevel, logLevels } from './platform/log.ts';

/** What the operator decided, read once from the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly filesUrl?: string | undefined;
  readonly keysDir?: string | undefined;
  /** The user's own settings folder for this program. */
  readonly settingsDir: string;
  readonly keyPassphrase?: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly publicUrl?: string | undefined;
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly logLevel: LogLevel;
  readonly rateLimits: boolean;
  readonly floodProof: boolean;
  readonly campusRanges: readonly string[];
  /** Another model of scam kinds than the shipped one. */
  readonly kindModelFile?: string | undefined;
  readonly adoptShipped: boolean;
  readonly demo: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting as the operator sees it. */
export interface SettingDescription {
  readonly name: string;
  /** Its value now; secrets and passwords are not shown. */
  readonly value: string;
  readonly from: 'environment' | 'default';
  readonly meaning: string;
}

/** Thrown when a setting cannot be used; says what was wanted, what was found, and nothing secret. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

interface Setting<T> {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
  readonly read: (text: string, name: string) => T;
  readonly show?: (text: string) => string;
}

const hidden = (text: string): string => (text === '' ? '' : '(set, not shown)');

/** One declaration yields the value, its check, and its description. */
const settings = {
  host: setting(
    'HOST',
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 for all. Use TLS or a proxy beyond this machine.',
    readHost,
  ),
  port: setting('PORT', '4280', 'Port to listen on; 0 takes a free one.', readPort),
  dataDir: setting('DATA_DIR', './data', 'Folder of the embedded database, files and keys.', (text) => resolve(text)),
  databaseUrl: setting(
    'DATABASE_URL',
    '',
    'PostgreSQL 15 or newer, postgres://user:password@host/database; empty uses the embedded one.',
    readDatabaseUrl,
    withoutPassword,
  ),
  filesUrl: setting(
    'FILES_URL',
    '',
    'Object store for attachments, s3://bucket/prefix?endpoint=https://…; empty uses DATA_DIR/files.',
    readFilesUrl,
  ),
  keysDir: setting(
    'SPRING_RAIN_KEYS_DIR',
    '',
    'Folder of the private contact key, outside of DATA_DIR; empty uses the user’s settings folder.',
    (text) => (text === '' ? undefined : resolve(text)),
  ),
  keyPassphrase: setting(
    'SPRING_RAIN_KEY_PASSPHRASE',
    '',
    'Passphrase of the private contact key at its making; empty makes one and shows it once.',
    readPassphrase,
    hidden,
  ),
  trustedProxies: setting(
    'TRUSTED_PROXIES',
    '',
    'Addresses or ranges of proxies whose X-Forwarded-For is believed, by commas.',
    readRanges,
  ),
  publicUrl: setting('PUBLIC_URL', '', 'How the public reaches this server, https://…; used in links.', readPublicUrl),
  tlsCert: setting('TLS_CERT', '', 'Certificate file (PEM); with TLS_KEY the server speaks TLS itself.', emptyIsAbsent),
  tlsKey: setting('TLS_KEY', '', 'Private key file (PEM) of TLS_CERT.', emptyIsAbsent),
  logLevel: setting('LOG_LEVEL', 'info', `How much is logged: ${logLevels.join(', ')}.`, readLogLevel),
  rateLimits: setting(
    'RATE_LIMITS',
    'on',
    'Limit requests an address and a receipt; off only behind something that does: on, off.',
    readSwitch('on', 'off'),
  ),
  floodProof: setting(
    'FLOOD_PROOF',
    'on',
    'Ask for a proof of work above a budget of reports an address: on, off.',
    readSwitch('on', 'off'),
  ),
  campusRanges: setting(
    'CAMPUS_RANGES',
    '',
    'Ranges where many people share an address, such as 10.0.0.0/8; by commas.',
    readRanges,
  ),
  kindModelFile: setting(
    'KIND_MODEL',
    '',
    'A model of scam kinds of your own, made by `spring-rain train`; empty uses the shipped one.',
    (text) => (text === '' ? undefined : resolve(text)),
  ),
  adoptShipped: setting(
    'SPRING_RAIN_ADOPT_SHIPPED',
    'yes',
    'Adopt the shipped lists at the first start, under your name: yes, no.',
    readSwitch('yes', 'no'),
  ),
  demo: setting('DEMO', 'no', 'Marks every page as a demonstration: yes, no.', readSwitch('yes', 'no')),
} as const;

function setting<T>(
  name: string,
  byDefault: string,
  meaning: string,
  read: (text: string, name: string) => T,
  show?: (text: string) => string,
): Setting<T> {
  return { name, default: byDefault, meaning, read, ...(show === undefined ? {} : { show }) };
}

/** Reads the configuration; the only place that looks at the environment. Throws ConfigError. */
export function loadConfig(environment: Environment = process.env): Config {
  const read = <T>({ name, default: byDefault, read: parse }: Setting<T>): T =>
    parse((environment[name] || byDefault).trim(), name);
  const { tlsCert, tlsKey, ...rest } = settings;
  const certFile = read(tlsCert);
  const keyFile = read(tlsKey);
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new ConfigError(
      `TLS_CERT and TLS_KEY must be set together, found only ${certFile === undefined ? 'TLS_KEY' : 'TLS_CERT'}.`,
    );
  }
  return {
    host: read(rest.host),
    port: read(rest.port),
    dataDir: read(rest.dataDir),
    databaseUrl: read(rest.databaseUrl),
    filesUrl: read(rest.filesUrl),
    keysDir: read(rest.keysDir),
    settingsDir: join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'spring-rain'),
    keyPassphrase: read(rest.keyPassphrase),
    trustedProxies: read(rest.trustedProxies),
    publicUrl: read(rest.publicUrl),
    tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    logLevel: read(rest.logLevel),
    rateLimits: read(rest.rateLimits),
    floodProof: read(rest.floodProof),
    campusRanges: read(rest.campusRanges),
    kindModelFile: read(rest.kindModelFile),
    adoptShipped: read(rest.adoptShipped),
    demo: read(rest.demo),
  };
}

/** Every setting with its value now and what it means, in the order of the documentation. */
export function describeConfig(_config: Config, environment: Environment = process.env): SettingDescription[] {
  return Object.values(settings).map(({ name, default: byDefault, meaning, show = (text: string) => text }) => {
    const given = environment[name];
    return { name, value: show(given || byDefault), from: given ? 'environment' : 'default', meaning };
  });
}

/** The PostgreSQL that the test-suite runs on; undefined runs it on the embedded database. */
export function testDatabaseUrl(environment: Environment = process.env): string | undefined {
  return readDatabaseUrl(environment.TEST_DATABASE_URL ?? '', 'TEST_DATABASE_URL');
}

function emptyIsAbsent(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function readHost(text: string, name: string): string {
  if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text;
  throw new ConfigError(`${name} must be an address or a host name, found "${text}".`);
}

function readPort(text: string, name: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ConfigError(`${name} must be a number from 0 to 65535, found "${text}".`);
}

function readDatabaseUrl(text: string, name: string): string | undefined {
  if (text === '') return undefined;
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new ConfigError(`${name} must start with postgres://, found "${withoutPassword(text)}".`);
}

function withoutPassword(text: string): string {
  return text.replace(/^([a-z0-9+]*:\/\/[^:/@]*):[^@]*@/i, '$1:…@');
}

function readFilesUrl(text: string, name: string): string | undefined {
  if (text === '') return undefined;
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|\?|$)/.test(text) && URL.canParse(text)) return text;
  throw new ConfigError(`${name} must look like s3://bucket/prefix?endpoint=https://…, found "${text.split('?')[0]}".`);
}

const passphraseMinChars = 12;

function readPassphrase(text: string, name: string): string | undefined {
  if (text === '' || text.length >= passphraseMinChars) return emptyIsAbsent(text);
  throw new ConfigError(`${name} must have at least ${passphraseMinChars} characters, found ${text.length}.`);
}

function readPublicUrl(text: string, name: string): string | undefined {
  if (text === '') return undefined;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new ConfigError(`${name} must start with https:// or http://, found "${text}".`);
}

function readLogLevel(text: string, name: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new ConfigError(`${name} must be one of ${logLevels.join(', ')}, found "${text}".`);
}

function readSwitch(yes: string, no: string): (text: string, name: string) => boolean {
  return (text, name) => {
    if (text === yes || text === no) return text === yes;
    throw new ConfigError(`${name} must be ${yes} or ${no}, found "${text}".`);
  };
}

const rangesMax = 1_000;

function readRanges(text: string, name: string): readonly string[] {
  const ranges = text
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  if (ranges.length > rangesMax)
    throw new ConfigError(`${name} must name at most ${rangesMax} ranges, found ${ranges.length}.`);
  for (const range of ranges) {
    const [address = '', bits, ...more] = range.split('/');
    const family = isIP(address);
    const bitsMax = family === 6 ? 128 : 32;
    const isFine =
      family !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax));
    if (!isFine) throw new ConfigError(`${name} must hold addresses or ranges such as 10.0.0.0/8, found "${range}".`);
  }
  return ranges;
}
