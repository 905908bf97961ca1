import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigError, describeConfig, loadConfig } from './config.ts';

test('without any setting the server is for this machine alone, with the embedded database', () => {
  const config = loadConfig({ HOME: '/nowhere' });
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 4280);
  assert.equal(config.dataDir, resolve('data'));
  assert.equal(config.databaseUrl, undefined);
  assert.equal(config.floodProof, true);
  assert.equal(config.adoptShipped, true);
  assert.equal(config.demo, false);
});

const refused = [
  [{ PORT: '99999' }, 'PORT must be a number from 0 to 65535, found "99999".'],
  [{ PORT: '80a' }, 'PORT must be a number from 0 to 65535, found "80a".'],
  [{ HOST: 'not a host' }, 'HOST must be an address or a host name, found "not a host".'],
  [{ DATABASE_URL: 'mysql://a:secret@b/c' }, 'DATABASE_URL must start with postgres://, found "mysql://a:…@b/c".'],
  [{ FILES_URL: 'ftp://x' }, 'FILES_URL must look like s3://bucket/prefix?endpoint=https://…, found "ftp://x".'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of debug, info, warn, error, silent, found "loud".'],
  [{ FLOOD_PROOF: 'yes' }, 'FLOOD_PROOF must be on or off, found "yes".'],
  [
    { CAMPUS_RANGES: '10.0.0.0/8, 10.0.0.0/33' },
    'CAMPUS_RANGES must hold addresses or ranges such as 10.0.0.0/8, found "10.0.0.0/33".',
  ],
  [
    { TRUSTED_PROXIES: 'localhost' },
    'TRUSTED_PROXIES must hold addresses or ranges such as 10.0.0.0/8, found "localhost".',
  ],
  [{ TLS_CERT: '/x' }, 'TLS_CERT and TLS_KEY must be set together, found only TLS_CERT.'],
  [{ PUBLIC_URL: 'example.org' }, 'PUBLIC_URL must start with https:// or http://, found "example.org".'],
  [{ SPRING_RAIN_KEY_PASSPHRASE: 'short' }, 'SPRING_RAIN_KEY_PASSPHRASE must have at least 12 characters, found 5.'],
] as const;

for (const [environment, message] of refused) {
  test(`${JSON.stringify(environment)} is refused with what was wanted`, () => {
    assert.throws(
      () => loadConfig(environment),
      (error) => error instanceof ConfigError && error.message === message,
    );
  });
}

test('settings are read from the environment', () => {
  const config = loadConfig({
    PORT: '0',
    TRUSTED_PROXIES: '10.0.0.1, fd00::/8',
    PUBLIC_URL: 'https://rain.example/',
    TLS_CERT: 'c.pem',
    TLS_KEY: 'k.pem',
    SPRING_RAIN_ADOPT_SHIPPED: 'no',
    XDG_CONFIG_HOME: '/settings',
  });
  assert.deepEqual(config.trustedProxies, ['10.0.0.1', 'fd00::/8']);
  assert.equal(config.publicUrl, 'https://rain.example');
  assert.deepEqual(config.tls, { certFile: 'c.pem', keyFile: 'k.pem' });
  assert.equal(config.adoptShipped, false);
  assert.equal(config.settingsDir, '/settings/spring-rain');
});

test('the description names every setting and shows no secret', () => {
  const environment = { DATABASE_URL: 'postgres://rain:hush@db/rain', SPRING_RAIN_KEY_PASSPHRASE: 'hush hush hush' };
  const described = describeConfig(loadConfig(environment), environment);
  assert.ok(described.length >= 16);
  assert.ok(described.every(({ name, meaning }) => /^[A-Z_]+$/.test(name) && meaning.endsWith('.')));
  assert.doesNotMatch(JSON.stringify(described), /hush/);
  const database = described.find(({ name }) => name === 'DATABASE_URL');
  assert.deepEqual([database?.value, database?.from], ['postgres://rain:…@db/rain', 'environment']);
});
