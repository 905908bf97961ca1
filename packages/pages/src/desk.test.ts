import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '@spring-rain/look';
import { assets } from './assets.ts';
import { hostileName, sampleDeskPages } from './test-desk.ts';
import { type Element, elementsOf, findAll, parseHtml, textOf } from './test-html.ts';

const pageMaxBytes = 30 * 1024;

function everyPage(check: (page: Element, name: string, source: string) => void): void {
  for (const language of languages) {
    for (const [name, source] of sampleDeskPages(language)) check(parseHtml(source), `${name} in ${language}`, source);
  }
}

test('a page of staff is well-formed, has one main heading, ids that stand once, and is light', () => {
  const styleBytes = assets().get('spring-rain.css')!.bytes.length;
  everyPage((page, name, source) => {
    assert.equal(page.tag, 'html', name);
    assert.equal(findAll(page, 'h1').length, 1, name);
    const ids = [...elementsOf(page)].flatMap((one) => one.attributes.get('id') ?? []);
    assert.deepEqual(ids, [...new Set(ids)], name);
    assert.ok(Buffer.byteLength(source) + styleBytes < pageMaxBytes, name);
  });
});

test('a name is text and nothing else', () => {
  const shown: string[] = [];
  everyPage((page, name, source) => {
    assert.ok(!source.includes('<b id="x">'), name);
    if (textOf(page).includes(hostileName)) shown.push(name);
  });
  assert.ok(shown.length >= 8, shown.join(', '));
});

test('every field has its label, and a password is never filled in', () => {
  everyPage((page, name) => {
    const labelled = findAll(page, 'label').map((label) => label.attributes.get('for'));
    for (const input of [...findAll(page, 'input'), ...findAll(page, 'select')]) {
      const type = input.attributes.get('type');
      if (type !== 'hidden') assert.ok(labelled.includes(input.attributes.get('id')), name);
      if (type === 'password') assert.equal(input.attributes.get('value'), '', name);
    }
  });
});

test('no way leads off the recovery codes but their own', () => {
  for (const language of languages) {
    const page = parseHtml(sampleDeskPages(language).get('desk-codes')!);
    const ways = findAll(page, 'a').map((link) => link.attributes.get('href'));
    assert.deepEqual(ways, ['#main', '/desk', '/desk/sign-in']);
  }
});
