import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type Listing, listIndicator, pageEndpoints, type ReportDetail, readReport } from '@spring-rain/contract';
import sharp from 'sharp';
import { startTestServer } from '../../platform/test-server.ts';
import { answer, file, newestId, scamText, type TestServer } from './test-reports.ts';

const english = { headers: { 'accept-language': 'en' } };

/** What the form of a page would send: its hidden fields with what was typed. */
function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
    fields[name] = value;
  }
  return fields;
}

function receiptOn(html: string): string {
  const [, digits = ''] = /<output class="receipt"[^>]*>([\d ]+)<\/output>/.exec(html) ?? [];
  return digits.replaceAll(' ', '');
}

async function submit(server: TestServer, fields: Record<string, string>, files: File[] = []) {
  const body = { text: scamText, ...fields };
  const { status, body: html } = await server.call(pageEndpoints.fileReportPage, { body }, { ...english, files });
  return { status, html: String(html) };
}

async function newestReport(server: TestServer): Promise<ReportDetail> {
  return (await server.call(readReport, { params: { id: await newestId(server) } })).body as ReportDetail;
}

test('a report is filed by the form alone, and its receipt opens the status page', async () => {
  await using server = await startTestServer();
  const form = await server.call(pageEndpoints.reportPage, {}, english);
  assert.equal(form.status, 200);

  const given = await submit(server, {
    ...hiddenFields(String(form.body)),
    scamKind: 'fake-refund',
    channel: 'sms',
    happenedAt: '2026-01-02T09:30',
    amount: '1,200.50',
    currency: 'CNY',
    paidAt: '2026-01-02T10:00',
    ownBank: 'Bank A',
    payeeAccount: '6222020000000000000',
    contact: 'me@mail.example',
  });

  assert.equal(given.status, 200);
  const receipt = receiptOn(given.html);
  assert.match(receipt, /^\d{16}$/);
  const status = await server.call(pageEndpoints.statusPage, { body: { receipt } }, english);
  assert.equal(status.status, 200);
  assert.ok(String(status.body).includes('evil-parcel.example'));
  const report = await newestReport(server);
  assert.equal(report.happenedAt, '2026-01-02T01:30:00.000Z', 'read in the zone of the profile');
  assert.deepEqual(report.loss, {
    amount: { amountMinor: 120_050, currency: 'CNY' },
    paidAt: '2026-01-02T02:00:00.000Z',
    ownBank: 'Bank A',
    payeeAccount: '6222020000000000000',
  });
  assert.equal(report.hasContact, true);
});

test('a form that a script completed is read in the visitor’s own time', async () => {
  await using server = await startTestServer();
  await submit(server, { idempotencyKey: randomUUID(), happenedAt: '2026-01-02T09:30', utcOffsetMinutes: '-300' });
  assert.equal((await newestReport(server)).happenedAt, '2026-01-02T14:30:00.000Z');
});

test('what is refused stands on the form again with all that was typed', async () => {
  await using server = await startTestServer();
  for (const [fields, wrong] of [
    [{ text: '   ' }, 'text'],
    [{ text: 'x'.repeat(10_001) }, 'text'],
    [{ happenedAt: '2999-01-01T00:00' }, 'happenedAt'],
    [{ happenedAt: 'soon' }, 'happenedAt'],
    [{ amount: 'a lot', currency: 'CNY' }, 'amount'],
    [{ amount: '5', currency: '' }, 'currency'],
    [{ paidAt: '2026-02-31T10:00' }, 'paidAt'],
    [{ scamKind: 'no-such-kind' }, 'scamKind'],
  ] as const) {
    const key = randomUUID();
    const { status, html } = await submit(server, { idempotencyKey: key, ownBank: 'My "own" <bank>', ...fields });
    assert.equal(status, 400, JSON.stringify(fields).slice(0, 60));
    assert.ok(html.includes('value="My &quot;own&quot; &lt;bank&gt;"'), 'the bank is still there');
    assert.ok(html.includes(`href="#${wrong}"`), `leads to ${wrong}`);
    assert.equal(hiddenFields(html).idempotencyKey, key, 'the same key: nothing was kept under it');
  }
});

test('a form sent twice is one report; sent again with another text it gets a new key', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const first = await submit(server, { idempotencyKey: key });
  assert.equal(receiptOn((await submit(server, { idempotencyKey: key })).html), receiptOn(first.html));
  const edited = await submit(server, { idempotencyKey: key, text: 'Another text.' });
  assert.equal(edited.status, 409);
  const { idempotencyKey } = hiddenFields(edited.html);
  assert.notEqual(idempotencyKey, key);
  assert.equal((await submit(server, { idempotencyKey: idempotencyKey!, text: 'Another text.' })).status, 200);
});

