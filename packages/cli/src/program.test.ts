import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { installedIn, type Outcome, runCli } from './test-run.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-cli-'));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('recognise', () => {
  test('answers in input order, with offsets into the original text', async () => {
    const input = [
      { id: 'b', text: '打１３８-0013-8000' },
      { id: 'a', text: '没有' },
      { id: 7, text: '看https://evil-site.top/a，好' },
    ];
    const { code, stdout } = await run(['recognise', '-'], input.map((line) => JSON.stringify(line)).join('\n'));
    assert.equal(code, 0);
    const answers = linesOf(stdout).map(({ id, indicators }) => ({ id, indicators }));
    assert.deepEqual(answers, [
      { id: 'b', indicators: [{ kind: 'phone', value: '+8613800138000', start: 1, end: 14 }] },
      { id: 'a', indicators: [] },
      { id: 7, indicators: [{ kind: 'url', value: 'https://evil-site.top/a', start: 1, end: 24 }] },
    ]);
  });

  test('refuses a bad line by its number, answers the others, and exits with 1', async () => {
    const { code, stdout, stderr } = await run(
      ['recognise'],
      '{"id":1,"text":"a"}\nnot json\n{"id":2}\n\n{"id":3,"text":""}\n',
    );
    assert.equal(code, 1);
    assert.deepEqual(
      linesOf(stdout).map((line) => line.id),
      [1, 3],
    );
    assert.match(stderr, /line 2: wanted a JSON object/);
    assert.match(stderr, /line 3: wanted a JSON object with "text"/);
  });

  test('a file that is not there is a usage error that names it', async () => {
    const { code, stderr } = await run(['recognise', 'nothing-here.jsonl']);
    assert.equal(code, 2);
    assert.match(stderr, /found none at "nothing-here.jsonl"/);
  });
});

test('wrong words exit with 2 and say where help is; help exits with 0', async () => {
  for (const words of [['frobnicate'], ['check'], ['reports', 'decide', 'x'], ['export', 'everything']]) {
    const { code, stderr } = await run(words);
    assert.equal(code, 2, words.join(' '));
    assert.match(stderr, /error|--help/);
  }
  const { code, stdout } = await run(['--help']);
  assert.equal(code, 0);
  for (const command of [
    'serve',
    'check',
    'recognise',
    'import',
    'export',
    'backup',
    'restore',
    'migrate',
    'config',
    'openapi',
    'demo',
  ]) {
    assert.match(stdout, new RegExp(`\\b${command}\\b`));
  }
});

test('config says every setting and no secret', async () => {
  const { code, stdout } = await run(['config', '--json'], '', {
    DATABASE_URL: 'postgres://user:verysecret@127.0.0.1/rain',
    SPRING_RAIN_KEY_PASSPHRASE: 'long-and-very-secret',
  });
  assert.equal(code, 0);
  assert.ok(!stdout.includes('verysecret') && !stdout.includes('long-and-very-secret'));
  const names = JSON.parse(stdout).map((setting: { name: string }) => setting.name);
  assert.ok(names.includes('DATABASE_URL') && names.includes('PORT'));
});

