import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type Context, hostAgencyId, inTransaction } from './context.ts';
import { DatabaseError, isUniqueViolation } from './db/index.ts';
import { startTestPlatform } from './test-platform.ts';

test('a statement outside a transaction is refused, because it would carry no role', async () => {
  await using platform = await startTestPlatform();
  const outside = platform.ctx.db.selectFrom('agency').selectAll().execute();
  await assert.rejects(outside, /outside inTransaction/);
});

test('the outer database inside a transaction throws instead of waiting for ever', async () => {
  await using platform = await startTestPlatform();
  const { ctx } = platform;
  await inTransaction(ctx, async (tx) => {
    await assert.rejects(
      inTransaction(ctx, async () => undefined),
      /outer db was used inside a transaction/,
    );
    await assert.rejects(ctx.db.selectFrom('agency').selectAll().execute(), /outer db was used inside a transaction/);
    await assert.rejects(platform.resources.database.admin.selectFrom('agency').selectAll().execute(), /outer db/);
    assert.equal((await tx.db.selectFrom('agency').selectAll().execute()).length, 1);
  });
});

test('a transaction inside a transaction is the same one: all is kept or nothing', async () => {
  await using platform = await startTestPlatform();
  const { ctx } = platform;
  const failing = inTransaction(ctx, async (tx) => {
    await inTransaction(tx, (inner) => insertReport(inner));
    throw new Error('after all');
  });
  await assert.rejects(failing, /after all/);
  assert.equal(await countReports(ctx), 0);
});

test('role and agency hold for one transaction and are gone after it', async () => {
  await using platform = await startTestPlatform();
  const read = (ctx: Context) =>
    inTransaction(ctx, async (tx) => {
      const { rows } = await sql<{ role: string; agency: string }>`
        select current_user::text as role, current_agency()::text as agency`.execute(tx.db);
      return rows[0];
    });
  assert.deepEqual(await read(platform.publicCtx), { role: 'spring_rain_public_intake', agency: hostAgencyId });
  assert.deepEqual(await read(platform.jobCtx), { role: 'spring_rain_job', agency: hostAgencyId });

  const [after] = await platform.resources.database.run(
    'select current_user::text as role, current_agency() as agency',
  );
  const role = (after as { role: string; agency: string | null }).role;
  assert.doesNotMatch(role, /spring_rain_(app|job|public_intake)/);
  assert.equal((after as { agency: string | null }).agency, null);
});

test('another agency sees none of these rows and can write none', async () => {
  await using platform = await startTestPlatform();
  await inTransaction(platform.ctx, insertReport);
  const stranger: Context = { ...platform.ctx, agencyId: '00000000-0000-7000-8000-000000000099' };
  assert.equal(await countReports(stranger), 0);
  const forged = inTransaction(stranger, (tx) => insertReport({ ...tx, agencyId: hostAgencyId }));
  await assert.rejects(forged, (error) => error instanceof DatabaseError && error.code === '42501');
});

const forbiddenToThePublic = [
  [
    `insert into decision (id, agency_id, subject, subject_id, action, decided_by, reason, decided_at)
    values (gen_random_uuid(), '${hostAgencyId}', 'report', gen_random_uuid(), 'confirm', 'me', 'because', now())`,
  ],
  [
    `insert into report_answer (id, agency_id, report_id, answered_at, answered_by, text)
    select gen_random_uuid(), agency_id, id, now(), 'me', 'x' from report`,
  ],
  [`update report set state = 'confirmed'`],
  [`delete from report`],
  [
    `insert into listing (id, agency_id, source_id, indicator_id, scope, listed_at)
    values (gen_random_uuid(), '${hostAgencyId}', gen_random_uuid(), 1, 'exact', now())`,
  ],
  [`update source set adopted_by = 'me', adopted_at = now()`],
  [`select sealed from sealed_contact`],
  [`select * from event_cursor`],
  [`insert into setting (name, value) values ('x', '1')`],
  [`delete from event`],
  [`select hash from migration`],
  [`set role postgres`],
] as const;

test('the public role can do what filing needs and nothing that decides', async () => {
  await using platform = await startTestPlatform();
  await inTransaction(platform.publicCtx, insertReport);
  for (const [statement] of forbiddenToThePublic) {
    const tried = inTransaction(platform.publicCtx, (tx) => sql.raw(statement).execute(tx.db));
    // `set role` back to the login is the one that PostgreSQL's own login rules must stop; see tests/postgres-only.
    if (statement.startsWith('set role') && platform.resources.database.kind === 'embedded') await tried;
    else await assert.rejects(tried, (error) => isRefused(error), statement);
  }
});

test('nobody changes or deletes a decision, not even the operator', async () => {
  await using platform = await startTestPlatform();
  await inTransaction(platform.ctx, (tx) =>
    tx.db
      .insertInto('decision')
      .values({
        id: tx.newId(),
        agency_id: tx.agencyId,
        subject: 'report',
        subject_id: tx.newId(),
        action: 'confirm',
        decided_by: 'Officer Lin',
        reason: 'seen',
        decided_at: tx.now(),
      })
      .execute(),
  );
  for (const statement of ['update decision set reason = $$x$$', 'delete from decision', 'truncate decision']) {
    await assert.rejects(
      inTransaction(platform.ctx, (tx) => sql.raw(statement).execute(tx.db)),
      isRefused,
      statement,
    );
  }
});