test('a file that is refused never costs the report', async () => {
  await using server = await startTestServer();
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const files = [new File(['MZ'], 'photo.jpg'), new File([new Uint8Array(picture)], 'screen.png')];
  const { status, html } = await submit(server, { idempotencyKey: randomUUID() }, files);
  assert.equal(status, 200);
  assert.match(receiptOn(html), /^\d{16}$/);
  assert.ok(html.includes('This kind of file is not taken'));
  assert.equal((await newestReport(server)).attachments.length, 1);
});

test('a form with a file that is sent twice is one report with one attachment', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (let sent = 0; sent < 2; sent += 1) {
    const { status } = await submit(server, { idempotencyKey: key }, [new File([new Uint8Array(picture)], 'a.png')]);
    assert.equal(status, 200);
  }
  assert.equal((await newestReport(server)).attachments.length, 1);
});

test('whoever has paid files a report flagged as money moving, with whom to call above the receipt', async () => {
  await using server = await startTestServer();
  const paid = await server.call(pageEndpoints.paidPage, { query: { country: 'CN' } }, english);
  assert.ok(String(paid.body).includes('tel:96110'));
  const fields = hiddenFields(String(paid.body));
  assert.equal(fields.moneyMoving, 'yes');
  const { html } = await submit(server, { ...fields, amount: '5000', currency: 'THB' });
  assert.ok(html.indexOf('tel:') > 0 && html.indexOf('tel:') < html.indexOf('class="receipt"'), 'calls stand above');
  assert.equal((await newestReport(server)).moneyMoving, true);
});

test('a text that was checked comes into the form as it was', async () => {
  await using server = await startTestServer();
  const nasty = '</textarea><script>alert(1)</script>';
  const { body } = await server.call(pageEndpoints.reportPrefilledPage, { body: { text: nasty } }, english);
  assert.ok(String(body).includes('&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>'));
});

test('a wrong receipt leads back to where one is entered', async () => {
  await using server = await startTestServer();
  const { status, body } = await server.call(
    pageEndpoints.statusPage,
    { body: { receipt: '0000 0000 0000 0000' } },
    english,
  );
  assert.equal(status, 404);
  assert.ok(String(body).includes('No such receipt'));
  assert.ok(String(body).includes('action="/receipt"'));
});

test('text, files, or both are added on the status page, and nothing at all is refused there', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const add = (text: string, files: File[] = []) =>
    server.call(
      pageEndpoints.addToReportPage,
      { body: { receipt, idempotencyKey: randomUUID(), text } },
      { ...english, files },
    );
  const withText = await add('He wrote again.');
  assert.ok(String(withText.body).includes('He wrote again.'));
  assert.equal((await add('', [new File([new Uint8Array(picture)], 'a.png')])).status, 200);
  assert.equal((await newestReport(server)).attachments.length, 1);
  const nothing = await add('  ');
  assert.equal(nothing.status, 400);
  assert.ok(String(nothing.body).includes('The report is empty'));
  const wrong = await add('And this file', [new File(['MZ'], 'x.png')]);
  assert.equal(wrong.status, 415);
  assert.ok(String(wrong.body).includes('And this file'), 'the text was added all the same');
});

test('an answer is objected to on the status page', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const early = { body: { receipt, idempotencyKey: randomUUID(), text: 'Too early.' } };
  assert.equal((await server.call(pageEndpoints.appealAnswerPage, early, english)).status, 409);
  await answer(server, await newestId(server), 'We found nothing wrong.');
  const filed = await server.call(
    pageEndpoints.appealAnswerPage,
    { body: { receipt, idempotencyKey: randomUUID(), text: 'But there is.' } },
    english,
  );
  assert.equal(filed.status, 200);
  assert.ok(String(filed.body).includes('class="clock"'));
});

test('a listing is objected to by a form, and what is refused stays typed', async () => {
  await using server = await startTestServer();
  const listed = await server.call(listIndicator, {
    body: { kind: 'url', value: 'http://honest-shop.example/sale', by: 'Officer Lin', reason: 'Two reports.' },
  });
  assert.equal((listed.body as Listing).state, 'active');
  const value = 'http://honest-shop.example/sale';
  const form = await server.call(pageEndpoints.appealPage, { query: { value } }, english);
  assert.ok(String(form.body).includes(`value="${value}"`));
  const object = (fields: { value: string; text: string }) =>
    server.call(
      pageEndpoints.appealListingPage,
      { body: { idempotencyKey: randomUUID(), contact: '', ...fields } },
      english,
    );
  const given = await object({ value, text: 'This is our shop.' });
  assert.equal(given.status, 200);
  assert.match(receiptOn(String(given.body)), /^\d{16}$/);
  const unknown = await object({ value: 'http://unlisted.example/', text: 'This is our shop.' });
  assert.equal(unknown.status, 404);
  assert.ok(String(unknown.body).includes('This is our shop.'));
});

test('no page of a report is kept by a cache', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const { headers } = await server.call(pageEndpoints.statusPage, { body: { receipt } }, english);
  assert.equal(headers.get('cache-control'), 'no-store');
});
