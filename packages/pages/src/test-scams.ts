import type { CheckAnswer } from '@spring-rain/contract';
import { homePage } from './home.ts';
import { playbookPage } from './playbook.ts';
import { scamsPage } from './scams.ts';
import type { PageView } from './view.ts';

/** Made-up answers that name a scam, and the pages that tell of scams: for the tests of this package. */

/** A text, and where a part of it stands. */
export function place(text: string, part: string): { start: number; end: number } {
  const start = text.indexOf(part);
  if (start === -1) throw new Error(`The text does not hold "${part}".`);
  return { start, end: start + part.length };
}

export const refundText =
  '【云杉客服】您购买的奶粉检测不合格，可三倍退款，请登录 http://tuikuan.example.top/r 或加微信 tk_kefu88 办理';

function phrase(part: string) {
  return { text: part, ...place(refundText, part) };
}

/** It reads like a kind; one of the phrases reaches into a link. */
export const suspectedAnswer: CheckAnswer = {
  verdict: 'caution',
  checkedAt: '2026-11-21T08:00:00.000Z',
  redactions: [],
  nextSteps: [
    'do-not-pay',
    'do-not-click',
    'do-not-share-codes',
    'contact-by-known-channel',
    'report-it',
    'already-paid',
  ],
  indicators: [
    {
      ...place(refundText, 'http://tuikuan.example.top/r'),
      kind: 'url',
      value: 'http://tuikuan.example.top/r',
      confidence01: 0.95,
      traits: [],
      verdict: 'no-record',
      evidence: [],
    },
  ],
  scam: {
    kind: 'fake-refund',
    probability01: 0.97,
    because: [phrase('奶粉检测不合格'), phrase('三倍退款，请登录 http://tuikuan')],
  },
};

/** Fraud, but of which kind is not clear; nothing in it to look up. */
export const unclearAnswer: CheckAnswer = {
  ...suspectedAnswer,
  indicators: [],
  scam: { probability01: 0.81, because: [] },
};

/** Two hundred people reported its like within nine days. */
export const campaignAnswer: CheckAnswer = {
  ...suspectedAnswer,
  verdict: 'reported',
  campaign: {
    id: '00000000-0000-7000-8000-000000000030',
    kind: 'fake-refund',
    state: 'active',
    distinctReporters: 214,
    firstSeen: '2026-11-12T02:00:00.000Z',
    lastSeen: '2026-11-20T22:00:00.000Z',
  },
};

/** The pages, by name; as `samplePages`, of which they are part. */
export function sampleScamPages(
  at: (path: string) => PageView,
  as: <Data>(data: Data) => Data,
): readonly (readonly [string, string])[] {
  return [
    ['suspected', homePage(at('/'), as({ text: refundText, answer: suspectedAnswer }))],
    ['suspected-unclear', homePage(at('/'), as({ text: refundText, answer: unclearAnswer }))],
    ['suspected-campaign', homePage(at('/'), as({ text: refundText, answer: campaignAnswer }))],
    ['scams', scamsPage(at('/scams'))],
    ['playbook', playbookPage(at('/scams/fake-refund'), as({ kind: 'fake-refund' as const }))],
    ['playbook-general', playbookPage(at('/scams/other'), as({ kind: 'other' as const }))],
  ];
}
