import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scamKinds } from '@spring-rain/engine';
import type { Step } from '../domain-words.ts';
import { languages, words } from '../words.ts';
import { type Playbook, playbookGroupOf, playbookGroups } from './playbook.ts';
import { playbook } from './playbooks.ts';

/** What still fits two or three lines of a 320 px phone; Chinese says in one character what English says in three. */
const most = {
  'zh-CN': { title: 20, oneLine: 60, item: 44, lead: 24, rest: 44 },
  en: { title: 60, oneLine: 160, item: 110, lead: 72, rest: 90 },
} as const;

function everyPlaybook(check: (one: Playbook, language: (typeof languages)[number], name: string) => void): void {
  for (const language of languages)
    for (const kind of scamKinds) check(playbook(language, kind), language, `${language} ${kind}`);
}

const sentencesOf = ({ oneLine, says, signs, doNow, ifPaid }: Playbook): string[] => [
  oneLine,
  ...says,
  ...signs,
  ...doNow.flatMap(({ lead, rest }: Step) => [lead, rest]),
  ...ifPaid,
];
const textsOf = (one: Playbook): string[] => [one.title, ...sentencesOf(one)];

test('every kind has a playbook in every language, with enough to recognise it by and to do', () => {
  everyPlaybook(({ says, signs, doNow, ifPaid }, _language, name) => {
    for (const list of [says, signs, doNow]) assert.ok(list.length >= 3 && list.length <= 5, name);
    assert.ok(ifPaid.length >= 1 && ifPaid.length <= 2, name);
  });
});

test('nothing in a playbook is too long for an old phone', () => {
  everyPlaybook((one, language, name) => {
    const limit = most[language];
    const fits = (text: string, max: number) =>
      assert.ok(text.length <= max, `${name}: ${text.length} > ${max}: ${text}`);
    fits(one.title, limit.title);
    fits(one.oneLine, limit.oneLine);
    for (const item of [...one.says, ...one.signs, ...one.ifPaid]) fits(item, limit.item);
    for (const { lead, rest } of one.doNow) {
      fits(lead, limit.lead);
      fits(rest, limit.rest);
    }
  });
});

test('titles and first lines tell the kinds apart', () => {
  for (const language of languages) {
    for (const field of ['title', 'oneLine'] as const) {
      const told = scamKinds.map((kind) => playbook(language, kind)[field]);
      assert.equal(new Set(told).size, told.length, `${language} ${field}`);
    }
  }
});

test('every item but the title ends as a sentence does', () => {
  everyPlaybook((one, language, name) => {
    for (const text of sentencesOf(one))
      assert.match(text, language === 'en' ? /[.!?]”?$/ : /[。！？]”?$|”$/, `${name}: ${text}`);
  });
});

// Numbers differ from country to country and change; those of `/paid` are kept with their sources.
const nationwide = new Set(['110', '96110']);

test('no number is given but the two that hold in all of mainland China', () => {
  everyPlaybook((one, _language, name) => {
    for (const text of textsOf(one)) {
      const other = (text.match(/\d{3,}/g) ?? []).filter((number) => !nationwide.has(number));
      if (/96110|\b110\b/.test(text)) assert.match(text, /中国大陆|mainland China|96110 打来/, `${name}: ${text}`);
      assert.deepEqual(other, [], `${name}: ${text}`);
    }
  });
});

test('whoever has paid is told to call the bank or the police, or to stop paying', () => {
  everyPlaybook(({ ifPaid }, _language, name) =>
    assert.match(ifPaid.join(' '), /bank|police|exchange|银行|警/i, `${name}: ${ifPaid.join(' ')}`),
  );
});

test('every kind stands on one shelf, and every shelf has a name and something on it', () => {
  assert.deepEqual(Object.keys(playbookGroupOf).toSorted(), scamKinds.toSorted());
  assert.deepEqual(new Set(Object.values(playbookGroupOf)), new Set(playbookGroups));
  for (const language of languages)
    assert.deepEqual(Object.keys(words(language).scams.groups).toSorted(), playbookGroups.toSorted(), language);
});
