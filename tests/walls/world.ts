import { randomUUID } from 'node:crypto';
import { type StaffRole, staffRoles } from '@spring-rain/contract';
import { sql } from 'kysely';
import {
  makeAgency,
  makeApiKey,
  makePerson,
  type TestPerson,
} from '../../packages/server/src/modules/accounts/test-staff.ts';
import { hostAgencyId } from '../../packages/server/src/platform/context.ts';
import type { Database } from '../../packages/server/src/platform/db/index.ts';
import type { TestServer } from '../../packages/server/src/platform/test-server.ts';
import { type Row, rules, type Share, type World } from './oracle.ts';
import type { Picks } from './picks.ts';

export interface Member extends TestPerson {
  readonly agencyId: string;
  readonly roles: readonly StaffRole[];
}

export interface Place {
  readonly server: TestServer;
  readonly agencies: readonly string[];
  readonly members: readonly Member[];
  readonly keys: readonly { readonly agencyId: string; readonly id: string }[];
  /** Values that reports of several agencies name. */
  readonly indicators: readonly number[];
}

const agencyCount = 4;
const reportsPerAgency = 5;
const indicatorCount = 8;

/** Agencies that all met the same few values, each with everything that an agency can have. */
export async function buildPlace(server: TestServer, pick: Picks): Promise<Place> {
  const agencies = [hostAgencyId];
  while (agencies.length < agencyCount) agencies.push(await makeAgency(server));
  const members: Member[] = [];
  const keys: { agencyId: string; id: string }[] = [];
  for (const agencyId of agencies) {
    const readers: readonly StaffRole[] = ['analyst', 'investigator', 'supervisor'];
    for (const roles of [readers, readers, [pick.of(staffRoles)]]) {
      members.push({ ...(await makePerson(server, { roles, agencyId })), agencyId, roles });
    }
    keys.push({ agencyId, id: (await makeApiKey(server, { scopes: ['reports.read'], agencyId })).id });
  }
  const { admin } = server.resources.database;
  const indicators = await insertIndicators(admin);
  for (const [index, agencyId] of agencies.entries()) {
    const filler: Filler = { db: admin, now: server.clock.now(), agencyId, index, indicators, pick };
    await fillLists(filler);
    await fillReports(filler);
    await fillRest(filler);
  }
  return { server, agencies, members, keys, indicators };
}

interface Filler {
  readonly db: Database;
  readonly now: Date;
  readonly agencyId: string;
  readonly index: number;
  readonly indicators: readonly number[];
  readonly pick: Picks;
}

