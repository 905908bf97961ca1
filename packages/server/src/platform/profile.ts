import { readFileSync } from 'node:fs';
import Type, { type Static, type TProperties } from 'typebox';
import { Value } from 'typebox/value';

/** A number of the profile with the reason why it is that number. */
function group<const Names extends readonly string[]>(...names: Names) {
  const setting = Type.Object({ value: Type.Number({ minimum: 0 }), why: Type.String({ minLength: 1 }) });
  const properties = Object.fromEntries(names.map((name) => [name, setting])) as Record<Names[number], typeof setting>;
  return Type.Object(properties satisfies TProperties);
}

const RetentionTime = Type.Object({
  value: Type.Number({ minimum: 0 }),
  /** The moment that the days count from. */
  from: Type.String({ minLength: 1 }),
  why: Type.String({ minLength: 1 }),
  /** Between what an agency may choose a time of its own. */
  bounds: Type.Optional(
    Type.Object({
      min: Type.Integer({ minimum: 1 }),
      max: Type.Integer({ minimum: 1 }),
      why: Type.String({ minLength: 1 }),
    }),
  ),
});
export type RetentionEntry = Static<typeof RetentionTime>;

/** How long records are kept, each with what it counts from. */
function times<const Names extends readonly string[]>(...names: Names) {
  const properties = Object.fromEntries(names.map((name) => [name, RetentionTime])) as Record<
    Names[number],
    typeof RetentionTime
  >;
  return Type.Object(properties satisfies TProperties);
}

/** Deadlines and thresholds of reports, listings, appeals and campaigns: `profiles/reporting.json`. Unknown entries are ignored. */
const ProfileSchema = Type.Object({
  name: Type.String(),
  timeZone: Type.Object({ value: Type.String({ minLength: 1 }), why: Type.String({ minLength: 1 }) }),
  retentionDays: times(
    'report',
    'junkReport',
    'contact',
    'attachment',
    'reporterHash',
    'idempotencyKey',
    'event',
    'endedListing',
    'campaign',
    'emergence',
    'session',
  ),
  rights: group('dueDays', 'requestsPerReportMax'),
  holds: group('maxDays'),
  appeal: group('dueDays', 'textMaxCharacters', 'openPerListingMax'),
  listing: group('defaultExpiryDays', 'maxExpiryDays', 'reportedWindowDays', 'reportedMinReporters'),
  limits: group('attachmentMaxPixels', 'additionsPerReportMax', 'additionMaxCharacters', 'indicatorsPerReportMax'),
  rate: group(
    'checksPerAddressPerMinute',
    'imagesPerAddressPerMinute',
    'signInsPerAddressPerMinute',
    'deskRequestsPerAddressPerMinute',
    'statusReadsPerReceiptPerHour',
    'wrongReceiptsPerAddressPerHour',
    'readsPerAddressPerMinute',
    'receiptRequestsPerAddressPerMinute',
    'filingsPerAddressPerHour',
    'eventStreamsMax',
    'eventStreamsPerAddress',
  ),
  flood: group(
    'freeReportsPerAddressPer10Minutes',
    'sharedAddressFactor',
    'workMaxNumber',
    'workDoublingsMax',
    'workLifetimeSeconds',
    'noScriptWaitSeconds',
    'noScriptPassesPerAddressPerHour',
    'siteReportsPerMinute',
  ),
  sharing: group('deconflictionsPerPersonPerHour', 'deconflictionsPerAgencyPerDay', 'deconflictionFloorMs'),
  signIn: group(
    'idleMinutes',
    'absoluteHours',
    'linkHours',
    'keyMaxDays',
    'deviceDays',
    'triesPerLoginAtOnce',
    'triesPerLoginPerHour',
    'triesPerDeviceAtOnce',
    'triesPerDevicePerHour',
  ),
  log: group('checkpointMinutes', 'streamRecheckSeconds'),
  campaigns: group(
    'emergingDays',
    'quietDays',
    'burstWindowDays',
    'burstFalseDiscoveryRate01',
    'burstMinReports',
    'phraseMinReporters',
    'mentionMinReporters',
  ),
});

type Written = Static<typeof ProfileSchema>;

/** The profile as code reads it: `profile.retentionDays.report` is a number of days. */
export type Profile = {
  readonly [Group in Exclude<keyof Written, 'name' | 'timeZone'>]: { readonly [Name in keyof Written[Group]]: number };
} & {
  readonly name: string;
  /** `retentionDays` with what each counts from, why, and its bounds. */
  readonly retention: Readonly<Record<keyof Written['retentionDays'], RetentionEntry>>;
  /** IANA name of the zone in which a form’s times are read when the visitor’s own is not known. */
  readonly timeZone: string;
};

const reportingProfile = new URL('../../profiles/reporting.json', import.meta.url);

/** Reads and validates a profile. Throws with the entry that is wrong and what was wanted. */
export function loadProfile(file: URL | string = reportingProfile): Profile {
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Value.Check(ProfileSchema, found)) {
    const [first] = Value.Errors(ProfileSchema, found);
    throw new Error(`Profile ${file}: ${first?.instancePath || 'the whole file'} ${first?.message ?? 'is not valid'}.`);
  }
  const groups = Object.entries(found).filter(([name, entries]) => typeof entries === 'object' && name !== 'timeZone');
  const numbers = groups.map(([name, entries]) => [
    name,
    Object.fromEntries(Object.entries(entries as Written['rate']).map(([key, { value }]) => [key, value])),
  ]);
  // Checked against the schema above; each `{ value, why }` has become its value.
  const { name, retentionDays: retention, timeZone } = found;
  return Object.freeze({ ...Object.fromEntries(numbers), name, retention, timeZone: timeZone.value }) as Profile;
}
