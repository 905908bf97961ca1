import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ImageCodeKind, limits } from '@spring-rain/contract';
import { describeCode } from './codes.ts';

function assertKind(kind: ImageCodeKind, contents: readonly string[]): void {
  for (const content of contents) assert.equal(describeCode(content).kind, kind, content);
}

test('a code is named as what it would do', () => {
  assertKind('link', ['https://shop.example/a?b=1', 'HTTP://SHOP.EXAMPLE/', 'http://10.0.0.1/x']);
  assertKind('payment', [
    'wxp://f2f0abcdef',
    'weixin://wxpay/bizpayurl?pr=abc',
    'https://qr.alipay.com/fkx00000abc',
    'alipays://platformapi/startapp',
    'https://payapp.weixin.qq.com/qr/abc',
    'bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
    'upi://pay?pa=a@b',
    '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN6304A13A',
  ]);
  assertKind('wifi', ['WIFI:S:free;T:WPA;P:12345678;;']);
  assertKind('contact', ['BEGIN:VCARD\nFN:A\nEND:VCARD', 'tel:+8613800138000', 'mailto:a@b.example', 'SMSTO:10086:x']);
  assertKind('app', ['tg://resolve?domain=abc', 'intent://x#Intent;end', 'market://details?id=a.b']);
  assertKind('text', ['13800138000', '你好', 'note: buy milk', '']);
});

test('what a scanner might run is a script, never a link, however it is written', () => {
  const scripts = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '  javascript:alert(1)',
    '\u0009javascript :alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'javascript:location="https://shop.example/"',
  ];
  assertKind('script', scripts);
  for (const content of scripts) assert.equal(describeCode(content).isLink, false, content);
});

test('only http and https are links, and only whole ones', () => {
  for (const content of ['ftp://a.example/', 'https://', 'https:// a', 'see https://a.example', 'httpx://a.example']) {
    assert.equal(describeCode(content).isLink, false, content);
  }
  assert.equal(describeCode('https://qr.alipay.com/abc').isLink, true);
});

test('a look-alike of a payment host is a link, not a payment code', () => {
  assertKind('link', [
    'https://qr.alipay.com.evil.example/a',
    'https://myqr.alipay.com/a',
    'https://qr.alipay.community/',
  ]);
});

test('content is made fit to be shown and checked', () => {
  assert.equal(describeCode('a\0b').text, 'a\ufffdb');
  assert.equal(describeCode('a\ud800b').text.isWellFormed(), true);
  assert.equal(describeCode('x'.repeat(5_000)).text.length, limits.imageCodeMaxChars);
});
