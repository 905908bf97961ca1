import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decideReport, importReports, listReports } from '@spring-rain/contract';
import {
  adoptList,
  check,
  importList,
  list,
  reportFrom,
  settle,
  startCheckServer,
  type TestServer,
  tryToList,
  verdictOf,
  verdictSoon,
} from './test-checks.ts';

async function decide(server: TestServer, id: string, action: 'confirm' | 'reject' | 'junk' | 'reopen') {
  const { status } = await server.call(decideReport, {
    params: { id },
    body: { action, by: 'Officer Lin', reason: 'Checked.' },
  });
  assert.equal(status, 201);
}

// Shared by the tests whose values are their own; the others start one for themselves.
let server: TestServer;
before(async () => {
  server = await startCheckServer();
});
after(() => server[Symbol.asyncDispose]());

test('a list condemns once a named person adopts it, with source, scope, dates and reports as evidence', async () => {
  const values = [{ name: '0x', url: 'evil-exchange.top', reports: 3, from: '2023/05/01', to: '2023/05/07' }];
  await importList(server, { source: 'police-weekly', role: 'known-scam', format: 'taiwan165', values, adopt: false });
  await settle();
  assert.equal(await verdictOf(server, 'evil-exchange.top'), 'no-record');

  await adoptList(server, 'police-weekly');
  assert.equal(await verdictSoon(server, 'evil-exchange.top', 'known-scam'), 'known-scam');
  const [indicator] = (await check(server, '投资请上 http://evil-exchange.top/a?b=1')).indicators;
  const [evidence] = indicator!.evidence;
  assert.ok(evidence?.type === 'listing');
  assert.equal(evidence.source, 'police-weekly');
  assert.equal(evidence.scope, 'host');
  assert.equal(evidence.scopeValue, 'evil-exchange.top');
  assert.equal(evidence.reports, 3);
  assert.equal(evidence.since, '2023-04-30T16:00:00.000Z');
  assert.equal(evidence.lastSeen, '2023-05-06T16:00:00.000Z');
  assert.ok(evidence.expiresAt !== undefined && evidence.expiresAt > '2026-11-21');
});

test('a listed host covers its pages and its www., warns about what is below it, and leaves the rest alone', async () => {
  await list(server, { kind: 'domain', value: 'bad.evil-shop-1.top' });
  await verdictSoon(server, 'bad.evil-shop-1.top', 'known-scam');
  assert.equal(await verdictOf(server, 'https://bad.evil-shop-1.top/pay#x'), 'known-scam');
  assert.equal(await verdictOf(server, 'www.bad.evil-shop-1.top'), 'known-scam');
  assert.equal(await verdictOf(server, 'deep.bad.evil-shop-1.top'), 'caution');
  assert.equal(await verdictOf(server, 'evil-shop-1.top'), 'no-record');
  assert.equal(await verdictOf(server, 'other.evil-shop-1.top'), 'no-record');
});

test('a listed www. does not condemn the name without it, and warns about it', async () => {
  await list(server, { kind: 'domain', value: 'www.evil-shop-2.top' });
  await verdictSoon(server, 'www.evil-shop-2.top', 'known-scam');
  assert.equal(await verdictOf(server, 'evil-shop-2.top'), 'caution');
});

test('a whole domain is condemned only when a person lists it in that scope', async () => {
  const listing = await list(server, { kind: 'url', value: 'https://a.evil-shop-3.top/x', scope: 'domain' });
  assert.equal(listing.value, 'evil-shop-3.top');
  await verdictSoon(server, 'evil-shop-3.top', 'known-scam');
  assert.equal(await verdictOf(server, 'http://b.c.evil-shop-3.top/y'), 'known-scam');
  assert.equal(await verdictOf(server, 'evil-shop-3.top.innocent.org'), 'no-record');
});

test('a listed page condemns that page alone, with and without https', async () => {
  await list(server, { kind: 'url', value: 'https://hacked-school.org/upload/win.html' });
  await verdictSoon(server, 'https://hacked-school.org/upload/win.html', 'known-scam');
  assert.equal(await verdictOf(server, 'http://hacked-school.org/upload/win.html'), 'known-scam');
  assert.equal(await verdictOf(server, 'https://hacked-school.org/upload/'), 'no-record');
  assert.equal(await verdictOf(server, 'hacked-school.org'), 'no-record');
});

