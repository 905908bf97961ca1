import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scamKinds } from '@spring-rain/engine';
import { playbook } from './playbooks/playbooks.ts';
import { inLanguage, isLanguage, languages, words } from './words.ts';

/** All that a language says: its words, and its playbooks. */
function everythingIn(language: (typeof languages)[number]): [path: string, word: string][] {
  const playbooks = Object.fromEntries(scamKinds.map((kind) => [kind, playbook(language, kind)]));
  return [...wordsIn(words(language), ''), ...wordsIn(playbooks, '.playbooks')];
}

/** Every word with its path; functions are called with arguments that can be found again. */
function wordsIn(value: unknown, path: string): [path: string, word: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const given = Array.from({ length: value.length }, (_, index) => String(7001 + index));
    const told: unknown = value(...given);
    for (const argument of given) assert.ok(String(told).includes(argument), `${path} leaves out what it is given`);
    return [[path, String(told)]];
  }
  assert.ok(typeof value === 'object' && value !== null, `${path} is no word`);
  return Object.entries(value).flatMap(([key, inner]) => wordsIn(inner, `${path}.${key}`));
}

const pathsOf = (language: (typeof languages)[number]) => wordsIn(words(language), '').map(([path]) => path);

test('every language has the same words as the first', () => {
  for (const language of languages) assert.deepEqual(pathsOf(language).sort(), pathsOf(languages[0]).sort(), language);
});

test('no word is empty, and none has stray spaces, but those that join', () => {
  const joins =
    /\.(listSeparator|colon|optional|leavesSite|keptBefore|keptAfter|suspicion\.readsLike|likelihoods\.[a-z]+)$/;
  for (const language of languages) {
    for (const [path, word] of everythingIn(language)) {
      assert.notEqual(word, '', `${language} ${path}`);
      if (!joins.test(path)) assert.equal(word, word.trim(), `${language} ${path}`);
    }
  }
});

// Names and formats that are the same in every language.
const untranslated = /^[A-Za-z0-9 .:/()_-]*$/;

test('English has no Chinese in it, and Chinese is Chinese', () => {
  for (const [path, word] of everythingIn('en')) assert.doesNotMatch(word, /\p{Script=Han}/u, path);
  for (const [path, word] of everythingIn('zh-CN')) {
    if (/\p{Script=Han}|^\p{P}$|，/u.test(word)) continue;
    assert.match(path, /^\.(tag|handleServices\.|evidence\.call$)/, `${path}: ${word}`);
    assert.match(word, untranslated, path);
  }
});

test('Chinese uses its own punctuation between Chinese characters', () => {
  for (const [path, word] of everythingIn('zh-CN')) {
    assert.doesNotMatch(word, /\p{Script=Han}[,;:?!.]|[,;:?!]\p{Script=Han}/u, `${path}: ${word}`);
  }
});

test('words blame nobody and never call anything safe', () => {
  for (const language of languages) {
    for (const [path, word] of everythingIn(language)) {
      assert.doesNotMatch(
        word,
        /your fault|you should have|careless|stupid|愚蠢|大意|贪心|活该/i,
        `${language} ${path}`,
      );
      const saysSafe = /\bsafe\b|安全/i.test(word);
      const denies =
        /not mean (it is|they are) safe|never called safe|“safe account”|不等于安全|从不说成安全|“安全账户”|report itself is safe/;
      if (saysSafe) assert.match(word, denies, `${language} ${path}: ${word}`);
    }
  }
});

test('a language tag is known exactly as written', () => {
  assert.equal(isLanguage('zh-CN'), true);
  assert.equal(isLanguage('en'), true);
  for (const tag of ['zh', 'EN', '', 'constructor', '__proto__']) assert.equal(isLanguage(tag), false, tag);
});

test('a text with translations is told in the language, else in English, else in any', () => {
  assert.equal(inLanguage({ 'zh-CN': '银行', en: 'bank' }, 'zh-CN'), '银行');
  assert.equal(inLanguage({ en: 'bank' }, 'zh-CN'), 'bank');
  assert.equal(inLanguage({ fr: 'banque' }, 'zh-CN'), 'banque');
  assert.equal(inLanguage({}, 'en'), '');
});
