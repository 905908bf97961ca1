import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkText, endpoint, listReports, pageEndpoints, readHealth, readMetrics } from '@spring-rain/contract';
import Type from 'typebox';
import { startTestServer, type TestServer } from '../test-server.ts';
import { bind } from './bind.ts';
import { startTestRoutes } from './test-routes.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const pages = Object.values(pageEndpoints).filter(({ method, produces }) => method === 'GET' && produces === 'html');

/** Answers what a request was taken for. */
const whoAmI = endpoint({
  name: 'whoAmI',
  method: 'GET',
  path: '/who',
  summary: 'Who asks.',
  permission: 'public',
  reply: Type.Object({ address: Type.String(), language: Type.String(), parts: Type.Array(Type.String()) }),
});
const whoAmIPage = endpoint({ ...whoAmI, name: 'whoAmIPage', path: '/who-page', produces: 'html' });
const whoRoutes = [
  bind(whoAmI, (_ctx, _input, { address, language, reporterParts }) => ({
    address,
    language,
    parts: [...reporterParts],
  })),
  bind(whoAmIPage, (_ctx, _input, { reporterParts }) => ({ html: reporterParts.join(' ') })),
];

test('every page has the strict policy and loads nothing from elsewhere', async () => {
  for (const page of pages) {
    const path = page.path.replace(':kind', 'phishing').replace(':token', 'a'.repeat(43));
    const response = await fetch(`${server.url}${path}`);
    // At the desk this visitor is a stranger: what refuses them is a page like all others.
    if (page.path.startsWith('/desk')) assert.ok(response.status < 500, page.name);
    else assert.equal(response.status, 200, page.name);
    const policy = (response.headers.get('content-security-policy') ?? '').split(';').sort();
    assert.deepEqual(policy, [
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('x-frame-options'), 'DENY');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(response.headers.get('strict-transport-security'), null, 'plain HTTP promises no TLS');
    const html = await response.text();
    assert.doesNotMatch(html, /<(script|style)(?![^>]*src)[^>]*>[^<]|\son\w+=|style="/, page.name);
    assert.doesNotMatch(html, /(src|href)="https?:\/\/(?!www\.w3\.org)[^"]*\.(js|css|png|svg|woff2?)"/, page.name);
  }
});

test('JSON cannot be taken for a page, and stays in no cache', async () => {
  const health = await fetch(`${server.url}${readHealth.path}`);
  assert.equal(health.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(health.headers.get('cache-control'), 'no-store');
  assert.match(health.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  await health.arrayBuffer();

  const { headers } = await server.call(checkText, { body: { text: 'example.com' } });
  assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-powered-by'), null);
  assert.equal(headers.get('server'), null);
});

test('behind TLS, cookies are secure and the browser is told to stay', async () => {
  await using own = await startTestRoutes(whoRoutes, {
    platform: { environment: { PUBLIC_URL: 'https://rain.example' } },
  });
  const response = await fetch(`${own.url}/who-page?lang=zh`);
  assert.match(response.headers.get('set-cookie') ?? '', /; Secure/i);
  assert.match(response.headers.get('strict-transport-security') ?? '', /max-age=31536000/);
  await response.arrayBuffer();
});

test('the language is the better of ours in Accept-Language', async () => {
  for (const [accepted, wanted] of [
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['en-GB,en;q=0.9,zh;q=0.2', 'en'],
    ['fr-FR,zh;q=0.3,en;q=0.2', 'zh-CN'],
    ['fr', 'en'],
    ['*', 'en'],
    ['zh;q=0,en;q=0.1', 'en'],
    ['en;q=0.5,zh;q=0.5', 'en'],
    ['', 'en'],
    [`${'x,'.repeat(5_000)}zh`, 'en'],
  ] as const) {
    const response = await fetch(`${server.url}/`, { headers: { 'accept-language': accepted } });
    assert.equal(response.headers.get('content-language'), wanted, accepted.slice(0, 40));
    assert.match(await response.text(), new RegExp(`<html lang="${wanted}"`));
  }
});

test('a language that was chosen is kept in a cookie and wins over the browser’s', async () => {
  const chosen = await fetch(`${server.url}/?lang=zh-CN`, { headers: { 'accept-language': 'en' } });
  const cookie = chosen.headers.get('set-cookie') ?? '';
  assert.equal(chosen.headers.get('content-language'), 'zh-CN');
  assert.match(cookie, /^lang=zh-CN; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
  await chosen.arrayBuffer();

  const later = await fetch(`${server.url}/promises`, { headers: { 'accept-language': 'en', cookie: 'lang=zh-CN' } });
  assert.equal(later.headers.get('content-language'), 'zh-CN');
  assert.equal(later.headers.get('set-cookie'), null);
  assert.match(later.headers.get('vary') ?? '', /accept-language/);
  await later.arrayBuffer();

  for (const cookieText of ['lang=tlh', 'lang=', 'lang=%E0%A4%A', `lang=${'z'.repeat(10_000)}`, ';;=;']) {
    const odd = await fetch(`${server.url}/`, { headers: { 'accept-language': 'en', cookie: cookieText } });
    assert.equal(odd.headers.get('content-language'), 'en', cookieText.slice(0, 20));
    await odd.arrayBuffer();
  }
});

test('nobody gets a session, except where many share one address', async () => {
  const home = await fetch(`${server.url}/report`);
  assert.equal(home.headers.get('set-cookie'), null);
  await home.arrayBuffer();

  await using campus = await startTestRoutes(whoRoutes, {
    platform: { environment: { CAMPUS_RANGES: '127.0.0.0/8' } },
  });
  const first = await fetch(`${campus.url}/who-page`);
  const [, session] =
    /^session=([\w-]{22}); Path=\/; HttpOnly; SameSite=Lax$/.exec(first.headers.get('set-cookie') ?? '') ?? [];
  assert.ok(session);
  await first.arrayBuffer();
  const second = await fetch(`${campus.url}/who-page`, { headers: { cookie: `session=${session}` } });
  assert.equal(second.headers.get('set-cookie'), null);
  assert.equal(await second.text(), `127.0.0.1 ${session}`);
});

test('only a trusted proxy may say where a request comes from', async () => {
  const asked = async (url: string, forwarded: string) => {
    const response = await fetch(`${url}/who`, { headers: { 'x-forwarded-for': forwarded } });
    return ((await response.json()) as { address: string }).address;
  };
  await using direct = await startTestRoutes(whoRoutes);
  assert.equal(await asked(direct.url, '203.0.113.9'), '127.0.0.1');

  const environment = { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' };
  await using proxied = await startTestRoutes(whoRoutes, { platform: { environment } });
  assert.equal(await asked(proxied.url, '203.0.113.9'), '203.0.113.9');
  assert.equal(
    await asked(proxied.url, '198.51.100.1, 203.0.113.9, 10.1.2.3'),
    '203.0.113.9',
    'the client wrote the first',
  );
  assert.equal(await asked(proxied.url, '::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(await asked(proxied.url, 'not an address'), '127.0.0.1');
});

test('one reporter is an IPv4 address, or the /64 of an IPv6 one', async () => {
  const environment = { TRUSTED_PROXIES: '127.0.0.1' };
  await using proxied = await startTestRoutes(whoRoutes, { platform: { environment } });
  const parts = async (forwarded: string) => {
    const response = await fetch(`${proxied.url}/who`, { headers: { 'x-forwarded-for': forwarded } });
    return ((await response.json()) as { parts: string[] }).parts;
  };
  assert.deepEqual(await parts('203.0.113.9'), ['203.0.113.9']);
  assert.deepEqual(await parts('2001:db8:1:2:3:4:5:6'), ['2001:db8:1:2::/64']);
  assert.deepEqual(await parts('2001:db8:1:2::ffff'), ['2001:db8:1:2::/64']);
  assert.deepEqual(await parts('2001:0db8:0001:3::1'), ['2001:db8:1:3::/64']);
  assert.deepEqual(await parts('::1'), ['0:0:0:0::/64']);
});

test('metrics and the operator’s lists are closed to whoever comes through a proxy without the token', async () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9', authorization: '' };
  assert.equal((await server.call(readMetrics, {}, { headers: { authorization: '' } })).status, 200);
  assert.equal((await server.call(readMetrics, {}, { headers: forwarded })).status, 403);
  const authorization = `Bearer ${server.resources.keys.operatorToken}`;
  assert.equal((await server.call(readMetrics, {}, { headers: { ...forwarded, authorization } })).status, 200);

  const refused = await server.call(listReports, { query: {} }, { headers: { authorization: 'Bearer wrong' } });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('www-authenticate'), 'Bearer');
});

test('metrics name endpoints, never paths, addresses or what was checked', async () => {
  await server.call(checkText, { body: { text: 'https://evil-parcel.example/pay 13800138000' } });
  const { body, headers } = await server.call(readMetrics, {});
  assert.match(headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(body, /spring_rain_http_requests_total\{endpoint="checkText",status="200"\} \d+/);
  assert.match(body, /spring_rain_http_request_duration_seconds_bucket\{endpoint="checkText",le="\+Inf"\} \d+/);
  assert.match(body, /spring_rain_known_values \d+/);
  assert.doesNotMatch(body, /evil-parcel|13800138000|127\.0\.0\.1|\/api\//);
});

test('a file of the pages is not sent twice to a browser that has it', async () => {
  const first = await fetch(`${server.url}/assets/spring-rain.css`);
  assert.equal(first.headers.get('content-type'), 'text/css; charset=utf-8');
  const tag = first.headers.get('etag') ?? '';
  assert.match(tag, /^"[\w-]{22}"$/);
  assert.ok((await first.text()).length > 500);

  const again = await fetch(`${server.url}/assets/spring-rain.css`, { headers: { 'if-none-match': `W/${tag}` } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
  const other = await fetch(`${server.url}/assets/spring-rain.css`, { headers: { 'if-none-match': '"other"' } });
  assert.equal(other.status, 200);
  await other.arrayBuffer();
});

test('a HEAD request gets the headers of a GET and no body', async () => {
  const response = await fetch(`${server.url}/promises`, { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.ok(Number(response.headers.get('content-length')) > 1_000);
  assert.equal(await response.text(), '');
});