test('a listed path condemns what is below it', async () => {
  await list(server, { kind: 'url', value: 'https://hosting-house.org/~thief/', scope: 'path' });
  await verdictSoon(server, 'http://hosting-house.org/~thief', 'known-scam');
  assert.equal(await verdictOf(server, 'http://hosting-house.org/~thief/a/b?c'), 'known-scam');
  assert.equal(await verdictOf(server, 'http://hosting-house.org/~thiefless'), 'no-record');
  assert.equal(await verdictOf(server, 'http://hosting-house.org/'), 'no-record');
});

test('shared hosts and shorteners are never condemned whole, whichever list came first', async () => {
  await using server = await startCheckServer();
  const scams = ['docs.google.com', 'bit.ly', 'google.com', 'https://docs.google.com/forms/d/bad', 'https://bit.ly/x9'];
  // Nothing protects them yet, so the list lands whole.
  await importList(server, { source: 'crude', role: 'known-scam', values: scams });
  assert.equal(await verdictSoon(server, 'docs.google.com', 'known-scam'), 'known-scam');

  const shared = [{ value: 'docs.google.com', listing: 'path' }];
  await importList(server, { source: 'shared', role: 'shared-host', values: shared });
  await importList(server, { source: 'short', role: 'shortener', values: ['bit.ly'] });
  await importList(server, { source: 'busy', role: 'busy', values: ['google.com'] });
  assert.equal(await verdictSoon(server, 'docs.google.com', 'no-record'), 'no-record');
  assert.equal(await verdictSoon(server, 'https://www.google.com/', 'no-record'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/forms/d/honest'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/'), 'no-record');
  assert.equal(await verdictOf(server, 'https://bit.ly/other'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/forms/d/bad'), 'known-scam');
  assert.equal(await verdictOf(server, 'https://bit.ly/x9'), 'known-scam');
});

test('reports of a shared host reach the reported page and nothing else', async () => {
  await importList(server, {
    source: 'shared',
    role: 'shared-host',
    values: [{ value: 'docs.google.com', listing: 'path' }],
  });
  await reportFrom(server, '203.0.113.7', '填表领奖 https://docs.google.com/forms/d/bad 和 docs.google.com');
  assert.equal(await verdictSoon(server, 'https://docs.google.com/forms/d/bad', 'reported'), 'reported');
  assert.equal(await verdictOf(server, 'docs.google.com'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/'), 'no-record');
  assert.equal(await verdictOf(server, 'https://docs.google.com/forms/d/honest'), 'no-record');
});

test('a tenant of a host that is shared by subdomain can be condemned, the landlord cannot', async () => {
  const values = [
    { value: 'wixsite.com', listing: 'subdomain' },
    { value: 'amazonaws.com', listing: 'subdomain', depth: 3 },
  ];
  await importList(server, { source: 'shared', role: 'shared-host', values });
  await list(server, { kind: 'domain', value: 'thief.wixsite.com' });
  assert.equal(await verdictSoon(server, 'thief.wixsite.com/shop', 'known-scam'), 'known-scam');
  assert.equal(await verdictOf(server, 'wixsite.com'), 'no-record');
  assert.equal((await tryToList(server, { kind: 'domain', value: 'wixsite.com' })).body.code, 'listing.scope_too_wide');
  const region = await tryToList(server, { kind: 'domain', value: 'ap-east-9.compute.amazonaws.com' });
  assert.equal(region.body.code, 'listing.scope_too_wide');
});

test('one report makes every other link of the same scam site reported, because each victim gets a link of its own', async () => {
  await reportFrom(server, '203.0.113.7', '您的包裹 http://parcel-fee.top/a8Xk2 请付款');
  assert.equal(await verdictSoon(server, 'http://parcel-fee.top/zz91', 'reported'), 'reported');
  assert.equal(await verdictOf(server, 'parcel-fee.top'), 'reported');
  const [indicator] = (await check(server, 'http://parcel-fee.top/zz91')).indicators;
  assert.deepEqual(
    indicator!.evidence.map((told) => told.type === 'reports' && [told.scope, told.scopeValue, told.distinctReporters]),
    [['host', 'parcel-fee.top', 1]],
  );
});

test('distinct reporters are counted, not submissions', async () => {
  for (const address of ['203.0.113.7', '203.0.113.7', '203.0.113.7', '198.51.100.9']) {
    await reportFrom(server, address, '请打 13800138010 退款');
  }
  await verdictSoon(server, '13800138010', 'reported');
  await settle();
  const [indicator] = (await check(server, '来电 138-0013-8010')).indicators;
  const [evidence] = indicator!.evidence;
  assert.ok(evidence?.type === 'reports');
  assert.equal(evidence.distinctReporters, 2);
  assert.equal(evidence.confirmed, 0);
  assert.ok(evidence.since < evidence.lastSeen);
});

test('an imported corpus makes nothing suspicious, and counts as one reporter where a person confirms it', async () => {
  await using server = await startCheckServer();
  const rows = [1, 2, 3].map((line) => ({
    line,
    raw: JSON.stringify({ text: `【银行】余额变动 ${line}，详询 13800138000` }),
  }));
  const imported = await server.call(importReports, {
    body: { source: 'corpus', fileHash: 'a'.repeat(64), by: 'Officer Wang', rows },
  });
  assert.equal(imported.body.added, 3);
  await settle();
  assert.equal(await verdictOf(server, '13800138000'), 'no-record');

  const { rows: reports } = (await server.call(listReports, { query: {} })).body;
  await decide(server, reports[0]!.id, 'confirm');
  await decide(server, reports[1]!.id, 'confirm');
  assert.equal(await verdictSoon(server, '13800138000', 'reported'), 'reported');
  await settle();
  const [evidence] = (await check(server, '13800138000')).indicators[0]!.evidence;
  assert.ok(evidence?.type === 'reports');
  assert.equal(evidence.distinctReporters, 1);
  assert.equal(evidence.confirmed, 2);
});

test('rejected reports and junk count for nothing, and count again when the decision is taken back', async () => {
  const first = await reportFrom(server, '203.0.113.7', '请打 13800138012 退款');
  const second = await reportFrom(server, '198.51.100.9', '请打 13800138012 退款');
  await verdictSoon(server, '13800138012', 'reported');
  await decide(server, first, 'junk');
  await decide(server, second, 'reject');
  assert.equal(await verdictSoon(server, '13800138012', 'no-record'), 'no-record');
  await decide(server, second, 'reopen');
  assert.equal(await verdictSoon(server, '13800138012', 'reported'), 'reported');
});

test('reports that nobody confirmed stop to weigh after a season', async () => {
  await using server = await startCheckServer();
  await reportFrom(server, '203.0.113.7', '请打 13800138000 退款');
  await verdictSoon(server, '13800138000', 'reported');
  server.clock.advance({ days: 91 });
  assert.equal(await verdictOf(server, '13800138000'), 'no-record');
});

test('an official number stays known-good however often it is reported or listed elsewhere', async () => {
  // A list that came before the official one.
  await importList(server, { source: 'crude', role: 'known-scam', values: [{ kind: 'phone', value: '95588' }] });
  const official = [
    { kind: 'phone', value: '+8695588', name: { 'zh-CN': '中国工商银行', en: 'ICBC' }, country: 'CN' },
    { kind: 'domain', value: 'icbc.com.cn', scope: 'domain', name: { 'zh-CN': '中国工商银行', en: 'ICBC' } },
  ];
  await importList(server, { source: 'official', role: 'known-good', values: official });
  for (const address of ['203.0.113.7', '198.51.100.9', '192.0.2.44']) {
    await reportFrom(server, address, '冒充银行，让我拨打 95588，链接 https://mybank.icbc.com.cn/login');
  }
  await settle();
  const answer = await check(server, '请拨打 95588 或登录 mybank.icbc.com.cn/login');
  assert.equal(answer.verdict, 'known-good');
  assert.deepEqual(
    answer.indicators.map(({ verdict, evidence }) => [verdict, evidence.map(({ type }) => type)]),
    [
      ['known-good', ['official']],
      ['known-good', ['official']],
    ],
  );
  const refused = await tryToList(server, { kind: 'phone', value: '95588' });
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'listing.known_good');
  const page = await tryToList(server, { kind: 'url', value: 'https://mybank.icbc.com.cn/login' });
  assert.equal(page.body.code, 'listing.known_good');
});

test('an official name written with letters of another alphabet is not vouched for', async () => {
  await importList(server, {
    source: 'official',
    role: 'known-good',
    values: [{ kind: 'domain', value: 'paypal.com', scope: 'domain' }],
  });
  await verdictSoon(server, 'paypal.com', 'known-good');
  const [indicator] = (await check(server, '请登录 p\u0430ypal.com')).indicators;
  assert.equal(indicator!.verdict, 'caution');
  assert.ok(indicator!.evidence.some((told) => told.type === 'look-alike' && told.official === 'paypal.com'));
});

test('a sender at an official domain is not vouched for, because anyone can write it', async () => {
  const values = [
    { kind: 'domain', value: 'icbc.com.cn', scope: 'domain' },
    { kind: 'email', value: 'webmaster@icbc.com.cn' },
  ];
  await importList(server, { source: 'official', role: 'known-good', values });
  assert.equal(await verdictSoon(server, 'webmaster@icbc.com.cn', 'known-good'), 'known-good');
  assert.equal(await verdictOf(server, 'reward@icbc.com.cn'), 'no-record');
});

test('what resembles an official site is a caution, never more, and the real busy site is not', async () => {
  const official = ['icbc.com.cn', 'paypal.com'].map((value) => ({ kind: 'domain', value, scope: 'domain' }));
  await importList(server, { source: 'official', role: 'known-good', values: official });
  for (const fake of ['icbc-login.com', 'http://icbc.com.cn.verify.top/a', 'paypa1.com']) {
    assert.equal(await verdictSoon(server, fake, 'caution'), 'caution', fake);
    const [indicator] = (await check(server, fake)).indicators;
    assert.ok(
      indicator!.evidence.some(({ type }) => type === 'look-alike'),
      fake,
    );
  }
  await importList(server, { source: 'busy', role: 'busy', values: ['paypa1.com'] });
  assert.equal(await verdictSoon(server, 'paypa1.com', 'no-record'), 'no-record');
});

test('names that scams imitate warn about their doubles, and are not vouched for', async () => {
  await importList(server, { source: 'banks', role: 'impersonated', values: ['commerzbank.com'] });
  assert.equal(await verdictSoon(server, 'commerzbank-login.com', 'caution'), 'caution');
  assert.equal(await verdictOf(server, 'commerzbank.com'), 'no-record');
});

test('risky shapes are a caution, never more', async () => {
  for (const text of ['http://203.0.113.9/pay', 'http://some-shop.org/app.apk', 'http://bank.com@some-shop.org/a']) {
    assert.equal(await verdictOf(server, text), 'caution', text);
  }
  const [link] = (await check(server, 'http://some-shop.org/a')).indicators;
  assert.equal(link!.verdict, 'no-record');
});

test('a disposable mail address is named as such, and is no verdict', async () => {
  await importList(server, { source: 'disposable', role: 'disposable', values: ['throw-away.org'] });
  await settle();
  const answer = await check(server, 'someone@throw-away.org');
  assert.equal(answer.verdict, 'no-record');
  assert.deepEqual(answer.indicators[0]!.evidence, [{ type: 'trait', trait: 'disposable' }]);
});

test('a mail address at a condemned host is a known scam', async () => {
  await list(server, { kind: 'domain', value: 'evil-shop-21.top' });
  assert.equal(await verdictSoon(server, 'service@evil-shop-21.top', 'known-scam'), 'known-scam');
});

test('the worst verdict stands over all, and the next steps follow it', async () => {
  await importList(server, { source: 'official', role: 'known-good', values: [{ kind: 'phone', value: '95599' }] });
  await list(server, { kind: 'domain', value: 'evil-shop-22.top' });
  await verdictSoon(server, 'evil-shop-22.top', 'known-scam');
  const answer = await check(server, '致电 95599 或打开 http://evil-shop-22.top/a 及 other-shop.org');
  assert.deepEqual(
    answer.indicators.map(({ verdict }) => verdict),
    ['known-good', 'known-scam', 'no-record'],
  );
  assert.equal(answer.verdict, 'known-scam');
  assert.deepEqual(answer.nextSteps.slice(0, 2), ['do-not-pay', 'do-not-click']);
  const unknown = await check(server, '你好');
  assert.equal(unknown.verdict, 'no-record');
  assert.ok(unknown.nextSteps.includes('stay-careful') && unknown.nextSteps.includes('already-paid'));
});
