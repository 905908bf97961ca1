import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '@spring-rain/look';
import { type Reshape, samplePages } from './test-data.ts';
import { elementsOf, parseHtml, textOf } from './test-html.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</textarea></title></option><script>alert(1)</script>',
  'javascript:alert(1)',
  '" autofocus onfocus="alert(1)',
  '&lt;script&gt;&#60;&quot;',
  "'; drop table report; --",
  '\u202egnp.exe\u0000\ud800\u0007',
  '{{7*7}}<!--',
];

/** Words of a closed vocabulary: the contract's schemas let nothing else through. */
const closed = new Set('verdict kind type scope state subject role about nextSteps code id language'.split(' '));

function fill(with_: string): Reshape {
  const walk = (value: unknown, key: string): unknown => {
    if (closed.has(key)) return value;
    if (typeof value === 'string') return with_;
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  // Strings become strings and the rest is copied: the shape is the same.
  return <Data>(data: Data) => walk(data, '') as Data;
}

const tags = new Set(
  (
    'html head meta title link script body a p header div form input button main h1 h2 h3 section label textarea span ' +
    'strong ol ul li nav footer details summary select option dl dt dd bdi mark article blockquote output time code br'
  ).split(' '),
);

for (const text of hostile) {
  test(`in every field of every page, ${JSON.stringify(text)} is only text`, () => {
    for (const language of languages) {
      for (const [name, source] of samplePages(language, { as: fill(text) })) {
        const page = parseHtml(source);
        for (const one of elementsOf(page)) {
          assert.ok(tags.has(one.tag), `${name}: <${one.tag}>`);
          for (const [attribute, value] of one.attributes) {
            assert.doesNotMatch(attribute, /^on/, name);
            if (attribute === 'href' || attribute === 'action' || attribute === 'src') {
              assert.match(value, /^(\/(?!\/)|#|tel:[0-9+*%#]*$|https?:\/\/)/, `${name}: ${attribute}="${value}"`);
            }
          }
          if (one.tag === 'script') assert.equal(textOf(one), '', name);
        }
      }
    }
  });
}

test('what a visitor typed is given back unit for unit in the form', () => {
  for (const text of hostile.slice(0, -2)) {
    const page = parseHtml(samplePages('en', { as: fill(text) }).get('report-problem')!);
    const box = [...elementsOf(page)].find((one) => one.tag === 'textarea')!;
    assert.equal(textOf(box), `\n${text}`);
  }
});
