import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckAnswer } from '@spring-rain/contract';
import { benignKinds } from '@spring-rain/engine';
import { languages, playbook, words } from '@spring-rain/look';
import { assets } from '../assets.ts';
import { homePage } from '../home.ts';
import { scamAnswer, smsText } from '../test-data.ts';
import { type Element, findAll, parseHtml, textOf } from '../test-html.ts';
import { campaignAnswer, place, refundText, suspectedAnswer, unclearAnswer } from '../test-scams.ts';
import type { PageView } from '../view.ts';

function answered(answer: CheckAnswer, language: PageView['language'] = 'en', text = refundText): Element {
  return parseHtml(homePage({ language, path: '/', demo: false, version: '1' }, { text, answer }));
}

function withoutReading({ scam: _scam, ...answer }: CheckAnswer): CheckAnswer {
  return answer;
}

function answerBox(page: Element): string {
  return textOf(findAll(page, 'section').find((one) => one.attributes.get('class')?.startsWith('answer'))!);
}

const addresses = (page: Element) => findAll(page, 'a').map((link) => link.attributes.get('href'));

test('an answer names the kind that a text reads like, how likely, and that a likeness is no proof', () => {
  for (const language of languages) {
    const w = words(language);
    const page = answered(suspectedAnswer, language);
    const told = answerBox(page);
    assert.ok(told.includes(w.suspicion.readsLike + w.scamKinds['fake-refund'] + w.suspicion.likelihoods.high), told);
    assert.ok(told.includes(w.suspicion.alike));
    assert.ok(
      told.indexOf(w.verdicts.caution.sentence) < told.indexOf(w.suspicion.readsLike),
      'the verdict comes first',
    );
    assert.doesNotMatch(textOf(page), /97\s?%|0\.97/);
  }
});

test('probabilities are told in three words', () => {
  const { likelihoods } = words('en').suspicion;
  for (const [probability01, word] of [
    [1, likelihoods.high],
    [0.9, likelihoods.high],
    [0.899, likelihoods.fair],
    [0.6, likelihoods.fair],
    [0.599, likelihoods.low],
  ] as const) {
    const told = answerBox(answered({ ...suspectedAnswer, scam: { ...suspectedAnswer.scam!, probability01 } }));
    assert.deepEqual(
      Object.values(likelihoods).filter((one) => told.includes(one)),
      [word],
      String(probability01),
    );
  }
});

test('what this scam asks for is the first step, and what comes next stands before the evidence', () => {
  for (const language of languages) {
    const w = words(language);
    const { doNow, says } = playbook(language, 'fake-refund');
    const page = answered(suspectedAnswer, language);
    const steps = findAll(findAll(page, 'ol')[0]!, 'li').map(textOf);
    assert.ok(steps[0]!.startsWith(doNow[0].lead), steps[0]);
    assert.equal(steps.length, suspectedAnswer.nextSteps.length + 1);
    const text = textOf(page);
    for (const said of says.slice(0, 3)) assert.ok(text.includes(said), said);
    assert.deepEqual(
      findAll(page, 'h2')
        .map(textOf)
        .filter((heading) => [w.home.nextSteps, w.suspicion.goesOn, w.home.evidence, w.home.marked].includes(heading)),
      [w.home.nextSteps, w.suspicion.goesOn, w.home.evidence, w.home.marked],
    );
    assert.ok(addresses(page).includes('/scams/fake-refund'));
  }
});

test('the wording that carried the reading is marked, also where it runs into a link', () => {
  const marks = findAll(answered(suspectedAnswer), 'mark').map((mark) => [mark.attributes.get('class'), textOf(mark)]);
  assert.deepEqual(marks, [
    ['phrase', '奶粉检测不合格'],
    ['phrase', '三倍退款，请登录 '],
    ['no-record phrase', 'http://tuikuan'],
    ['no-record', '.example.top/r'],
  ]);
});

test('marks of wording are told apart without colour, and what they mean is said', () => {
  const css = new TextDecoder().decode(assets().get('spring-rain.css')!.bytes);
  assert.match(/mark\.phrase\{([^}]*)\}/.exec(css)![1]!, /wavy/);
  for (const language of languages) {
    const { phrases } = words(language).suspicion;
    assert.ok(textOf(answered(suspectedAnswer, language)).includes(phrases));
    assert.ok(!textOf(answered(unclearAnswer, language)).includes(phrases), 'not where nothing is marked');
  }
});

test('where the wording alone warns, the answer says so; where a value does, it does not', () => {
  for (const language of languages) {
    const { wording } = words(language).suspicion;
    assert.ok(textOf(answered(suspectedAnswer, language)).includes(wording));
    assert.ok(textOf(answered(unclearAnswer, language)).includes(wording));
    const indicators = suspectedAnswer.indicators.map((one) => ({ ...one, verdict: 'reported' as const }));
    assert.ok(!textOf(answered({ ...suspectedAnswer, indicators }, language)).includes(wording));
    assert.ok(!textOf(answered(withoutReading(suspectedAnswer), language)).includes(wording));
  }
});

