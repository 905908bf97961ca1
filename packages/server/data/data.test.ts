import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

interface Wording {
  'zh-CN': string;
  en: string;
}
interface Verified {
  on: string;
  at: string;
}
interface Entry {
  kind: string;
  value: string;
  name: Wording;
  listing?: string;
  depth?: number;
}
interface OfficialEntry extends Entry {
  owner: string;
  country: string;
  scope?: string;
  source: string;
  verified: Verified | null;
}
interface Source {
  name: string;
  title: Wording;
  publisher: string;
  url: string;
  licence: string;
  licenceUrl: string;
  attribution: Wording;
  role: string;
  listing: string | null;
  file: string;
  format: string;
  asOf: string | null;
  expiresDays: number | null;
  rows: number;
  sha256: string;
}
interface ScamSite {
  name: string;
  url: string;
  reports: number;
  from: string;
  to: string;
}
interface Contact {
  kind: string;
  display?: string;
  dial?: string;
  url?: string;
  what: Wording;
  hours?: Wording | null;
  source?: string;
  verified?: Verified | null;
}
interface Emergency {
  asOf: string;
  steps: Wording[];
  countries: Record<string, { name: Wording; contacts: Contact[]; note: Wording | null }>;
  others: { contacts: Contact[]; note: Wording };
}

const dir = import.meta.dirname;
const read = (file: string) => readFileSync(resolve(dir, file), 'utf8');
const readLines = <Row>(file: string): Row[] =>
  read(file)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const host = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/;
const day = /^\d{4}-\d\d-\d\d$/;
const shapes: Record<string, RegExp> = {
  phone: /^\+[1-9]\d{5,14}$/,
  domain: host,
  email: /^[a-z0-9._-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}$/,
  url: /^https?:\/\/[a-z0-9.-]+\/.*$/,
};
const owners = new Set([
  ...['bank', 'police', 'anti-fraud', 'carrier', 'government', 'consumer', 'payment', 'courier', 'platform'],
  ...['education', 'court', 'emergency', 'crisis-line', 'insurer', 'broker', 'transport', 'utility'],
]);
const roles = new Set(['known-scam', 'known-good', 'impersonated', 'busy', 'shared-host', 'shortener', 'disposable']);

const sources: Source[] = JSON.parse(read('sources.json'));
const official = readLines<OfficialEntry>('official.jsonl');
const scamSites = readLines<ScamSite>('taiwan165.jsonl');
const emergency: Emergency = JSON.parse(read('emergency.json'));

function valuesOf(source: Source): string[] {
  if (source.format === 'misp') return JSON.parse(read(source.file)).list;
  if (source.format === 'taiwan165') return readLines<ScamSite>(source.file).map((row) => row.url);
  return readLines<Entry>(source.file).map((row) => `${row.kind} ${row.value}`);
}

function assertWording(wording: Wording, where: string): void {
  assert.deepEqual(Object.keys(wording).sort(), ['en', 'zh-CN'], where);
  assert.ok(wording['zh-CN'].trim() !== '' && wording.en.trim() !== '', where);
}

