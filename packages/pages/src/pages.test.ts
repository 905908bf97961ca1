import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceiptStatus } from '@spring-rain/contract';
import { languages, words } from '@spring-rain/look';
import { assets } from './assets.ts';
import { homePage } from './home.ts';
import { statusPage } from './status.ts';
import { fullStatus, readImage, samplePages, scamAnswer, smsText, unknownAnswer, unknownText } from './test-data.ts';
import { type Element, elementsOf, findAll, parseHtml, textOf } from './test-html.ts';

/** What a page may weigh beside the visitor's text: HTML, style sheet and icon; scripts come on top and may fail. */
const pageMaxBytes = 30 * 1024;

function everyPage(check: (page: Element, name: string, source: string) => void): void {
  for (const language of languages) {
    for (const [name, source] of samplePages(language, { demo: hasBanner(language) })) {
      check(parseHtml(source), `${name} in ${language}`, source);
    }
  }
}

// One language is looked at with the banner, the other without.
function hasBanner(language: string): boolean {
  return language === 'en';
}

test('every page is well-formed, in every language', () => {
  everyPage((page, name) => assert.equal(page.tag, 'html', name));
});

test('every page says its language, has one main heading, and ids that stand once', () => {
  everyPage((page, name) => {
    assert.ok(
      languages.some((tag) => tag === page.attributes.get('lang')),
      name,
    );
    assert.equal(findAll(page, 'h1').length, 1, name);
    assert.equal(findAll(page, 'main').length, 1, name);
    const ids = [...elementsOf(page)].flatMap((one) => one.attributes.get('id') ?? []);
    assert.deepEqual(ids, [...new Set(ids)], name);
  });
});

test('headings go down one level at a time', () => {
  everyPage((page, name) => {
    const levels = [...elementsOf(page)].flatMap(({ tag }) => (/^h[1-6]$/.test(tag) ? [Number(tag[1])] : []));
    const before = [0, ...levels];
    for (const [index, level] of levels.entries()) {
      // A refusal stands above the page's own heading.
      if (level !== 1 && before[index] === 0) continue;
      assert.ok(level <= before[index]! + 1, `${name}: h${before[index]} is followed by h${level}`);
    }
  });
});

test('"I have already paid" stands on every page, one tap away', () => {
  everyPage((page, name) => {
    const ways = findAll(page, 'a').filter((link) => link.attributes.get('class') === 'paid');
    assert.equal(ways.length, 1, name);
    assert.equal(ways[0]!.attributes.get('href'), '/paid', name);
  });
});

test('every page leads to itself in the other language', () => {
  everyPage((page, name) => {
    const here = page.attributes.get('lang');
    const ways = [...elementsOf(page)].filter((one) => one.attributes.get('class') === 'language');
    assert.deepEqual(
      ways.map((way) => way.attributes.get('lang')),
      languages.filter((tag) => tag !== here),
      name,
    );
  });
});

test('another language is asked for with what was typed, never by losing it', () => {
  const page = parseHtml(samplePages('en').get('known-scam')!);
  const form = findAll(page, 'form').find((one) => one.attributes.get('action') === '/?lang=zh-CN')!;
  assert.equal(findAll(form, 'input')[0]!.attributes.get('value'), smsText);
  const status = parseHtml(samplePages('en').get('given')!);
  const toStatus = findAll(status, 'form').find((one) => one.attributes.get('action') === '/receipt?lang=zh-CN')!;
  assert.equal(findAll(toStatus, 'input')[0]!.attributes.get('value'), '1234567890123452');
});

test('every field has a label, and what describes it exists', () => {
  everyPage((page, name) => {
    const ids = new Set([...elementsOf(page)].map((one) => one.attributes.get('id')));
    const labelled = new Set(findAll(page, 'label').map((label) => label.attributes.get('for')));
    for (const field of [...elementsOf(page)].filter(({ tag }) => ['input', 'select', 'textarea'].includes(tag))) {
      if (field.attributes.get('type') === 'hidden') continue;
      assert.ok(labelled.has(field.attributes.get('id')), `${name}: ${field.attributes.get('name')} has no label`);
      for (const id of field.attributes.get('aria-describedby')?.split(' ') ?? [])
        assert.ok(ids.has(id), `${name}: ${id}`);
    }
    for (const one of elementsOf(page)) {
      const id = one.attributes.get('aria-labelledby');
      if (id !== undefined) assert.ok(ids.has(id), `${name}: aria-labelledby ${id}`);
      const href = one.attributes.get('href');
      if (href?.startsWith('#')) assert.ok(ids.has(href.slice(1)), `${name}: ${href} leads nowhere`);
    }
  });
});

test('no page holds a script, a style or a handler of its own', () => {
  everyPage((page, name) => {
    for (const one of elementsOf(page)) {
      if (one.tag === 'script') assert.match(one.attributes.get('src') ?? '', /^\/assets\/[a-z]+\.js$/, name);
      assert.equal(textOf(one.tag === 'script' ? one : ''), '', name);
      assert.notEqual(one.tag, 'style', name);
      for (const attribute of one.attributes.keys()) assert.doesNotMatch(attribute, /^(on|style$)/, name);
    }
  });
});