test('what a likeness alone warns of is not said to pose as something official', () => {
  for (const language of languages) {
    const w = words(language);
    for (const answer of [suspectedAnswer, unclearAnswer]) {
      const told = answerBox(answered(answer, language));
      assert.ok(told.includes(w.suspicion.meaning) && !told.includes(w.verdicts.caution.meaning), told);
    }
    const indicators = suspectedAnswer.indicators.map((one) => ({ ...one, verdict: 'caution' as const }));
    for (const answer of [{ ...suspectedAnswer, indicators }, withoutReading({ ...suspectedAnswer, indicators })]) {
      const told = answerBox(answered(answer, language));
      assert.ok(told.includes(w.verdicts.caution.meaning) && !told.includes(w.suspicion.meaning), told);
    }
  }
});

test('why we say this stands under its heading, also where there was nothing to look up', () => {
  for (const language of languages) {
    const w = words(language);
    const why = findAll(answered(unclearAnswer, language), 'section').find(
      (one) => one.attributes.get('aria-labelledby') === 'why',
    )!;
    const told = textOf(why);
    for (const said of [w.home.evidence, w.suspicion.wording, w.home.noneFound]) assert.ok(told.includes(said), told);
  }
});

test('fraud of a kind that is not clear reads like a scam, names none, and leads to all of them', () => {
  for (const language of languages) {
    const w = words(language);
    for (const scam of [unclearAnswer.scam!, { ...unclearAnswer.scam!, kind: 'other' as const }]) {
      const page = answered({ ...unclearAnswer, scam }, language);
      assert.ok(answerBox(page).includes(w.suspicion.readsLikeScam));
      const inAnswer = addresses(findAll(page, 'main')[0]!);
      assert.ok(inAnswer.includes('/scams'));
      assert.ok(!inAnswer.some((address) => address?.startsWith('/scams/')));
    }
  }
});

test('an honest kind is never shown, and neither is a kind that nobody knows', () => {
  for (const language of languages) {
    const without = textOf(answered(withoutReading(unclearAnswer), language));
    for (const kind of [...benignKinds, 'undecided', '__proto__', '<b>']) {
      // Not of the contract's type: what a faulty server would have to send.
      const scam = { kind, probability01: 0.99, because: [] } as unknown as NonNullable<CheckAnswer['scam']>;
      assert.equal(textOf(answered({ ...unclearAnswer, scam }, language)), without, kind);
    }
  }
});

test('an answer without a reading says nothing of kinds', () => {
  for (const language of languages) {
    const told = textOf(findAll(answered(scamAnswer, language, smsText), 'main')[0]!);
    assert.ok(!told.includes(words(language).suspicion.readsLike));
    assert.ok(!told.includes(words(language).suspicion.goesOn));
  }
});

test('a campaign is told by its people and days, and only when it is given', () => {
  assert.ok(answerBox(answered(campaignAnswer)).includes('reported by about 214 people in 9 days'));
  assert.ok(answerBox(answered(campaignAnswer, 'zh-CN')).includes('约有 214 人在 9 天内举报'));
  assert.ok(!answerBox(answered(suspectedAnswer)).includes('reported by'));
});

test('one person within the hour is a day, and figures that say nothing are not told', () => {
  const campaign = campaignAnswer.campaign!;
  const told = (fields: Partial<typeof campaign>) =>
    answerBox(answered({ ...campaignAnswer, campaign: { ...campaign, ...fields } }));
  assert.ok(told({ distinctReporters: 1, firstSeen: campaign.lastSeen }).includes('about 1 person in 1 day '));
  assert.ok(!told({ distinctReporters: 0 }).includes('reported by'));
  assert.ok(!told({ firstSeen: '2027-01-01T00:00:00.000Z' }).includes('reported by'));
});

test('a campaign of a known kind brings its playbook, where the text alone was not read', () => {
  const page = answered(withoutReading(campaignAnswer));
  assert.ok(addresses(page).includes('/scams/fake-refund'));
  assert.equal(findAll(page, 'mark').filter((one) => one.attributes.get('class')!.includes('phrase')).length, 0);
});

test('offsets of phrases that lie outside the text mark nothing and lose nothing', () => {
  const because = [
    { text: 'x', start: 9_000, end: 9_001 },
    { text: '', start: 3, end: 3 },
  ];
  const page = answered({ ...suspectedAnswer, scam: { ...suspectedAnswer.scam!, because } });
  const quoted = findAll(page, 'div').find((one) => one.attributes.get('class') === 'quoted')!;
  assert.equal(
    textOf(quoted).replace('.example.top/r1', '.example.top/r'),
    refundText,
    'but for the note behind the link',
  );
  assert.equal(findAll(quoted, 'mark').length, 1);
});

test('a thousand phrases do not make a page heavy', () => {
  const one = { text: '奶粉', ...place(refundText, '奶粉') };
  const scam = { ...suspectedAnswer.scam!, because: Array.from({ length: 1_000 }, () => one) };
  const view = { language: 'en', path: '/', demo: false, version: '1' } as const;
  const source = homePage(view, { text: refundText, answer: { ...suspectedAnswer, scam } });
  assert.ok(new TextEncoder().encode(source).length < 20_000);
});
