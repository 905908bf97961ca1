/**
 * What the walls allow, in plain words of TypeScript: the slow, obvious version that the database's policies are held
 * against. It knows all rows and decides for each whether an actor may see it.
 */

/** Who asks: role, agency and, of staff, the person. Without an actor or an agency nobody is there. */
export interface Asker {
  readonly role: 'app' | 'job' | 'public_intake';
  readonly agencyId: string | undefined;
  readonly personId: string | undefined;
  readonly isNamed: boolean;
  readonly reason: string | undefined;
}

/** A row of the dump: the columns that decide who may see it. */
export interface Row {
  readonly key: string;
  readonly agency: string;
  readonly [column: string]: unknown;
}

export interface Share extends Row {
  readonly subject: string;
  readonly subject_id: string;
  readonly to_agency_id: string;
  readonly to_person_id: string | null;
  readonly until: string;
  readonly withdrawn_at: string | null;
}

/** Everything there is, by table. */
export interface World {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly shares: readonly Share[];
  readonly now: Date;
}

interface Rule {
  /** What identifies a row, as SQL over the table. */
  readonly key: string;
  /** Roles that may read the table at all. */
  readonly roles: readonly Asker['role'][];
  /** What lets others than the owner see a row. */
  readonly also?: (world: World, asker: Asker, row: Row) => boolean;
}

const staffAndJobs = ['app', 'job'] as const;
const all = ['app', 'job', 'public_intake'] as const;

const byReport: Rule['also'] = (world, asker, row) => isShared(world, asker, 'report', String(row.report_id ?? row.id));
const byCampaign: Rule['also'] = (world, asker, row) =>
  isShared(world, asker, 'campaign', String(row.campaign_id ?? row.id));

export const rules: Readonly<Record<string, Rule>> = {
  report: { key: 'id::text', roles: all, also: byReport },
  report_loss: { key: 'report_id::text', roles: all, also: byReport },
  report_addition: { key: 'id::text', roles: all, also: byReport },
  report_answer: { key: 'id::text', roles: all, also: byReport },
  attachment: { key: 'id::text', roles: all, also: byReport },
  sighting: { key: `report_id::text || ' ' || indicator_id::text`, roles: all, also: byReport },
  report_reading: { key: 'report_id::text', roles: staffAndJobs, also: byReport },
  attachment_reading: {
    key: 'attachment_id::text',
    roles: all,
    also: (world, asker, row) => {
      const attachment = world.rows.get('attachment')?.find(({ key }) => key === row.key);
      return attachment !== undefined && isShared(world, asker, 'report', String(attachment.report_id));
    },
  },
  sealed_contact: { key: 'id::text', roles: all },
  report_tag: { key: `report_id::text || ' ' || tag`, roles: staffAndJobs },
  appeal: { key: 'id::text', roles: all },
  decision: { key: 'id::text', roles: all, also: isOfOwnReport },
  idempotency_key: { key: `encode(key_hash, 'hex')`, roles: all },
  event: {
    key: 'id::text',
    roles: all,
    also: (_world, { role, reason }) =>
      role === 'job' && (reason === 'following events' || reason === 'public answers'),
  },
  source: { key: 'id::text', roles: all, also: (world, asker, row) => maySeeList(world, asker, row) },
  listing: {
    key: 'id::text',
    roles: all,
    also: (world, asker, row) => {
      const source = world.rows.get('source')?.find(({ key }) => key === String(row.source_id));
      return source !== undefined && maySeeList(world, asker, source);
    },
  },
  linking_state: { key: 'agency_id::text', roles: staffAndJobs },
  script: { key: 'id::text', roles: staffAndJobs },
  script_band: { key: `band_key::text || ' ' || script_id::text`, roles: staffAndJobs },
  script_value: { key: `value_key::text || ' ' || script_id::text`, roles: staffAndJobs },
  campaign: {
    key: 'id::text',
    roles: staffAndJobs,
    also: (world, asker, row) =>
      isShared(world, asker, 'campaign', row.key) ||
      (asker.role === 'job' && asker.reason === 'public answers' && row.released_at !== null),
  },
  campaign_report: { key: 'report_id::text', roles: staffAndJobs },
  campaign_link: { key: 'id::text', roles: staffAndJobs },
  campaign_day: { key: `campaign_id::text || ' ' || day::text`, roles: staffAndJobs, also: byCampaign },
  campaign_proposal: { key: `one_id::text || ' ' || other_id::text`, roles: staffAndJobs },
  emergence: { key: 'id::text', roles: staffAndJobs },
  sharing_rule: { key: 'id::text', roles: staffAndJobs },
  deconfliction_consent: { key: `agency_id::text || ' ' || indicator_kind`, roles: staffAndJobs },
  deconfliction_answer: { key: 'id::text', roles: staffAndJobs },
  legal_hold: { key: 'id::text', roles: staffAndJobs },
  rights_request: { key: 'id::text', roles: all },
  audit_entry: {
    key: 'id::text',
    roles: staffAndJobs,
    also: (_world, { role, reason }) => role === 'job' && reason === 'chaining the log',
  },
  share: {
    key: 'id::text',
    roles: staffAndJobs,
    also: (world, asker, row) => asker.role === 'app' && isInForce(world, asker, row as Share),
  },
};

/** Whether the walls let somebody see a row. */
export function maySee(world: World, asker: Asker, table: string, row: Row): boolean {
  const rule = rules[table]!;
  if (asker.agencyId === undefined || !asker.isNamed) return mayWithoutAgency(asker, table, row, world);
  return row.agency === asker.agencyId || (rule.also?.(world, asker, row) ?? false);
}

/** What an adopted list says is public, and events and releases are a job's by its reason, whoever's agency it acts for. */
function mayWithoutAgency(asker: Asker, table: string, row: Row, world: World): boolean {
  const isPublic = table === 'source' || table === 'listing' || table === 'event' || table === 'campaign';
  return isPublic && (rules[table]?.also?.(world, asker, row) ?? false);
}

/** A share counts for the agency, or the person, that it is for, until it ends. Jobs and the public get none. */
function isInForce(world: World, asker: Asker, share: Share): boolean {
  return (
    asker.agencyId !== undefined &&
    asker.isNamed &&
    share.to_agency_id === asker.agencyId &&
    share.withdrawn_at === null &&
    new Date(share.until) > world.now &&
    (share.to_person_id === null || share.to_person_id === asker.personId)
  );
}

function isShared(world: World, asker: Asker, subject: string, id: string): boolean {
  if (asker.role !== 'app') return false;
  return world.shares.some(
    (share) => share.subject === subject && share.subject_id === id && isInForce(world, asker, share),
  );
}

/** Adopted lists answer the public; what they say of official and shared sites, every agency must know. */
function maySeeList(world: World, asker: Asker, source: Row): boolean {
  const isAdopted = source.adopted_at !== null;
  if (asker.role === 'public_intake') return isAdopted;
  if (isAdopted && source.role !== 'known-scam') return true;
  if (asker.role === 'job') return isAdopted && asker.reason === 'public answers';
  return isShared(world, asker, 'source', source.key);
}

/** A report that was handed on is read with the decisions that were made about it. */
function isOfOwnReport(world: World, asker: Asker, row: Row): boolean {
  const isAboutReport = ['report', 'contact', 'rights'].includes(String(row.subject));
  const report = world.rows.get('report')?.find(({ key }) => key === row.subject_id);
  return isAboutReport && report !== undefined && report.agency === asker.agencyId;
}
