import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeText, html, serialise } from './html.ts';

test('every text in a template is escaped, for content and attributes alike', () => {
  const hostile = `<script>alert("1")</script>&'`;
  assert.equal(
    serialise(html`<p title="${hostile}">${hostile}</p>`),
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;</p>',
  );
});

test('a piece that html made goes through as it is, in lists too', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  assert.equal(serialise(html`<ul>${items}</ul>`), '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
});

test('nothing is written for undefined, null and false; a number is written, zero too', () => {
  assert.equal(serialise(html`${undefined}${null}${false}${0}`), '0');
});

test('what merely looks like a piece of html is not one', () => {
  const forged = JSON.parse('{"markup":"<script>"}') as string;
  assert.throws(() => serialise(html`${forged}`));
});

test('what HTML cannot hold is replaced, one for one', () => {
  const text = 'a\0b\ud800c\x1bd\te\nf😀';
  assert.equal(escapeText(text), 'a\ufffdb\ufffdc\ufffdd\te\nf😀');
  assert.equal(escapeText(text).length, text.length);
});
