import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { askEndpoint, checkText, fileReport, pageEndpoints, readReceipt } from '@spring-rain/contract';
import { makePlace, startServer } from './server-process.ts';

const senders = 10;
const filedBeforeStop = 100;
const requestsMax = 5_000;

test('a server that is asked to stop answers what it accepted, and ends well', async () => {
  await using place = await makePlace();
  const receipts: string[] = [];
  const statuses = new Set<number>();
  {
    await using server = await startServer(place);
    let isOver = false;
    const sending = Array.from({ length: senders }, async () => {
      for (let sent = 0; sent < requestsMax && !isOver; sent += 1) {
        const text = `report of sender, ${sent} of many`;
        const headers = {
          'idempotency-key': randomUUID(),
          'x-forwarded-for': `10.1.${sent % 250}.${receipts.length % 250}`,
        };
        try {
          const { status, body } = await askEndpoint(server.url, fileReport, { body: { text } }, { headers });
          statuses.add(status);
          if (status === 201) receipts.push((body as { receipt: string }).receipt);
        } catch {
          // Nobody listens any more: this one was not accepted.
          isOver = true;
        }
      }
    });
    while (receipts.length < filedBeforeStop) await delay(10);
    const code = await server.stop();
    isOver = true;
    await Promise.all(sending);
    assert.equal(code, 0);
  }
  assert.deepEqual([...statuses], [201], 'what was accepted was kept, nothing was answered with a failure');

  await using again = await startServer(place);
  for (const [at, receipt] of receipts.entries()) {
    const headers = { 'spring-rain-receipt': receipt, 'x-forwarded-for': `10.2.${Math.floor(at / 250)}.${at % 250}` };
    const { status } = await askEndpoint(again.url, readReceipt, {}, { headers });
    assert.equal(status, 200);
  }
});

test('logs hold no text, number, name, contact, receipt or address, at any level', async () => {
  await using place = await makePlace();
  const talkative = { ...place, environment: { ...place.environment, LOG_LEVEL: 'debug' } };
  await using server = await startServer(talkative);
  const secrets = {
    phone: '13912345678',
    account: '6222021234567890128',
    words: 'parcel-words-nobody-logs',
    host: 'evil-parcel-nobody-logs.example',
    contact: 'reporter-nobody-logs@example.org',
    address: '203.0.113.77',
  };
  const text = `${secrets.words} ${secrets.phone} https://${secrets.host}/pay ${secrets.account}`;
  const headers = { 'x-forwarded-for': secrets.address, 'idempotency-key': randomUUID() };
  const ask = (endpoint: Parameters<typeof askEndpoint>[1], body: unknown, more: Record<string, string> = {}) =>
    askEndpoint(server.url, endpoint, { body }, { headers: { ...headers, ...more } });

  assert.equal((await ask(checkText, { text })).status, 200);
  assert.equal((await ask(pageEndpoints.checkPage, { text })).status, 200);
  const loss = { payeeAccount: secrets.account, ownBank: secrets.words };
  const filed = await ask(fileReport, { text, contact: secrets.contact, loss });
  assert.equal(filed.status, 201);
  const { receipt } = filed.body as { receipt: string };
  assert.equal((await ask(readReceipt, undefined, { 'spring-rain-receipt': receipt })).status, 200);
  // Refusals too, with what was typed in every odd place.
  for (const body of [{ text, [secrets.words]: secrets.phone }, { text: [text] }, text, { text: `${text}\0` }]) {
    assert.equal((await ask(checkText, body)).status, 400);
  }
  assert.equal((await ask(fileReport, { text: `${text}.`, contact: secrets.contact })).status, 409);
  await fetch(`${server.url}/${secrets.words}?${secrets.phone}`, { headers });
  await fetch(`${server.url}/appeal?value=${secrets.phone}`, { headers });
  await server.stop();

  const said = server.said();
  assert.match(said, /sealed/, 'there is a log to look at');
  for (const [name, secret] of Object.entries({ ...secrets, receipt })) {
    assert.ok(!said.includes(secret), `${name} is in the log`);
  }
});
