import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Endpoint,
  listCampaignReports,
  listCampaigns,
  listListings,
  listReports,
  readAttachment,
  readCampaign,
  readReport,
  urlOf,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { type Actor, inTransaction } from '../../packages/server/src/platform/context.ts';
import type { Database } from '../../packages/server/src/platform/db/index.ts';
import { startTestServer } from '../../packages/server/src/platform/test-server.ts';
import { type Asker, maySee, type Row, rules, type World } from './oracle.ts';
import { type Picks, picks } from './picks.ts';
import {
  buildPlace,
  type Member,
  type Place,
  readSharesAgain,
  readWorld,
  shareAtRandom,
  withdrawAtRandom,
} from './world.ts';

const seed = Number(process.env.WALL_SEED ?? 20_261_121);
const probes = Number(process.env.WALL_PROBES ?? 2_000);
/** The world changes after so many probes. */
const changeAfter = 40;
/** The clock moves while sessions last. */
const clockSteps = 100;

const reasons = ['following events', 'public answers', 'linking reports', 'chaining the log'];

test(`the walls let through what the policy allows and nothing else: ${probes} probes, seed ${seed}`, async () => {
  await using server = await startTestServer({ limitsRequests: false });
  const pick = picks(seed);
  const place = await buildPlace(server, pick);
  for (let share = 0; share < 30; share += 1) await shareAtRandom(place, pick);
  let world = await readWorld(place);
  const seen = new Map<string, number>();
  for (let probe = 0; probe < probes; probe += 1) {
    if (probe % changeAfter === changeAfter - 1) {
      if (pick.chance(0.5)) await shareAtRandom(place, pick);
      else await withdrawAtRandom(place, world.shares, pick);
      if (probe / changeAfter < clockSteps) server.clock.advance({ minutes: 0.3 });
      world = await readSharesAgain(place, world);
    }
    const found = pick.chance(0.3) ? await probeDoor(place, world, pick) : await probeTable(place, world, pick);
    seen.set(found, (seen.get(found) ?? 0) + 1);
  }
  // A probe that never meets anything shared would prove nothing.
  for (const kind of ['own', 'others', 'shared']) assert.ok((seen.get(kind) ?? 0) > probes / 100, kind);
});

/** What a probe was about: rows of one's own alone, something of others that is seen, or something that is hidden. */
type Met = 'own' | 'shared' | 'others';

interface Acting {
  readonly asker: Asker;
  readonly run: <T>(work: (db: Database) => Promise<T>) => Promise<T>;
}

function actAtRandom(place: Place, pick: Picks): Acting {
  const { server, agencies, members, keys } = place;
  const agencyId = pick.of(agencies);
  const member = pick.of(members);
  const reason = pick.of(reasons);
  const acts = (actor: Actor, agency: string, personId?: string): Acting => ({
    asker: {
      role: actor.role as Asker['role'],
      agencyId: agency,
      personId,
      isNamed: true,
      reason: actor.reason,
    },
    run: (work) => inTransaction({ ...server.resources.context(actor), agencyId: agency }, (tx) => work(tx.db)),
  });
  switch (pick.below(7)) {
    case 0:
      return acts({ role: 'app', name: 'operator' }, agencyId);
    case 1:
      return acts({ role: 'public_intake', name: 'public' }, agencyId);
    case 2:
      return acts({ role: 'job', name: 'probe', reason }, agencyId);
    case 3: {
      const key = pick.of(keys);
      return acts({ role: 'app', name: 'key', id: `key:${key.id}` }, key.agencyId);
    }
    case 4:
      return nobody(place, pick, agencyId);
    default:
      return acts({ role: 'app', name: 'staff', id: `person:${member.personId}` }, member.agencyId, member.personId);
  }
}

/** A transaction that forgot who acts, or for which agency. */
function nobody({ server }: Place, pick: Picks, agencyId: string): Acting {
  const role = pick.of(['app', 'public_intake'] as const);
  const isNamed = pick.chance(0.5);
  return {
    asker: { role, agencyId: isNamed ? undefined : agencyId, personId: undefined, isNamed, reason: undefined },
    run: (work) =>
      server.resources.database.admin.transaction().execute(async (tx) => {
        await sql.raw(`set local role spring_rain_${role}`).execute(tx);
        const setting = isNamed ? `set local app.actor = 'operator'` : `set local app.agency = '${agencyId}'`;
        await sql.raw(setting).execute(tx);
        return await work(tx);
      }),
  };
}