test('a wrong setting is refused: wanted, found', async () => {
  const { code, stderr } = await run(['config'], '', { DATABASE_URL: 'mysql://somewhere' });
  assert.notEqual(code, 0);
  assert.match(stderr, /DATABASE_URL must start with postgres:\/\//);
});

describe('on a data folder that no server holds', () => {
  test('a list is imported once, its bad lines refused by number; the values count and are exported', async () => {
    const list = join(folder, 'list.txt');
    await writeFile(list, 'evil-one.top\nnot a host at all\nevil-two.top\n');
    const words = [
      'import',
      'indicators',
      list,
      '--source',
      'my-list',
      '--role',
      'known-scam',
      '--by',
      'Officer A',
      '--json',
    ];
    const first = JSON.parse((await run(words)).stdout);
    assert.equal(first.added, 2);
    assert.deepEqual(
      first.refused.map((refusal: { line: number }) => refusal.line),
      [2],
    );
    const second = JSON.parse((await run(words)).stdout);
    assert.equal(second.added, 0);
    assert.equal(second.unchanged, 2);

    await run(['sources', 'adopt', 'my-list', '--by', 'Officer A', '--reason', 'trusted']);
    const [checked] = JSON.parse((await run(['check', '--json', 'http://evil-one.top/x'])).stdout);
    assert.equal(checked.verdict, 'known-scam');

    const picture = join(folder, 'code.png');
    await writeFile(picture, codePicture);
    const [read] = JSON.parse((await run(['check', '--json', '--image', picture])).stdout);
    assert.equal(read.verdict, 'known-scam');
    assert.deepEqual(read.image.codes, [{ text: 'http://evil-one.top/x', kind: 'link', isLink: true }]);
    const told = (await run(['check', '--image', picture])).stdout;
    assert.match(told, /Known scam[\s\S]*Read from an image[\s\S]*against the picture[\s\S]*\| http:\/\/evil-one/);
    const alike = (await run(['check', '妈，我手机坏了，这是我新号，急用钱帮我转5000'])).stdout;
    assert.match(
      alike,
      /Be careful\nThis reads like: Someone posing as [^\n]* \(0\.\d\d\)\n( {2}~ [^\n]+\n)+A likeness is not proof/,
    );
    const missing = await run(['check', '--image', join(folder, 'nothing-here.png')]);
    assert.deepEqual([missing.code, missing.stderr.includes('nothing-here.png')], [2, true]);

    const exported = linesOf((await run(['export', 'listings'])).stdout);
    assert.deepEqual(exported.map((listing) => listing.value).sort(), ['evil-one.top', 'evil-two.top']);
  });

  test('reports are imported once, and a backup restores into an empty folder', async () => {
    const file = join(folder, 'reports.jsonl');
    await writeFile(file, '{"text":"加微信 abc12345 办理"}\n{"text":"   "}\n{"text":"hello"}\n');
    const words = ['import', 'reports', file, '--source', 'station', '--by', 'Officer A', '--json'];
    const first = JSON.parse((await run(words)).stdout);
    assert.equal(first.added, 2);
    assert.deepEqual(
      first.refused.map((refusal: { line: number }) => refusal.line),
      [2],
    );
    assert.equal(JSON.parse((await run(words)).stdout).unchanged, 2);
    const before = linesOf((await run(['export', 'reports'])).stdout);
    assert.equal(before.length, 2);

    const archive = join(folder, 'backup.tar.gz');
    assert.equal((await run(['backup', archive])).code, 0);
    const elsewhere = { DATA_DIR: join(folder, 'restored'), SPRING_RAIN_KEYS_DIR: join(folder, 'restored-keys') };
    const restored = await run(['restore', archive], '', elsewhere);
    assert.equal(restored.code, 0, restored.stderr);
    assert.deepEqual(linesOf((await run(['export', 'reports'], '', elsewhere)).stdout), before);

    const again = await run(['restore', archive], '', elsewhere);
    assert.equal(again.code, 1);
    assert.ok((await readFile(archive)).length > 0);
  });
});

function run(words: readonly string[], input = '', environment: Record<string, string> = {}): Promise<Outcome> {
  return runCli(words, { input, environment: { ...installedIn(folder), ...environment } });
}

/** A QR code that holds http://evil-one.top/x. */
const codePicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAPoAAAD6AQMAAACyIsh+AAAABlBMVEX///8AAABVwtN+AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAB' +
    'TUlEQVRo3u2YMZLCMAxFxaRI6SPsUXwzJ9zMR+EIKSkYxJfs3YIk2+wW/oz+QMZMXgph6UuOSCgUCoVC/6dFoS3jMm0y2Q9d+YCC' +
    'L249EjBbiHwxArMFmLF6pIqF3nkBsf3aMjtgYdqufSzgOZmxlS05T5J2cKD7w9Q+5wYyNtClWiXpL5Y9NlDmGyy6tkgl1cs+JwmA' +
    'RW8oGdxSczmtKCRC4AIAMaL2ESOY5T1MCqB4uaP8tZlA2aUcA4AwuwNI0iMTowCa0P19GIMJzEoIIMVadAbYdVf+DIDMXv5oJWbF' +
    '3hyFD7Aw3YelTfgrHuADesrZeO+Jd70fF87YwE/tV8fyUxiBfs5qRy0wu83iAProbs3dIn7KyWz/EYCPYe5yevw/MACYYXCctOJa' +
    '3zsOB9By0l+z5KPjCQXw/bLIvRpkOTGQsYFQKBQKhf6mFyxsXRqH4ju5AAAAAElFTkSuQmCC',
  'base64',
);

function linesOf(text: string) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