test('values come back as the same types from either database', async () => {
  await using platform = await startTestPlatform();
  const row = await inTransaction(platform.ctx, async (tx) => {
    const { rows } = await sql`select
      array['2026-11-02'::date] as days, 9007199254740991::bigint as large, '2026-11-02'::date as day, '2026-11-02T01:02:03.456Z'::timestamptz as at,
      '\\x00ff'::bytea as bytes, '{"a":[1]}'::jsonb as json, 1.5::numeric as exact, 7::int as small,
      pg_current_xact_id() is not null as yes, '8'::xid8 as xid, null::text as nothing,
      array['a', null, 'b"c\\d,{}']::text[] as words, array[1, 2]::int[] as numbers`.execute(tx.db);
    return rows[0];
  });
  assert.deepEqual(row, {
    days: ['2026-11-02'],
    large: 9_007_199_254_740_991,
    day: '2026-11-02',
    at: new Date('2026-11-02T01:02:03.456Z'),
    bytes: Buffer.from([0, 255]),
    json: { a: [1] },
    exact: '1.5',
    small: 7,
    yes: true,
    xid: '8',
    nothing: null,
    words: ['a', null, 'b"c\\d,{}'],
    numbers: [1, 2],
  });
});

test('parameters arrive as they were meant on either database', async () => {
  await using platform = await startTestPlatform();
  const awkward = ['plain', '', 'null', 'NULL', 'a "quote"', 'back\\slash', 'comma,brace{}', '换行\nand tab\t', '😀'];
  const at = new Date('1999-12-31T23:59:59.999Z');
  const row = await inTransaction(platform.ctx, async (tx) => {
    const { rows } =
      await sql`select ${awkward}::text[] as words, ${[1, -2]}::bigint[] as numbers, ${at}::timestamptz as at,
      ${[at]}::timestamptz[] as times, ${Buffer.from('é')}::bytea as bytes,
      ${[Buffer.from([0]), Buffer.from('x')]}::bytea[] as many, ${[null, 'x']}::text[] as gaps, ${true}::boolean as yes,
      ${JSON.stringify(['a', { b: null }])}::jsonb as json, ${null}::text as nothing, ${12.5}::float8 as half`.execute(
        tx.db,
      );
    return rows[0];
  });
  assert.deepEqual(row, {
    words: awkward,
    numbers: [1, -2],
    at,
    times: [at],
    bytes: Buffer.from('é'),
    many: [Buffer.from([0]), Buffer.from('x')],
    gaps: [null, 'x'],
    yes: true,
    json: ['a', { b: null }],
    nothing: null,
    half: 12.5,
  });
});

test('a refusal of the database names its rule and none of the values', async () => {
  await using platform = await startTestPlatform();
  const twice = inTransaction(platform.ctx, async (tx) => {
    await tx.db.insertInto('setting').values({ name: 'secret-name', value: '1' }).execute();
    await tx.db.insertInto('setting').values({ name: 'secret-name', value: '2' }).execute();
  });
  await assert.rejects(twice, (error) => {
    assert.ok(isUniqueViolation(error, 'setting_pk'));
    assert.ok(!isUniqueViolation(error, 'another'));
    assert.doesNotMatch(JSON.stringify(error) + String(error), /secret-name/);
    return true;
  });
  const wrong = inTransaction(platform.ctx, (tx) => sql`select ${'13800138000x'}::uuid`.execute(tx.db));
  await assert.rejects(wrong, (error) => error instanceof DatabaseError && !error.message.includes('13800138000'));
});

test('many transactions at once each get their own, and a failed one harms no other', async () => {
  await using platform = await startTestPlatform();
  const all = Array.from({ length: 40 }, (_, n) =>
    inTransaction(platform.ctx, async (tx) => {
      await insertReport(tx);
      if (n % 4 === 0) throw new Error(`fails ${n}`);
    }),
  );
  const settled = await Promise.allSettled(all);
  assert.equal(settled.filter(({ status }) => status === 'rejected').length, 10);
  assert.equal(await countReports(platform.ctx), 30);
});

async function insertReport(tx: Context): Promise<void> {
  await tx.db
    .insertInto('report')
    .values({
      id: tx.newId(),
      agency_id: tx.agencyId,
      received_at: tx.now(),
      state: 'received',
      text: 'x',
      money_moving: false,
      purge_at: tx.now(),
    })
    .execute();
}

async function countReports(ctx: Context): Promise<number> {
  return await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db
      .selectFrom('report')
      .select(tx.db.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  });
}

/** By privilege, by row-level security, or by the table's own trigger. */
function isRefused(error: unknown): boolean {
  return error instanceof DatabaseError && ['42501', 'P0001', '42704', '22023'].includes(error.code);
}