async function probeTable(place: Place, world: World, pick: Picks): Promise<Met> {
  const acting = actAtRandom(place, pick);
  const table = pick.of(Object.keys(rules));
  const rule = rules[table]!;
  const rows = world.rows.get(table)!;
  const said = `${table} as ${JSON.stringify(acting.asker)}`;
  if (!rule.roles.includes(acting.asker.role)) {
    await assert.rejects(
      acting.run((db) => sql`select 1 from ${sql.table(table)}`.execute(db)),
      /permission denied/,
      said,
    );
    return 'others';
  }
  const allowed = rows.filter((row) => maySee(world, acting.asker, table, row));
  const shapes = [probeList, probeCount, probeOne, probeWrite, probeJoin];
  await pick.of(shapes)({ acting, table, rows, allowed, pick, world, said });
  if (allowed.some((row) => row.agency !== acting.asker.agencyId)) return 'shared';
  return allowed.length < rows.length ? 'others' : 'own';
}

interface Probe {
  readonly acting: Acting;
  readonly table: string;
  readonly rows: readonly Row[];
  readonly allowed: readonly Row[];
  readonly pick: Picks;
  readonly world: World;
  readonly said: string;
}

function keysOf(rows: readonly { readonly key: string }[]): string[] {
  return rows.map(({ key }) => key).toSorted();
}

/** Neither a row too many nor one too few. */
async function probeList({ acting, table, allowed, said }: Probe): Promise<void> {
  const found = await acting.run((db) =>
    sql<{ key: string }>`select ${sql.raw(rules[table]!.key)} as key from ${sql.table(table)}`.execute(db),
  );
  assert.deepEqual(keysOf(found.rows), keysOf(allowed), said);
}

async function probeCount({ acting, table, allowed, said }: Probe): Promise<void> {
  const found = await acting.run((db) =>
    sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db),
  );
  assert.equal(found.rows[0]?.count, allowed.length, `count of ${said}`);
}

/** One row that is named: there, or as if it were not. */
async function probeOne({ acting, table, rows, allowed, pick, said }: Probe): Promise<void> {
  if (rows.length === 0) return;
  const { key } = pick.of(rows);
  const found = await acting.run((db) =>
    sql`select 1 from ${sql.table(table)} where ${sql.raw(rules[table]!.key)} = ${key}`.execute(db),
  );
  assert.equal(found.rows.length, allowed.some((row) => row.key === key) ? 1 : 0, `${key} of ${said}`);
}

/** What belongs to others is never changed, seen or not. */
async function probeWrite({ acting, table, rows, pick, said }: Probe): Promise<void> {
  const foreign = rows.filter((row) => row.agency !== acting.asker.agencyId);
  if (foreign.length === 0) return;
  const { key } = pick.of(foreign);
  const where = sql`where ${sql.raw(rules[table]!.key)} = ${key}`;
  const statement = pick.chance(0.5)
    ? sql`delete from ${sql.table(table)} ${where} returning 1`
    : sql`update ${sql.table(table)} set agency_id = ${acting.asker.agencyId ?? null}::uuid ${where} returning 1`;
  const changed = await acting
    .run((db) => statement.execute(db))
    .then(({ rows: gone }) => gone.length)
    .catch((error: unknown) => {
      assert.match(String(error), /permission denied|append-only/, said);
      return 0;
    });
  assert.equal(changed, 0, `changed ${key} of ${said}`);
}

/** Likeness, members and sightings, counted over several tables. */
async function probeJoin({ acting, world, pick, said }: Probe): Promise<void> {
  const { asker } = acting;
  const visible = (table: string) => world.rows.get(table)!.filter((row) => maySee(world, asker, table, row));
  if (pick.chance(0.5) && asker.role !== 'public_intake') {
    const found = await acting.run((db) =>
      sql<{ count: number }>`
        select count(*)::int as count from script_band as one
        join script_band as other on other.band_key = one.band_key and other.script_id <> one.script_id`.execute(db),
    );
    const bands = visible('script_band');
    const pairs = bands.flatMap((one) =>
      bands.filter((other) => other.band_key === one.band_key && other.script_id !== one.script_id),
    );
    assert.equal(found.rows[0]?.count, pairs.length, `alike scripts for ${said}`);
    return;
  }
  const found = await acting.run((db) =>
    sql<{ key: string }>`
      select sighting.indicator_id::text || ' ' || count(*)::text as key
      from sighting join report on report.id = sighting.report_id group by sighting.indicator_id`.execute(db),
  );
  const reports = new Set(keysOf(visible('report')));
  const met = visible('sighting').filter((row) => reports.has(String(row.report_id)));
  const counted = [...Map.groupBy(met, (row) => String(row.indicator_id))];
  assert.deepEqual(
    keysOf(found.rows),
    counted.map(([indicator, { length }]) => `${indicator} ${length}`).toSorted(),
    `sightings for ${said}`,
  );
}

// ---- through the doors ----

type Door = (given: { place: Place; world: World; member: Member; pick: Picks }) => Promise<Met>;