test('no page shows what was never meant for people', () => {
  everyPage((page, name) => assert.doesNotMatch(textOf(page), /undefined|null|NaN|\[object|Invalid Date|=>/, name));
});

test('every asset that a page asks for is there', () => {
  const served = assets();
  everyPage((page, name) => {
    for (const one of elementsOf(page)) {
      const address = one.attributes.get('src') ?? (one.tag === 'link' ? one.attributes.get('href') : undefined);
      if (address !== undefined) assert.ok(served.has(address.replace('/assets/', '')), `${name}: ${address}`);
    }
  });
});

test('every page weighs at most 30 KB with its style sheet and icon', () => {
  const served = assets();
  const shared = served.get('spring-rain.css')!.bytes.length + served.get('icon.svg')!.bytes.length;
  everyPage((_page, name, source) => {
    const bytes = new TextEncoder().encode(source).length + shared;
    assert.ok(bytes <= pageMaxBytes, `${name} weighs ${bytes} bytes`);
  });
});

test('"no record" says that it does not mean safe, first of all, and the page has no green', () => {
  for (const language of languages) {
    const page = parseHtml(samplePages(language).get('no-record')!);
    assert.equal(textOf(findAll(page, 'h1')[0]!), words(language).verdicts['no-record'].sentence);
    assert.equal(page.attributes.get('class'), 'without-green');
  }
  assert.match(words('en').verdicts['no-record'].sentence, /does not mean it is safe/);
  assert.match(words('zh-CN').verdicts['no-record'].sentence, /不等于安全/);
  const css = new TextDecoder().decode(assets().get('spring-rain.css')!.bytes);
  const redefined = /\.without-green\{([^}]*)\}/.exec(css)![1]!;
  for (const green of css.matchAll(/--(house[a-z-]*|on-house):/g))
    assert.ok(redefined.includes(`--${green[1]}:var(--`));
});

test('a scam is never a link: what was recognised is text', () => {
  for (const name of ['known-scam', 'no-record', 'caution', 'status-full']) {
    const page = parseHtml(samplePages('en').get(name)!);
    for (const link of findAll(page, 'a')) {
      assert.doesNotMatch(link.attributes.get('href')!, /^https?:.*example\.top|^tel:.*13800138000/, name);
    }
  }
});

test('what a machine read from a picture is said to be that, and a code is text, whatever it asks for', () => {
  for (const language of languages) {
    const w = words(language);
    const page = parseHtml(samplePages(language).get('from-picture')!);
    const told = textOf(page);
    for (const word of [w.home.fromPicture, w.home.fromPictureNote, w.home.readInPart, w.home.pictureAgain]) {
      assert.ok(told.includes(word), `${language}: ${word}`);
    }
    for (const { kind, text } of readImage.codes) {
      assert.ok(told.includes(text), text);
      assert.ok(told.includes(w.imageCodeKinds[kind].meaning), kind);
    }
    for (const link of findAll(page, 'a')) {
      assert.doesNotMatch(link.attributes.get('href') ?? '', /^(?:javascript|wxp|wifi|tg|http):/i);
    }
    assert.doesNotMatch(textOf(parseHtml(samplePages(language).get('known-scam')!)), new RegExp(w.home.fromPicture));
  }
});

test('the form takes a picture without JavaScript, and keeps that an answer came from one', () => {
  const form = findAll(parseHtml(samplePages('en').get('home')!), 'form').find(
    (one) => one.attributes.get('action') === '/' && one.attributes.get('class') === 'box',
  )!;
  assert.equal(form.attributes.get('enctype'), 'multipart/form-data');
  const fields = findAll(form, 'input');
  assert.deepEqual(
    fields.map(({ attributes }) => [attributes.get('type'), attributes.get('name')]),
    [['file', 'file']],
  );
  for (const name of ['from-picture', 'from-picture-before']) {
    const other = findAll(parseHtml(samplePages('en').get(name)!), 'form').find(
      (one) => one.attributes.get('action') === '/?lang=zh-CN',
    )!;
    assert.deepEqual(
      findAll(other, 'input').map(({ attributes }) => attributes.get('name')),
      ['text', 'fromPicture'],
      name,
    );
  }
});

test('what to do comes before why, and the report form carries the text', () => {
  const page = parseHtml(samplePages('en').get('known-scam')!);
  const headings = findAll(page, 'h2').map(textOf);
  const { home } = words('en');
  assert.deepEqual(
    headings.filter((heading) => [home.nextSteps, home.evidence, home.marked, home.reportLead].includes(heading)),
    [home.nextSteps, home.evidence, home.marked, home.reportLead],
  );
  const form = findAll(page, 'form').find((one) => one.attributes.get('action') === '/report/new')!;
  assert.equal(findAll(form, 'input')[0]!.attributes.get('value'), smsText);
});

