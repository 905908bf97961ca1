import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scamKinds } from '@spring-rain/engine';
import { languages, playbook, words } from '@spring-rain/look';
import { assets } from './assets.ts';
import { homePage } from './home.ts';
import { playbookPage } from './playbook.ts';
import { receiptGivenPage } from './receipt-given.ts';
import { scamsPage } from './scams.ts';
import { statusPage } from './status.ts';
import { newStatus } from './test-data.ts';
import { type Element, findAll, parseHtml, textOf } from './test-html.ts';
import type { PageView } from './view.ts';

const pageMaxBytes = 30 * 1024;
const at = (path: string, language: PageView['language'] = 'en'): PageView => ({
  language,
  path,
  demo: false,
  version: '1',
  publicUrl: 'https://rain.example',
});

const addresses = (page: Element) => findAll(page, 'a').map((link) => link.attributes.get('href'));

test('every kind stands on the list once, with one line, and leads to its playbook', () => {
  for (const language of languages) {
    const page = parseHtml(scamsPage(at('/scams', language)));
    const ways = addresses(findAll(page, 'main')[0]!).filter((address) => address?.startsWith('/scams/'));
    assert.deepEqual(ways.toSorted(), scamKinds.map((kind) => `/scams/${kind}`).toSorted());
    for (const kind of scamKinds) assert.ok(textOf(page).includes(playbook(language, kind).oneLine), kind);
  }
});

test('every playbook is a whole page within its weight, and leads to the calls', () => {
  const served = assets();
  const shared = served.get('spring-rain.css')!.bytes.length + served.get('icon.svg')!.bytes.length;
  for (const language of languages) {
    for (const kind of scamKinds) {
      const source = playbookPage(at(`/scams/${kind}`, language), { kind });
      const page = parseHtml(source);
      const { title, oneLine, says, signs, doNow, ifPaid } = playbook(language, kind);
      assert.equal(textOf(findAll(page, 'h1')[0]!), title);
      const text = textOf(page);
      for (const part of [oneLine, ...says, ...signs, ...doNow.map(({ lead }) => lead), ...ifPaid])
        assert.ok(text.includes(part), `${kind}: ${part}`);
      assert.ok(text.includes(words(language).scams.alike), kind);
      assert.ok(addresses(findAll(page, 'main')[0]!).includes('/paid'), kind);
      assert.ok(text.includes(`https://rain.example/scams/${kind}`), 'on paper the page says where it stands');
      const bytes = new TextEncoder().encode(source).length + shared;
      assert.ok(bytes <= pageMaxBytes, `${kind} weighs ${bytes}`);
    }
  }
});

test('every page leads to the playbooks', () => {
  for (const path of ['/', '/scams']) assert.ok(addresses(parseHtml(homePage(at(path), {}))).includes('/scams'));
});

test('the receipt of a report with a kind leads to its playbook; without one, and for "something else", it does not', () => {
  const given = {
    receipt: '1234567890123452',
    receivedAt: newStatus.receivedAt,
    moneyMoving: false,
    about: 'report',
  } as const;
  const status = { receipt: given.receipt, idempotencyKey: 'key' };
  for (const [scamKind, leads] of [
    ['romance', true],
    ['other', false],
    [undefined, false],
  ] as const) {
    const kind = scamKind === undefined ? {} : { scamKind };
    for (const source of [
      receiptGivenPage(at('/report'), { ...given, ...kind }),
      statusPage(at('/receipt'), { ...status, status: { ...newStatus, ...kind } }),
    ]) {
      const ways = addresses(parseHtml(source)).filter((address) => address?.startsWith('/scams/'));
      assert.deepEqual(ways, leads ? ['/scams/romance'] : []);
    }
  }
});
