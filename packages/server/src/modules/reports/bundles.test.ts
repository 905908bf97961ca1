import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addToReport,
  attachToReport,
  type Bundle,
  bundleLimits,
  listReports,
  readAttachment,
  readBundleKey,
  readReport,
  takeBundle,
  writeBundle,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import sharp from 'sharp';
import { canonicalJson } from '../../platform/canonical-json.ts';
import { hostAgencyId, inTransaction } from '../../platform/context.ts';
import { ensureSigningKey } from '../../platform/signing-keys.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson } from '../accounts/test-staff.ts';
import { decide, file, holding, newestId, scamText, type TestServer, verdictOf } from './test-reports.ts';

const officer = { by: 'Officer Lin', reason: 'Agreement 7 between our agencies.' };

async function keyOf(server: TestServer): Promise<string> {
  return (await server.call(readBundleKey, {})).body.publicKey;
}

async function write(server: TestServer, reportIds: string[], to: string, labels = {}) {
  const body = { reportIds, to, tlp: 'amber' as const, pap: 'amber' as const, ...labels, ...officer };
  return await server.call(writeBundle, { body });
}

async function take(server: TestServer, bundle: string, key: string) {
  return await server.call(takeBundle, { body: { bundle, key, ...officer } });
}

async function count(server: TestServer, table: string): Promise<number> {
  return await inTransaction(server.ctx, async (tx) => {
    const query = sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`;
    return (await query.execute(tx.db)).rows[0]!.count;
  });
}

async function logged(server: TestServer): Promise<string[]> {
  const rows = await inTransaction(server.ctx, (tx) =>
    tx.db.selectFrom('audit_entry').select(['action']).where('action', 'like', '%bundle').execute(),
  );
  return rows.map(({ action }) => action).sort();
}

/** One installation with a full report, another with nothing, and a bundle from the one for the other. */
async function twoInstallations() {
  const sender = await startTestServer();
  const taker = await startTestServer({ seed: 2 });
  const loss = { amount: { amountMinor: 120_050, currency: 'CNY' }, ownBank: 'Bank A' };
  const { receipt } = await file(sender, { contact: 'me@mail.example', loss, channel: 'sms' });
  await attachPicture(sender, receipt);
  await sender.call(addToReport, { body: { text: 'They also sent http://second.example/pay' } }, holding(receipt));
  const id = await newestId(sender);
  await decide(sender, id, 'confirm');
  const written = await write(sender, [id], await keyOf(taker));
  assert.equal(written.status, 200, JSON.stringify(written.body));
  return {
    sender,
    taker,
    id,
    receipt,
    bundle: written.body.bundle,
    hash: written.body.hash,
    key: await keyOf(sender),
    [Symbol.asyncDispose]: async () => {
      await sender[Symbol.asyncDispose]();
      await taker[Symbol.asyncDispose]();
    },
  };
}

async function attachPicture(server: TestServer, receipt: string): Promise<void> {
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const files = [new File([new Uint8Array(bytes)], 'a.png')];
  assert.equal((await server.call(attachToReport, {}, { ...holding(receipt), files })).status, 201);
}

test('a report moves to another installation whole, unverified, with its sender as its source and its labels', async () => {
  await using both = await twoInstallations();
  const { sender, taker, id, bundle, hash, key } = both;
  const taken = await take(taker, bundle, key);
  assert.equal(taken.status, 201, JSON.stringify(taken.body));
  const { keyId } = (await sender.call(readBundleKey, {})).body;
  assert.deepEqual(
    [taken.body.hash, taken.body.source, taken.body.tlp, taken.body.pap, taken.body.unchanged],
    [hash, `host.${keyId}`, 'amber', 'amber', 0],
  );
  assert.equal(taken.body.reports[0]?.theirId, id);

  const [listed] = (await taker.call(listReports, { query: {} })).body.rows;
  const { body: report } = await taker.call(readReport, { params: { id: listed!.id } });
  assert.deepEqual([report.state, report.source, report.channel], ['unverified', `host.${keyId}`, 'sms']);
  assert.equal(report.text, scamText);
  assert.deepEqual(report.loss, { amount: { amountMinor: 120_050, currency: 'CNY' }, ownBank: 'Bank A' });
  assert.deepEqual([report.hasContact, report.decisions], [false, []]);
  const values = report.indicators.map(({ value }) => value);
  assert.ok(values.some((value) => value.includes('evil-parcel.example')));
  assert.ok(values.some((value) => value.includes('second.example')));
  assert.equal((await taker.call(readAttachment, { params: { id: report.attachments[0]!.id } })).status, 200);
  // Unverified: it warns nobody until a person here confirms it.
  assert.equal(await verdictOf(taker, 'http://second.example/pay'), 'no-record');

  assert.deepEqual(await logged(sender), ['send-in-bundle', 'write-bundle']);
  assert.deepEqual(await logged(taker), ['take-bundle']);
  const tags = await inTransaction(taker.ctx, (tx) => tx.db.selectFrom('report_tag').select('tag').execute());
  assert.deepEqual(tags.map(({ tag }) => tag).sort(), ['pap:amber', 'tlp:amber']);
});

test('a bundle holds neither contact details nor who reported, nor what staff said', async () => {
  await using both = await twoInstallations();
  const { sender, bundle, receipt } = both;
  const hidden = await inTransaction(sender.ctx, async (tx) => {
    const contact = await tx.db.selectFrom('sealed_contact').select('sealed').executeTakeFirstOrThrow();
    const report = await tx.db.selectFrom('report').select(['reporter_hash', 'receipt_hash']).executeTakeFirstOrThrow();
    return [contact.sealed, report.reporter_hash!, report.receipt_hash!].map((bytes) => Buffer.from(bytes));
  });
  for (const bytes of hidden) {
    for (const spelling of ['base64', 'base64url', 'hex'] as const) {
      assert.ok(!bundle.includes(bytes.toString(spelling)));
    }
  }
  for (const words of [receipt, 'me@mail.example', 'Checked with the bank.']) assert.ok(!bundle.includes(words), words);
});

test('a bundle is taken once, and a report of a sender once, whichever bundles bring it', async () => {
  await using both = await twoInstallations();
  const { sender, taker, id, bundle, key } = both;
  assert.equal((await take(taker, bundle, key)).status, 201);
  const again = await take(taker, bundle, key);
  assert.deepEqual([again.status, again.body.code], [409, 'bundle.taken_already']);

  await file(sender, { text: 'A second report, about another thing.' });
  sender.clock.advance({ minutes: 1 });
  const wider = await write(sender, [id, await newestId(sender)], await keyOf(taker));
  const more = await take(taker, wider.body.bundle, key);
  assert.deepEqual([more.status, more.body.reports.length, more.body.unchanged], [201, 1, 1]);
  assert.equal(await count(taker, 'report'), 2);
});

test('two that take the same bundle at once keep it once', async () => {
  await using both = await twoInstallations();
  const { taker, bundle, key } = both;
  const answers = await Promise.all([take(taker, bundle, key), take(taker, bundle, key), take(taker, bundle, key)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  assert.equal(await count(taker, 'report'), 1);
});

test('whichever byte of a bundle was changed, it is refused, and nothing of it is kept', async () => {
  await using both = await twoInstallations();
  const { taker, bundle, key } = both;
  const bytes = Buffer.from(bundle);
  const codes = new Set<string>();
  for (let tries = 0; tries < 60; tries += 1) {
    const changed = Buffer.from(bytes);
    const at = tries < 20 ? bytes.length - 1 - tries : (tries * 7_919) % bytes.length;
    changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
    const { status, body } = await take(taker, changed.toString(), key);
    assert.equal(status, 422, `byte ${at}: ${JSON.stringify(body)}`);
    codes.add(body.code ?? '');
  }
  assert.deepEqual(
    [...codes].filter((code) => !['bundle.unreadable', 'bundle.not_signed_by'].includes(code)),
    [],
  );
  assert.ok(codes.has('bundle.not_signed_by'));
  for (const table of ['report', 'taken_bundle', 'sighting', 'attachment']) assert.equal(await count(taker, table), 0);
  assert.deepEqual(await Array.fromAsync(taker.ctx.files.list()), []);
  assert.equal((await take(taker, bundle, key)).status, 201);
});

test('a wrong key, another addressee, another version and nonsense are told apart', async () => {
  await using both = await twoInstallations();
  const { sender, taker, id, bundle, key } = both;
  const code = async (text: string, publicKey = key) => (await take(taker, text, publicKey)).body.code;
  assert.equal(await code(bundle, await keyOf(taker)), 'bundle.not_signed_by');
  assert.equal(await code(bundle, 'A'.repeat(43)), 'bundle.not_signed_by');
  const toItself = await write(sender, [id], key);
  assert.equal(await code(toItself.body.bundle), 'bundle.for_another');
  const written = JSON.parse(bundle) as Bundle;
  const later = { ...written, content: { ...written.content, version: 2 } };
  assert.equal(await code(canonicalJson(later)), 'bundle.version_unknown');
  for (const nonsense of ['{', '[]', 'null', '{"content":null}', bundle.replace('spring-rain-bundle', 'other')]) {
    assert.equal(await code(nonsense), 'bundle.unreadable', nonsense.slice(0, 20));
  }
  // The same value spelt otherwise is not what was signed.
  assert.equal(await code(JSON.stringify(written, null, 2)), 'bundle.unreadable');
  assert.equal((await taker.call(takeBundle, { body: { bundle, key: 'short', ...officer } })).status, 400);
  assert.equal(await count(taker, 'report'), 0);
});

test('what is signed and still not fit to be kept is refused with its place, and nothing of the bundle stays', async () => {
  await using both = await twoInstallations();
  const { sender, taker, bundle, key } = both;
  const { content } = JSON.parse(bundle) as Bundle;
  const [good] = content.reports;
  const signer = await ensureSigningKey(sender.ctx, hostAgencyId);
  const sign = (reports: Bundle['content']['reports']) => {
    const changed = { ...content, reports };
    const signature = signer.sign(Buffer.from(canonicalJson(changed))).toString('base64url');
    return canonicalJson({ content: changed, signature });
  };
  const other = { ...good!, id: '00000000-0000-7000-8000-00000000000e' };
  const wrong: [string, typeof other][] = [
    ['report.text_blank', { ...other, text: '\u200b \u2800' }],
    ['attachment.broken', { ...other, attachments: [{ ...good!.attachments[0]!, hash: 'a'.repeat(64) }] }],
    ['report.amount_invalid', { ...other, loss: { amount: { amountMinor: 5, currency: 'XQQ' } } }],
    ['report.time_invalid', { ...other, happenedAt: '2090-01-01T00:00:00Z' }],
  ];
  for (const [code, report] of wrong) {
    const { status, body } = await take(taker, sign([good!, report]), key);
    assert.deepEqual([status, body.code], [422, 'bundle.content_refused'], code);
    assert.ok(body.detail?.includes(code), body.detail);
    assert.match(body.detail ?? '', /2/);
  }
  assert.equal(await count(taker, 'report'), 0);
  assert.equal((await take(taker, sign([good!, other]), key)).status, 201);
});

test('too many reports, and too many bytes, are refused with their limits', async () => {
  await using both = await twoInstallations();
  const { taker, bundle, key } = both;
  const large = `${bundle}${' '.repeat(bundleLimits.bytesMax)}`;
  const { status, body } = await take(taker, large, key);
  assert.deepEqual([status, body.code], [413, 'bundle.too_large']);
  assert.match(body.detail ?? '', /24 MB/);
  const ids = Array.from(
    { length: bundleLimits.reportsMaxCount + 1 },
    (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  );
  assert.equal((await write(both.sender, ids, key)).status, 400);
});

test('labels bind: RED is sent to no agency, and what came under AMBER goes no further', async () => {
  await using both = await twoInstallations();
  const { sender, taker, id, bundle, key } = both;
  const red = await write(sender, [id], key, { tlp: 'red' });
  assert.deepEqual([red.status, red.body.code], [409, 'bundle.beyond_label']);
  await take(taker, bundle, key);
  const onward = await write(taker, [await newestId(taker)], key, { tlp: 'green' });
  assert.deepEqual([onward.status, onward.body.code], [409, 'bundle.beyond_label']);

  await file(sender, { text: 'This one may travel.' });
  const green = await write(sender, [await newestId(sender)], await keyOf(taker), { tlp: 'green' });
  const { reports } = (await take(taker, green.body.bundle, key)).body;
  const passed = [reports[0]!.id];
  assert.equal((await write(taker, passed, key, { tlp: 'clear' })).body.code, 'bundle.beyond_label');
  assert.equal((await write(taker, passed, key, { tlp: 'green', pap: 'clear' })).body.code, 'bundle.beyond_label');
  assert.equal((await write(taker, passed, key, { tlp: 'green' })).status, 200);
});

test('each agency has its own key, and bundles none but its own reports', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  const { headers, name } = await makePerson(server, { roles: ['investigator'], agencyId: await makeAgency(server) });
  const as = { headers: { authorization: '', ...headers } };
  const theirKey = (await server.call(readBundleKey, {}, as)).body.publicKey;
  const hostKey = await keyOf(server);
  assert.notEqual(theirKey, hostKey);
  const body = { reportIds: [id], to: hostKey, tlp: 'green' as const, pap: 'green' as const, by: name, reason: 'x' };
  assert.equal((await server.call(writeBundle, { body }, as)).status, 404);

  // Two agencies of one installation exchange as two installations do.
  const written = await write(server, [id], theirKey);
  const taken = await server.call(
    takeBundle,
    { body: { bundle: written.body.bundle, key: hostKey, by: name, reason: 'x' } },
    as,
  );
  assert.equal(taken.status, 201, JSON.stringify(taken.body));
  assert.equal((await server.call(readReport, { params: { id: taken.body.reports[0]!.id } })).status, 404);
});