test('the same value twice is explained once and marked twice', () => {
  const text = '13800138000 或 13800138000';
  const [one] = scamAnswer.indicators.filter(({ verdict }) => verdict === 'reported');
  const indicators = [0, 14].map((start) => ({ ...one!, start, end: start + 11 }));
  const page = parseHtml(
    homePage({ language: 'en', path: '/', demo: false, version: '1' }, { text, answer: { ...scamAnswer, indicators } }),
  );
  assert.equal(findAll(page, 'mark').length, 2);
  assert.equal(findAll(page, 'h3').length, 1);
});

test('a text full of values stays within its weight, beside the text and its marks', () => {
  const count = 600;
  const text = Array.from({ length: count }, (_, index) => `1380013${String(index).padStart(4, '0')}`).join(' ');
  const [one] = scamAnswer.indicators.filter(({ verdict }) => verdict === 'known-scam');
  const indicators = Array.from({ length: count }, (_, index) => ({
    ...one!,
    value: `+861380013${String(index).padStart(4, '0')}`,
    start: index * 12,
    end: index * 12 + 11,
  }));
  const source = homePage(
    { language: 'zh-CN', path: '/', demo: false, version: '1' },
    { text, answer: { ...scamAnswer, indicators } },
  );
  const page = parseHtml(source);
  assert.equal(findAll(page, 'mark').length, count);
  const marked = source.slice(
    source.indexOf('<div class="quoted">'),
    source.indexOf('<form method="post" action="/report/new"'),
  );
  const shared = assets().get('spring-rain.css')!.bytes.length;
  const bytes =
    new TextEncoder().encode(source).length - new TextEncoder().encode(marked).length - 3 * text.length + shared;
  assert.ok(bytes <= pageMaxBytes, `${bytes} bytes beside the text`);
});

test('an identity number is shown in reverse and said to be covered', () => {
  const page = parseHtml(samplePages('zh-CN').get('no-record')!);
  const covered = findAll(page, 'mark').find((one) => one.attributes.get('class') === 'private')!;
  assert.equal(textOf(covered), '11010519491231002X');
  assert.ok(unknownAnswer.redactions.every(({ start, end }) => unknownText.slice(start, end) === textOf(covered)));
  assert.ok(textOf(page).includes(words('zh-CN').home.private('身份证号')));
});

test('a waiting appeal shows how long is left, and says so when its time has passed', () => {
  const view = { language: 'en', path: '/receipt', demo: false, version: '1' } as const;
  const shown = (now: string) =>
    textOf(parseHtml(statusPage(view, { receipt: '1234567890123452', status: fullStatus, idempotencyKey: 'k', now })));
  const { status } = words('en');
  assert.ok(shown('2026-11-21T11:00:00.000Z').includes(status.daysLeft(6)));
  assert.ok(shown('2026-11-27T10:59:59.000Z').includes(status.daysLeft(0)));
  assert.ok(shown('2026-11-27T11:00:01.000Z').includes(status.overdue));
});

test('every form of the receipt page that changes something has a key of its own', () => {
  const page = parseHtml(samplePages('en').get('status-answered')!);
  const keys = findAll(page, 'input').flatMap((input) =>
    input.attributes.get('name') === 'idempotencyKey' ? [input.attributes.get('value')] : [],
  );
  assert.equal(keys.length, 4);
  assert.equal(new Set(keys).size, 4);
});

test('what a person may ask for by receipt stands there as forms, and one deletion is asked for at a time', () => {
  const { deletion: _none, ...asked } = fullStatus;
  const actions = (page: string) => findAll(parseHtml(page), 'form').map((form) => form.attributes.get('action'));
  const view = { language: 'en', path: '/receipt', demo: false, version: '1', timeZone: 'UTC' } as const;
  const waiting = { state: 'waiting', askedAt: '2026-11-20T08:00:00.000Z', dueAt: '2026-12-05T08:00:00.000Z' } as const;
  const shown = (deletion: ReceiptStatus['deletion'], held = false) =>
    statusPage(view, {
      receipt: '1234567890123452',
      status: { ...asked, held, ...(deletion === undefined ? {} : { deletion }) },
      idempotencyKey: 'k',
      now: '2026-12-06T08:00:00.000Z',
    });
  const forms = ['/receipt/data', '/receipt/corrections', '/receipt/deletions'];
  for (const form of forms) assert.ok(actions(shown(undefined)).includes(form), form);
  assert.ok(!actions(shown(waiting)).includes('/receipt/deletions'));
  const { status } = words('en');
  assert.ok(shown(waiting).includes(status.deletionOverdue));
  assert.ok(!shown(waiting).includes(status.deletionHeld));
  const granted = { ...waiting, state: 'granted', decidedAt: '2026-12-01T08:00:00.000Z' } as const;
  assert.ok(shown(granted, true).includes(status.deletionHeld));
  const refused = { ...granted, state: 'refused', reason: 'A court <asked> for it.' } as const;
  assert.ok(shown(refused).includes('A court &lt;asked&gt; for it.'));
  assert.ok(actions(shown(refused)).includes('/receipt/deletions'));
});