async function probeDoor(place: Place, world: World, pick: Picks): Promise<Met> {
  const readers = place.members.filter(({ roles }) => roles.length > 1);
  const doors: readonly Door[] = [reportDoor, reportsDoor, attachmentDoor, campaignDoor, campaignsDoor, listingsDoor];
  return await pick.of(doors)({ place, world, member: pick.of(readers), pick });
}

function askerOf({ agencyId, personId }: Member): Asker {
  return { role: 'app', agencyId, personId, isNamed: true, reason: undefined };
}

async function get(place: Place, member: Member, endpoint: Endpoint, input: { params?: object; query?: object }) {
  const response = await fetch(urlOf(place.server.url, endpoint, input as { params?: Record<string, string> }), {
    headers: { ...member.headers, 'accept-language': 'en' },
  });
  const text = await response.text();
  return { status: response.status, text };
}

/** What somebody may not see is answered as if it had never been. */
const nothing = { status: 404, text: '' };
async function answersNothing(place: Place, member: Member, endpoint: Endpoint): Promise<string> {
  const never = '00000000-0000-7000-8000-00000000dead';
  const { status, text } = await get(place, member, endpoint, { params: { id: never } });
  assert.equal(status, nothing.status);
  return text;
}

const reportDoor: Door = async ({ place, world, member, pick }) => {
  const row = pick.of(world.rows.get('report')!);
  const { status, text } = await get(place, member, readReport, { params: { id: row.key } });
  const isSeen = maySee(world, askerOf(member), 'report', row);
  if (!isSeen) {
    assert.equal(status, 404);
    assert.equal(text, await answersNothing(place, member, readReport));
    return 'others';
  }
  assert.equal(status, 200, text);
  const report = JSON.parse(text) as Record<string, unknown[]>;
  if (row.agency === member.agencyId) return 'own';
  // A shared report comes without who decided what, without what its reporter objected to, and without their address.
  assert.deepEqual(report.decisions, []);
  assert.deepEqual(report.appeals, []);
  assert.equal(report.hasContact, false);
  assert.ok(!text.includes('watched'), 'tags are the owner’s own');
  return 'shared';
};

const reportsDoor: Door = async ({ place, world, member }) => {
  const { status, text } = await get(place, member, listReports, { query: { limit: 200 } });
  assert.equal(status, 200, text);
  const { rows } = JSON.parse(text) as { rows: { id: string }[] };
  const own = world.rows.get('report')!.filter((row) => row.agency === member.agencyId);
  assert.deepEqual(rows.map(({ id }) => id).toSorted(), keysOf(own));
  return 'own';
};

const attachmentDoor: Door = async ({ place, world, member, pick }) => {
  const row = pick.of(world.rows.get('attachment')!);
  const { status, text } = await get(place, member, readAttachment, { params: { id: row.key } });
  if (!maySee(world, askerOf(member), 'attachment', row)) {
    assert.equal(status, 404);
    assert.equal(text, await answersNothing(place, member, readAttachment));
    return 'others';
  }
  // The file itself was never kept here, so whoever may read it is told that the server failed, and not that it is unknown.
  assert.notEqual(status, 404, text);
  return row.agency === member.agencyId ? 'own' : 'shared';
};

const campaignDoor: Door = async ({ place, world, member, pick }) => {
  const row = pick.of(world.rows.get('campaign')!);
  const isSeen = maySee(world, askerOf(member), 'campaign', row);
  const isOwn = row.agency === member.agencyId;
  for (const endpoint of [readCampaign, listCampaignReports]) {
    const { status, text } = await get(place, member, endpoint, { params: { id: row.key } });
    if (!isSeen) {
      assert.equal(status, 404);
      assert.equal(text, await answersNothing(place, member, endpoint));
    } else {
      assert.equal(status, 200, text);
      const { rows = [] } = JSON.parse(text) as { rows?: unknown[] };
      // Figures are shared; which reports they are of is not.
      if (!isOwn) assert.deepEqual(rows, []);
    }
  }
  if (!isSeen) return 'others';
  return isOwn ? 'own' : 'shared';
};

const campaignsDoor: Door = async ({ place, world, member }) => {
  const { text } = await get(place, member, listCampaigns, { query: { limit: 200 } });
  const { rows } = JSON.parse(text) as { rows: { id: string }[] };
  const own = world.rows.get('campaign')!.filter((row) => row.agency === member.agencyId);
  assert.deepEqual(rows.map(({ id }) => id).toSorted(), keysOf(own));
  return 'own';
};

const listingsDoor: Door = async ({ place, world, member }) => {
  const { text } = await get(place, member, listListings, { query: { limit: 200 } });
  const { rows } = JSON.parse(text) as { rows: { id: string }[] };
  const own = world.rows.get('listing')!.filter((row) => row.agency === member.agencyId);
  assert.deepEqual(rows.map(({ id }) => id).toSorted(), keysOf(own));
  return 'own';
};
