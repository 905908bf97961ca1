import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  appealStates,
  campaignStates,
  channels,
  imageCodeKinds,
  reportActions,
  reportStates,
  signInFactors,
  sourceRoles,
  staffRoles,
} from '@spring-rain/contract';
import { benignKinds, indicatorKinds, scamKinds, verdicts } from '@spring-rain/engine';
import { words } from './words.ts';

const glossary = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
const zh = words('zh-CN');
const en = words('en');

/** The rows under the heading that names a vocabulary: code, Chinese, English. */
function rowsOf(vocabulary: string): string[][] {
  const section = glossary.split(/^## /m).find((one) => one.split('\n', 1)[0]!.includes(`(\`${vocabulary}\`)`));
  assert.ok(section !== undefined, `the glossary has no heading with (\`${vocabulary}\`)`);
  return [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|/gm)].map(([, ...cells]) =>
    cells.map((cell) => cell.trim()),
  );
}

function assertTold(vocabulary: string, codes: readonly string[], name: (code: string) => [string, string]): void {
  assert.deepEqual(
    rowsOf(vocabulary),
    codes.map((code) => [code, ...name(code)]),
  );
}

const nameOf = (
  language: typeof zh,
  group: 'verdicts' | 'reportStates' | 'sourceRoles' | 'appealStates' | 'campaignStates' | 'imageCodeKinds',
  code: string,
) => (language[group] as Readonly<Record<string, { name: string }>>)[code]!.name;
const wordOf = (
  language: typeof zh,
  group: 'indicatorKinds' | 'scamKinds' | 'benignKinds' | 'channels' | 'reportActions',
  code: string,
) => (language[group] as Readonly<Record<string, string>>)[code]!;

test('the glossary names every verdict, state and role as the screen does', () => {
  const vocabularies = { verdicts, reportStates, sourceRoles, appealStates, campaignStates, imageCodeKinds };
  for (const [group, codes] of Object.entries(vocabularies)) {
    const named = group as 'verdicts';
    assertTold(group, codes, (code) => [nameOf(zh, named, code), nameOf(en, named, code)]);
  }
});

test('the glossary names every kind, channel and action as the screen does', () => {
  for (const [group, codes] of Object.entries({ indicatorKinds, scamKinds, benignKinds, channels, reportActions })) {
    const named = group as 'scamKinds';
    assertTold(group, codes, (code) => [wordOf(zh, named, code), wordOf(en, named, code)]);
  }
});

test('the glossary names every role of staff and every way to sign in as the screen does', () => {
  const [zhAccount, enAccount] = [zh.account, en.account];
  assertTold('roles', staffRoles, (code) => {
    const role = staffRoles.find((known) => known === code)!;
    return [zhAccount.roles[role], enAccount.roles[role]];
  });
  assertTold('factors', signInFactors, (code) => {
    const factor = signInFactors.find((known) => known === code)!;
    return [zhAccount.factors[factor], enAccount.factors[factor]];
  });
});