function assertVerified(verified: Verified | null | undefined, where: string): void {
  if (verified == null) return;
  assert.match(verified.on, day, where);
  assert.match(verified.at, /^https?:\/\//, where);
}

const parentsOf = (name: string) => {
  const labels = name.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
};

test('every shipped list is in the manifest, with its true count and hash', () => {
  const listed = sources.map((source) => source.file).sort();
  const present = readdirSync(dir).filter(
    (file) => /\.jsonl?$/.test(file) && !['sources.json', 'emergency.json'].includes(file),
  );
  assert.deepEqual(listed, present.sort());
  for (const source of sources) {
    assert.equal(valuesOf(source).length, source.rows, source.file);
    assert.equal(createHash('sha256').update(read(source.file)).digest('hex'), source.sha256, source.file);
  }
});

test('every source names its publisher, licence, attribution, role and end', () => {
  assert.equal(new Set(sources.map((source) => source.name)).size, sources.length);
  for (const source of sources) {
    assertWording(source.title, source.name);
    assertWording(source.attribution, source.name);
    assert.ok(roles.has(source.role), source.name);
    assert.match(source.licenceUrl, /^https:\/\//, source.name);
    assert.ok(source.publisher !== '' && source.licence !== '' && source.url !== '', source.name);
    assert.equal(source.listing !== null, ['shared-host', 'shortener'].includes(source.role), source.name);
    assert.equal(source.expiresDays !== null, ['known-scam', 'known-good'].includes(source.role), source.name);
    if (source.asOf !== null) assert.match(source.asOf, day, source.name);
    assert.ok(read('NOTICE.md').includes(source.file), `${source.file} is in NOTICE.md`);
  }
});

test('what protects is imported before what accuses', () => {
  const firstAccusation = sources.findIndex((source) => source.role === 'known-scam');
  assert.ok(firstAccusation > 0);
  assert.ok(sources.slice(firstAccusation).every((source) => source.role === 'known-scam'));
});

test('no list holds a value twice', () => {
  for (const source of sources) {
    const values = valuesOf(source);
    assert.equal(new Set(values).size, values.length, source.file);
  }
});

test('every official entry is canonical, named in both languages and sourced', () => {
  for (const entry of official) {
    const where = `${entry.kind} ${entry.value}`;
    assert.match(entry.value, shapes[entry.kind] ?? /^$/, where);
    assertWording(entry.name, where);
    assert.ok(owners.has(entry.owner), where);
    assert.match(entry.country, /^[A-Z]{2}$/, where);
    assert.match(entry.source, /^https:\/\/[a-z0-9.-]+\//, where);
    assert.ok(entry.verified === null || typeof entry.verified === 'object', where);
    assertVerified(entry.verified, where);
    assert.equal(['domain', 'host'].includes(entry.scope ?? ''), entry.kind === 'domain', where);
  }
  assert.ok(official.length >= 150);
  assert.ok(new Set(official.map((entry) => entry.country)).size >= 12);
});

test('the lists of hosts hold nothing but host names', () => {
  for (const source of sources.filter((candidate) => candidate.format === 'misp')) {
    for (const value of valuesOf(source)) assert.match(value, host, `${source.file}: ${value}`);
  }
  for (const file of ['shared-hosts.jsonl', 'shorteners.jsonl']) {
    for (const row of readLines<Entry>(file)) {
      assert.match(row.value, host, file);
      assertWording(row.name, row.value);
      assert.ok(row.listing === 'path' || row.listing === 'subdomain', row.value);
      assert.ok(
        row.depth === undefined || (row.listing === 'subdomain' && row.depth >= 2 && row.depth <= 3),
        row.value,
      );
    }
  }
});

test('nothing is vouched for where strangers can publish', () => {
  const open = new Set(
    sources
      .filter((source) => ['shared-host', 'shortener', 'disposable'].includes(source.role))
      .flatMap((source) => valuesOf(source).map((value) => value.replace(/^domain /, ''))),
  );
  const vouched = official.filter((entry) => entry.kind === 'domain' && open.has(entry.value));
  assert.deepEqual(vouched, []);
});

test('the police list names no protected site whole and every row is complete', () => {
  const protectedRoles = ['busy', 'shared-host', 'shortener'];
  const whole = new Set(
    sources
      .filter((source) => protectedRoles.includes(source.role))
      .flatMap((source) => valuesOf(source).map((value) => value.replace(/^domain /, ''))),
  );
  const vouched = new Set(official.filter((entry) => entry.kind === 'domain').map((entry) => entry.value));
  for (const row of scamSites) {
    const [name = '', ...rest] = row.url.replace(/^https?:\/\//, '').split(/[:/?#]/);
    assert.match(name, host, row.url);
    if (rest.length === 0) assert.ok(!whole.has(name), row.url);
    assert.ok(!parentsOf(name).some((parent) => vouched.has(parent)), row.url);
    assert.ok(row.name !== '' && Number.isSafeInteger(row.reports) && row.reports >= 1, row.url);
    assert.match(row.from, /^\d{4}\/\d\d\/\d\d$/, row.url);
    assert.ok(row.from <= row.to, row.url);
  }
});

test('the emergency numbers can be dialled, are sourced, and come in both languages', () => {
  const countries = Object.entries(emergency.countries);
  assert.ok(countries.length >= 12);
  assert.match(emergency.asOf, day);
  for (const wording of [...emergency.steps, emergency.others.note]) assertWording(wording, 'others');
  for (const contact of emergency.others.contacts) assertWording(contact.what, 'others');
  for (const [code, country] of countries) {
    assert.match(code, /^[A-Z]{2}$/);
    assertWording(country.name, code);
    if (country.note) assertWording(country.note, code);
    assert.ok(country.contacts.length >= 2, code);
    for (const contact of country.contacts) assertContact(contact, code);
  }
});

function assertContact(contact: Contact, code: string): void {
  const where = `${code} ${contact.display}`;
  assertWording(contact.what, where);
  if (contact.hours) assertWording(contact.hours, where);
  assertVerified(contact.verified, where);
  assert.match(contact.source ?? '', /^https:\/\//, where);
  assert.ok(contact.kind === 'site' || contact.kind === 'phone', where);
  if (contact.kind === 'site') assert.match(contact.url ?? '', /^https:\/\/[a-z0-9.-]+\//, where);
  else assert.match(contact.dial ?? '', /^(?:\+[1-9]\d{5,14}|#?\d{2,8})$/, where);
}

test('every threshold of the reporting profile is a number with its reason', () => {
  const profile: Record<string, unknown> = JSON.parse(read('../profiles/reporting.json'));
  const groups = Object.entries(profile).filter(([key]) => !['name', 'about', 'timeZone'].includes(key));
  assert.ok(groups.length >= 6);
  for (const [group, thresholds] of groups) {
    for (const [key, threshold] of Object.entries(thresholds as Record<string, { value: unknown; why: unknown }>)) {
      // A share says so by its unit and lies within it; everything else is counted in whole numbers.
      const value = Number(threshold.value);
      const isRight = key.endsWith('01') ? value > 0 && value < 1 : Number.isSafeInteger(threshold.value) && value > 0;
      assert.ok(isRight, `${group}.${key}`);
      assert.ok(typeof threshold.why === 'string' && threshold.why.length > 10, `${group}.${key}`);
    }
  }
});
