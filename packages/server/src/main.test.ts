import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { callEndpoint, listReports, openSignUpLink, readHealth, signUp, urlOf } from '@spring-rain/contract';
import { loadConfig } from './config.ts';
import { openApp, serve } from './main.ts';
import { fromBase32 } from './modules/accounts/test-accounts.ts';
import { totpCode, totpStepAt } from './modules/accounts/totp.ts';
import { openEmptyTestDatabase } from './platform/test-database.ts';

/** A self-signed certificate for localhost that opens nothing but this test. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUEnOKUQkgroEu/+rE21wmfg+XdNMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIxNDY1OVoYDzIxMjYxMDI4
MjE0NjU5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ2JY5+5WPm7yUXLlyqg708S4vbUAn+YQ/26Dk+E/Fla0tghVyMh/cZ
CtQbukQZYJTOw4NIa5p1PP20IRyHBmW/o28wbTAdBgNVHQ4EFgQUnO/DjMZzV1Na
+1uZPJSQUPRy/FUwHwYDVR0jBBgwFoAUnO/DjMZzV1Na+1uZPJSQUPRy/FUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAPAp2typ11Nw8yEk+X8Y3tjKlHeDZMNVFYJzMwxPlHIhAiEA
+B/gEvz+lM1dJ9y6zLe+MkzFEyWvKCQ8/Xvwer/xwPY=
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzGSYMRypK3TOc+gt
6/WnqVE3WKirebs89wkxg1DFMG6hRANCAAQ2JY5+5WPm7yUXLlyqg708S4vbUAn+
YQ/26Dk+E/Fla0tghVyMh/cZCtQbukQZYJTOw4NIa5p1PP20IRyHBmW/
-----END PRIVATE KEY-----
`;

/** A place of its own for one server, and what it said. */
async function makePlace(environment: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-main-'));
  const database = await openEmptyTestDatabase();
  await writeFile(join(folder, 'cert.pem'), certificate);
  await writeFile(join(folder, 'key.pem'), privateKey);
  const lines = { address: [] as string[], note: [] as string[] };
  const config = loadConfig({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
    SPRING_RAIN_ADOPT_SHIPPED: 'no',
    DATABASE_URL: database.url ?? '',
    LOG_LEVEL: 'silent',
    ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace('FOLDER', folder)])),
  });
  const say = { address: (line: string) => lines.address.push(line), note: (line: string) => lines.note.push(line) };
  return {
    config,
    lines,
    options: { say, handlesSignals: false, takesInShipped: false },
    stateFile: join(folder, 'data', 'server.json'),
    [Symbol.asyncDispose]: async () => {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test('a server says its one address, is found through its state file, and leaves none behind', async () => {
  await using place = await makePlace();
  {
    await using served = await serve(place.config, place.options);
    assert.equal(place.lines.address.length, 1);
    assert.match(place.lines.address[0] ?? '', /http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(
      place.lines.note.some((line) => /passphrase/.test(line)),
      'the first start shows the passphrase',
    );

    const state = JSON.parse(await readFile(place.stateFile, 'utf8')) as { url: string; pid: number };
    assert.equal(state.url, served.url);
    assert.equal(state.pid, process.pid);
    assert.equal((await stat(place.stateFile)).mode & 0o777, 0o600);
    assert.equal((await fetch(urlOf(state.url, readHealth, {}))).status, 200);
  }
  await assert.rejects(readFile(place.stateFile), 'the state file is gone');

  const before = place.lines.note.length;
  await using again = await serve(place.config, place.options);
  assert.equal((await fetch(urlOf(again.url, readHealth, {}))).status, 200);
  const more = place.lines.note.slice(before).filter((line) => !isAboutFirstLink(line));
  assert.deepEqual(more, [], 'a second start has nothing more to say');
});

const isAboutFirstLink = (line: string) => /Nobody has an account yet|\/desk\/sign-up\//.test(line);

test('each start gives the first administrator a link, and ends the one before, until somebody has an account', async () => {
  await using place = await makePlace();
  const linkOfStart = () => place.lines.note.findLast((line) => line.includes('/desk/sign-up/'))?.trim() ?? '';
  let first: string;
  {
    await using _served = await serve(place.config, place.options);
    first = linkOfStart();
    assert.equal((await fetch(first)).status, 200);
  }
  {
    await using served = await serve(place.config, place.options);
    const second = linkOfStart();
    const replaced = `${served.url}${new URL(first).pathname}`;
    assert.deepEqual([(await fetch(second)).status, (await fetch(replaced)).status], [200, 410]);
    const token = second.split('/').at(-1) ?? '';
    const { ticket, totpSecret } = await callEndpoint(served.url, openSignUpLink, { body: { token } });
    const code = totpCode(fromBase32(totpSecret), totpStepAt(new Date()));
    const body = { token, ticket, code, login: 'first', name: 'First', password: 'some good long words' };
    assert.equal((await callEndpoint(served.url, signUp, { body })).recoveryCodes.length, 10);
  }
  const before = place.lines.note.length;
  await using _third = await serve(place.config, place.options);
  assert.deepEqual(place.lines.note.slice(before), []);
});

test('with TLS it speaks TLS to the public, and plainly to its own host alone', async () => {
  await using place = await makePlace({ TLS_CERT: 'FOLDER/cert.pem', TLS_KEY: 'FOLDER/key.pem', HOST: '0.0.0.0' });
  await using served = await serve(place.config, place.options);

  assert.match(served.url, /^https:/);
  const health = await secureGet(`${served.url}${readHealth.path}`);
  assert.equal(health.status, 200);
  assert.match(String(health.headers['strict-transport-security']), /max-age=/);
  assert.ok(!place.lines.note.some((line) => line.startsWith('Warning')), 'nothing to warn of');

  const { url } = JSON.parse(await readFile(place.stateFile, 'utf8')) as { url: string };
  assert.match(url, /^http:\/\/127\.0\.0\.1:/);
  assert.equal((await fetch(urlOf(url, readHealth, {}))).status, 200);
});

test('plain HTTP beyond this host is warned about, unless a proxy speaks TLS', async () => {
  await using bare = await makePlace({ HOST: '0.0.0.0' });
  await using _served = await serve(bare.config, bare.options);
  assert.ok(bare.lines.note.some((line) => /^Warning: HOST is 0\.0\.0\.0.*TLS_CERT/.test(line)));

  await using proxied = await makePlace({ HOST: '0.0.0.0', PUBLIC_URL: 'https://rain.example' });
  await using _other = await serve(proxied.config, proxied.options);
  assert.ok(!proxied.lines.note.some((line) => line.startsWith('Warning')));
});

test('a command opens the data itself when no server runs, and lets go of them', async () => {
  await using place = await makePlace({ SPRING_RAIN_KEY_PASSPHRASE: 'a passphrase of the operator' });
  for (const round of ['first', 'second']) {
    const app = await openApp(place.config);
    const headers = { authorization: `Bearer ${app.operatorToken}` };
    const listed = await app.fetch(urlOf(app.baseUrl, listReports, { query: { limit: 1 } }), { headers });
    assert.equal(listed.status, 200, round);
    assert.deepEqual(await listed.json(), { rows: [] });
    await app.close();
  }
});

function secureGet(url: string): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: certificate, servername: 'localhost' }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}