async function insertIndicators(db: Database): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into indicator (kind, value, value_hash, created_at)
    select 'phone', '+86138000000' || n, sha256(convert_to('probe' || n, 'UTF8')), now()
    from generate_series(10, ${9 + indicatorCount}) as n returning id`.execute(db);
  return rows.map(({ id }) => id);
}

/** A list that was adopted and condemns, one that was not, and one that says what is official. */
async function fillLists({ db, now, agencyId, indicators, pick }: Filler): Promise<void> {
  for (const [name, role, isAdopted] of [
    ['decisions', 'known-scam', true],
    ['watched', 'known-scam', false],
    ['official', 'known-good', true],
  ] as const) {
    const id = randomUUID();
    await sql`
      insert into source (id, agency_id, name, title, role, publisher, licence, created_at, adopted_by, adopted_at)
      values (${id}, ${agencyId}, ${name}, '{"en": "List", "zh-CN": "名单"}', ${role}, 'Agency', 'none', ${now},
        ${isAdopted ? 'Somebody' : null}, ${isAdopted ? now : null})`.execute(db);
    await sql`
      insert into listing (id, agency_id, source_id, indicator_id, scope, listed_at)
      values (${randomUUID()}, ${agencyId}, ${id}, ${pick.of(indicators)}, 'exact', ${now})`.execute(db);
  }
}

async function fillReports(filler: Filler): Promise<void> {
  const { db, now, agencyId, index } = filler;
  await sql`insert into linking_state (agency_id, script_count) values (${agencyId}, 1)`.execute(db);
  // The same wording in every agency: its bands meet, and must not across the walls.
  const { rows } = await sql<{ id: number }>`
    insert into script (agency_id, version, script_hash, shingles, language, created_at)
    values (${agencyId}, 1, ${Buffer.from('same wording')}, '\\x00', 'zh', ${now}) returning id`.execute(db);
  const scriptId = rows[0]!.id;
  await sql`
    insert into script_band (band_key, script_id, agency_id) select n, ${scriptId}, ${agencyId} from generate_series(1, 4) as n`.execute(
    db,
  );
  await sql`insert into script_value (value_key, script_id, agency_id) values (7, ${scriptId}, ${agencyId})`.execute(
    db,
  );
  const campaignId = await fillCampaign(filler, scriptId);
  for (let number = 0; number < reportsPerAgency; number += 1) {
    const id = randomUUID();
    const receivedAt = new Date(now.getTime() - (index * reportsPerAgency + number) * 60_000);
    await fillReport(filler, { id, receivedAt, number });
    await sql`
      insert into campaign_report (report_id, agency_id, script_id, campaign_id, received_at, is_import, is_new_reporter,
        counts, joined_at)
      values (${id}, ${agencyId}, ${scriptId}, ${campaignId}, ${receivedAt}, false, true, true, ${now})`.execute(db);
    await sql`
      insert into campaign_link (id, agency_id, campaign_id, report_id, reason, weight01, decided_at)
      values (${randomUUID()}, ${agencyId}, ${campaignId}, ${id}, 'script', 0.9, ${now})`.execute(db);
  }
}

async function fillCampaign({ db, now, agencyId, index, pick }: Filler, scriptId: number): Promise<string> {
  const ids = [randomUUID(), randomUUID()].sort();
  for (const [at, id] of ids.entries()) {
    const releasedAt = at === 0 && (index === 1 || pick.chance(0.5)) ? now : null;
    await sql`
      insert into campaign (id, agency_id, founded_at, first_seen, last_seen, report_count, reporter_count,
        founder_script_id, root_id, released_at)
      values (${id}, ${agencyId}, ${now}, ${now}, ${now}, ${reportsPerAgency}, ${reportsPerAgency}, ${scriptId}, ${id},
        ${releasedAt})`.execute(db);
    await sql`
      insert into campaign_day (campaign_id, day, agency_id, report_count, reporter_count)
      values (${id}, '2026-11-01', ${agencyId}, 3, 2)`.execute(db);
    await sql`
      insert into emergence (id, agency_id, day, subject, campaign_id, count, expected, p_value, is_new)
      values (${randomUUID()}, ${agencyId}, '2026-11-20', 'campaign', ${id}, 9, 1, 0.001, true)`.execute(db);
  }
  await sql`
    insert into campaign_proposal (one_id, other_id, agency_id, report_id, report_count, strength01, reason, first_at, last_at)
    values (${ids[0]}, ${ids[1]}, ${agencyId}, ${randomUUID()}, 2, 0.8, 'script', ${now}, ${now})`.execute(db);
  return ids[0]!;
}

async function fillReport(
  { db, now, agencyId, indicators, pick }: Filler,
  { id, receivedAt, number }: { id: string; receivedAt: Date; number: number },
): Promise<void> {
  const later = new Date(now.getTime() + 86_400_000_000);
  await sql`
    insert into report (id, agency_id, received_at, state, text, money_moving, receipt_hash, reporter_hash, purge_at)
    values (${id}, ${agencyId}, ${receivedAt}, 'confirmed', ${`Secret of ${agencyId}`}, ${number === 0},
      ${Buffer.from(`receipt ${id}`)}, ${Buffer.from('hash')}, ${later})`.execute(db);
  await sql`
    insert into report_loss (report_id, agency_id, amount_minor, currency) values (${id}, ${agencyId}, 500, 'CNY')`.execute(
    db,
  );
  await sql`
    insert into report_addition (id, agency_id, report_id, added_at, text)
    values (${randomUUID()}, ${agencyId}, ${id}, ${now}, 'More')`.execute(db);
  await sql`
    insert into report_answer (id, agency_id, report_id, answered_at, answered_by, text)
    values (${randomUUID()}, ${agencyId}, ${id}, ${now}, 'Officer', 'Thank you')`.execute(db);
  const attachmentId = randomUUID();
  await sql`
    insert into attachment (id, agency_id, report_id, added_at, content_hash, media_type, size_bytes, position)
    values (${attachmentId}, ${agencyId}, ${id}, ${now}, ${id.replaceAll('-', '')}, 'image/png', 9, 1)`.execute(db);
  await sql`
    insert into attachment_reading (attachment_id, agency_id, read_at, text, codes, is_complete)
    values (${attachmentId}, ${agencyId}, ${now}, 'Read', '[]', true)`.execute(db);
  for (const indicatorId of new Set([pick.of(indicators), pick.of(indicators)])) {
    await sql`
      insert into sighting (report_id, indicator_id, agency_id, start_at, end_at, seen_at)
      values (${id}, ${indicatorId}, ${agencyId}, 0, 0, ${now})`.execute(db);
  }
  await sql`
    insert into report_reading (report_id, agency_id, kind, model_version, read_at)
    values (${id}, ${agencyId}, 'phishing', 'v', ${now})`.execute(db);
  await sql`
    insert into sealed_contact (id, agency_id, report_id, key_id, sealed, purge_at)
    values (${randomUUID()}, ${agencyId}, ${id}, 'k', 'sealed', ${later})`.execute(db);
  await sql`
    insert into report_tag (report_id, tag, agency_id, tagged_at, tagged_by)
    values (${id}, 'watched', ${agencyId}, ${now}, 'Officer')`.execute(db);
  await sql`
    insert into decision (id, agency_id, subject, subject_id, action, decided_by, reason, decided_at)
    values (${randomUUID()}, ${agencyId}, 'report', ${id}, 'confirm', 'Officer', 'Seen.', ${now})`.execute(db);
  await sql`
    insert into appeal (id, agency_id, subject, subject_id, report_id, text, state, filed_at, due_at, purge_at)
    values (${randomUUID()}, ${agencyId}, 'answer', ${id}, ${id}, 'No', 'waiting', ${now}, ${later}, ${later})`.execute(
    db,
  );
  await sql`
    insert into event (agency_id, type, subject_id, data, happened_at)
    values (${agencyId}, 'probe.happened', ${id}, '{}', ${now})`.execute(db);
  await sql`
    insert into rights_request (id, agency_id, report_id, text, state, asked_at, due_at)
    values (${randomUUID()}, ${agencyId}, ${id}, 'Delete it', 'waiting', ${now}, ${later})`.execute(db);
  await sql`
    insert into legal_hold (id, agency_id, subject, subject_id, reason, legal_basis, held_by, held_at, until)
    values (${randomUUID()}, ${agencyId}, 'report', ${id}, 'Case', 'Law', 'Officer', ${now}, ${later})`.execute(db);
}

async function fillRest({ db, now, agencyId, index }: Filler): Promise<void> {
  const other = index === 0 ? undefined : hostAgencyId;
  await sql`
    insert into idempotency_key (key_hash, agency_id, body_hash, subject_id, created_at, purge_at)
    values (${Buffer.from(`key ${agencyId}`)}, ${agencyId}, 'b', ${randomUUID()}, ${now}, ${now})`.execute(db);
  await sql`
    insert into deconfliction_consent (agency_id, indicator_kind, given_at, given_by)
    values (${agencyId}, 'phone', ${now}, 'Officer')`.execute(db);
  await sql`
    insert into deconfliction_answer (id, agency_id, indicator_kind, value_hash, asked_by, asked_at, is_held_elsewhere, reason)
    values (${randomUUID()}, ${agencyId}, 'phone', 'h', 'Officer', ${now}, true, 'Case')`.execute(db);
  await sql`
    insert into audit_entry (agency_id, happened_at, actor, action, subject, subject_id)
    values (${agencyId}, ${now}, 'operator', 'probe', 'report', 'x')`.execute(db);
  if (other === undefined) return;
  await sql`
    insert into sharing_rule (id, agency_id, to_agency_id, tag, tlp, pap, days, reason, made_by, made_at)
    values (${randomUUID()}, ${agencyId}, ${other}, 'never', 'green', 'red', 9, 'Agreed', 'Officer', ${now})`.execute(
    db,
  );
}

/** Shares something at random: of any kind, with an agency or a person of it, ended, withdrawn or in force. */
export async function shareAtRandom({ server, agencies, members, indicators }: Place, pick: Picks): Promise<void> {
  const { admin } = server.resources.database;
  const now = server.clock.now();
  const agencyId = pick.of(agencies);
  const toAgencyId = pick.of(agencies.filter((id) => id !== agencyId));
  const subject = pick.of(['report', 'report', 'campaign', 'source', 'indicator'] as const);
  const subjectId =
    subject === 'indicator'
      ? String(pick.of(indicators))
      : pick.of(
          (
            await sql<{
              id: string;
            }>`select id from ${sql.table(subject)} where agency_id = ${agencyId} order by id`.execute(admin)
          ).rows,
        ).id;
  const person = pick.of(members.filter((member) => member.agencyId === toAgencyId)).personId;
  const isRed = pick.chance(0.4);
  const sharedAt = new Date(now.getTime() - 600_000);
  const until = new Date(now.getTime() + pick.of([-300_000, -1, 0, 1, 20_000, 90_000, 3_600_000]));
  const withdrawnAt = pick.chance(0.25) ? now : null;
  await sql`
    insert into share (id, agency_id, subject, subject_id, to_agency_id, to_person_id, tlp, pap, shared_at, until,
      shared_by, reason, withdrawn_at, withdrawn_by)
    values (${randomUUID()}, ${agencyId}, ${subject}, ${subjectId}, ${toAgencyId}, ${isRed ? person : null},
      ${isRed ? 'red' : pick.of(['amber-strict', 'amber', 'green', 'clear'])}, 'red', ${sharedAt}, ${until}, 'Officer',
      'Same campaign', ${withdrawnAt}, ${withdrawnAt === null ? null : 'Officer'})`.execute(admin);
}

/** Withdraws one of the shares that stand. */
export async function withdrawAtRandom({ server }: Place, shares: readonly Share[], pick: Picks): Promise<void> {
  const standing = shares.filter(({ withdrawn_at }) => withdrawn_at === null);
  if (standing.length === 0) return;
  await sql`
    update share set withdrawn_at = ${server.clock.now()}, withdrawn_by = 'Officer'
    where id = ${pick.of(standing).key}::uuid`.execute(server.resources.database.admin);
}

/** All rows of all tables that the walls are about, read past them. */
export async function readWorld(place: Place): Promise<World> {
  const rows = new Map<string, readonly Row[]>();
  for (const table of Object.keys(rules)) rows.set(table, await readRows(place, table));
  return worldOf(place, rows);
}

/** The same world after shares were made or ended. */
export async function readSharesAgain(place: Place, { rows }: World): Promise<World> {
  return worldOf(place, new Map([...rows, ['share', await readRows(place, 'share')]]));
}

async function readRows({ server }: Place, table: string): Promise<Row[]> {
  const { rows } = await sql<{ key: string; row: Record<string, unknown> }>`
    select ${sql.raw(rules[table]!.key)} as key, to_jsonb(${sql.table(table)}) as row from ${sql.table(table)}`.execute(
    server.resources.database.admin,
  );
  return rows.map(({ key, row }) => ({ ...row, key, agency: String(row.agency_id) }));
}

function worldOf({ server }: Place, rows: World['rows']): World {
  // Every column of a share is there, because the whole row was read.
  return { rows, shares: rows.get('share') as readonly Share[], now: server.clock.now() };
}
