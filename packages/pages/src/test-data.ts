import {
  type CheckAnswer,
  type CheckedIndicator,
  type ImageCodeKind,
  type ImageReading,
  imageCodeKinds,
  type ProblemCode,
  type ProblemDocument,
  type ReceiptStatus,
  type Source,
} from '@spring-rain/contract';
import type { Language } from '@spring-rain/look';
import { appealPage } from './appeal.ts';
import { developersPage } from './developers.ts';
import type { EmergencyCountry } from './emergency.ts';
import { homePage } from './home.ts';
import { paidPage } from './paid.ts';
import { problemPage } from './problem.ts';
import { promisesPage } from './promises.ts';
import { receiptPage } from './receipt.ts';
import { receiptGivenPage } from './receipt-given.ts';
import { reportPage } from './report.ts';
import { sourcesPage } from './sources.ts';
import { statusPage } from './status.ts';
import { place, sampleScamPages } from './test-scams.ts';
import type { PageView } from './view.ts';

/** Made-up data that bring every page alive: for the tests of this package, and for looking at the pages. */

const ids = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const smsText =
  '【银行】您的积分即将过期🎁，请尽快登录 http://bank-points.example.top/dh 兑换，客服微信 kefu8868，咨询13800138000。官方电话95588。';

function indicator(
  part: string,
  fields: Pick<CheckedIndicator, 'kind' | 'value' | 'verdict' | 'evidence'>,
): CheckedIndicator {
  return { ...place(smsText, part), confidence01: 0.95, traits: [], ...fields };
}

export const scamAnswer: CheckAnswer = {
  verdict: 'known-scam',
  checkedAt: '2026-11-21T08:00:00.000Z',
  redactions: [],
  nextSteps: ['do-not-pay', 'do-not-click', 'do-not-share-codes', 'call-official-number', 'report-it', 'already-paid'],
  indicators: [
    indicator('http://bank-points.example.top/dh', {
      kind: 'url',
      value: 'http://bank-points.example.top/dh',
      verdict: 'known-scam',
      evidence: [
        {
          type: 'listing',
          listingId: ids(1),
          source: 'taiwan165',
          sourceTitle: { 'zh-CN': '165 反诈骗通报网站', en: 'Scam sites reported to the 165 hotline' },
          sourceUrl: 'https://165.npa.gov.tw/',
          scope: 'host',
          scopeValue: 'bank-points.example.top',
          reports: 23,
          since: '2024-02-03T00:00:00Z',
          lastSeen: '2024-05-19T00:00:00Z',
          expiresAt: '2027-05-19T00:00:00Z',
        },
        { type: 'look-alike', official: 'bank.example.com', how: 'embedded' },
      ],
    }),
    indicator('kefu8868', { kind: 'handle', value: 'wechat:kefu8868', verdict: 'no-record', evidence: [] }),
    indicator('13800138000', {
      kind: 'phone',
      value: '+8613800138000',
      verdict: 'reported',
      evidence: [
        {
          type: 'reports',
          distinctReporters: 7,
          confirmed: 0,
          since: '2026-11-01T03:00:00Z',
          lastSeen: '2026-11-20T10:00:00Z',
          scope: 'exact',
          scopeValue: '+8613800138000',
        },
      ],
    }),
    indicator('95588', {
      kind: 'phone',
      value: '+8695588',
      verdict: 'known-good',
      evidence: [
        {
          type: 'official',
          source: 'official',
          name: { 'zh-CN': '中国工商银行', en: 'ICBC' },
          country: 'CN',
          sourceUrl: 'https://www.icbc.com.cn/',
          scope: 'exact',
          scopeValue: '+8695588',
        },
      ],
    }),
  ],
};

export const unknownText = '恭喜中奖，加微信 lucky777 领取。身份证11010519491231002X';
export const unknownAnswer: CheckAnswer = {
  verdict: 'no-record',
  checkedAt: '2026-11-21T08:00:00.000Z',
  nextSteps: ['stay-careful', 'contact-by-known-channel', 'report-it', 'already-paid'],
  redactions: [{ kind: 'resident-id', ...place(unknownText, '11010519491231002X') }],
  indicators: [
    {
      ...place(unknownText, 'lucky777'),
      kind: 'handle',
      value: 'wechat:lucky777',
      confidence01: 0.9,
      traits: [],
      verdict: 'no-record',
      evidence: [],
    },
  ],
};

export const officialAnswer: CheckAnswer = {
  ...scamAnswer,
  verdict: 'known-good',
  nextSteps: ['use-official-only', 'stay-careful'],
  indicators: scamAnswer.indicators.filter((one) => one.verdict === 'known-good'),
};

const codeTexts: Readonly<Record<ImageCodeKind, string>> = {
  link: 'http://bank-points.example.top/dh',
  script: 'javascript:alert("<b>1</b>")',
  payment: 'wxp://f2f0example',
  wifi: 'WIFI:S:free;T:WPA;P:12345678;;',
  contact: 'tel:+8613800138000',
  app: 'tg://resolve?domain=example',
  text: '你好',
};

/** A picture with a code of every kind, of which not all was read. */
export const readImage: ImageReading = {
  text: smsText,
  codes: imageCodeKinds.map((kind) => ({ kind, text: codeTexts[kind], isLink: kind === 'link' })),
  isComplete: false,
};

export const cautionAnswer: CheckAnswer = {
  ...scamAnswer,
  verdict: 'caution',
  nextSteps: ['do-not-click', 'do-not-install', 'contact-by-known-channel', 'report-it'],
  indicators: scamAnswer.indicators.slice(0, 1).map((one) => ({
    ...one,
    verdict: 'caution' as const,
    evidence: [
      { type: 'trait', trait: 'apk' },
      { type: 'look-alike', official: 'bank.example.com', how: 'homoglyph' },
    ],
  })),
};

export const emergency: readonly EmergencyCountry[] = [
  {
    country: 'CN',
    name: { 'zh-CN': '中国大陆', en: 'Mainland China' },
    note: { 'zh-CN': '越早报警，追回的机会越大。', en: 'The sooner you call, the better the chance.' },
    contacts: [
      {
        kind: 'phone',
        display: '110',
        dial: '110',
        what: { 'zh-CN': '报警，要求紧急止付', en: 'Police: ask for an emergency stop of the payment' },
        hours: { 'zh-CN': '全天 24 小时', en: '24 hours' },
        source: 'https://www.mps.gov.cn/',
      },
      {
        kind: 'site',
        display: 'www.12321.cn',
        url: 'https://www.12321.cn/',
        what: { 'zh-CN': '举报诈骗短信', en: 'Report scam texts' },
        hours: null,
        source: null,
      },
    ],
  },
  {
    country: 'JP',
    name: { 'zh-CN': '日本', en: 'Japan' },
    contacts: [{ kind: 'phone', display: '#9110', dial: '#9110', what: { 'zh-CN': '警察咨询', en: 'Police advice' } }],
  },
];

export const newStatus: ReceiptStatus = {
  about: 'report',
  receivedAt: '2026-11-20T08:00:00.000Z',
  state: 'received',
  moneyMoving: true,
  text: smsText,
  indicators: scamAnswer.indicators.map(({ kind, value, start, end }) => ({ kind, value, start, end })),
  timeline: [{ kind: 'received', at: '2026-11-20T08:00:00.000Z' }],
  attachments: [],
  appeals: [],
  hasContact: false,
  keptUntil: '2027-11-20T08:00:00.000Z',
  held: false,
};

export const fullStatus: ReceiptStatus = {
  ...newStatus,
  state: 'rejected',
  timeline: [
    ...newStatus.timeline,
    { kind: 'added', at: '2026-11-20T09:00:00.000Z', text: '对方又打来一次。' },
    { kind: 'attached', at: '2026-11-20T09:01:00.000Z' },
    { kind: 'decided', at: '2026-11-20T10:00:00.000Z', state: 'rejected' },
    {
      kind: 'answered',
      at: '2026-11-20T10:05:00.000Z',
      text: '我们核对过，这是银行自己的活动页面。',
      answerId: ids(9),
    },
    { kind: 'appealed', at: '2026-11-20T11:00:00.000Z', text: '银行说不是他们的。' },
  ],
  attachments: [{ id: ids(5), mediaType: 'image/png', sizeBytes: 345_678, addedAt: '2026-11-20T09:01:00.000Z' }],
  appeals: [
    {
      id: ids(7),
      subject: 'answer',
      state: 'waiting',
      filedAt: '2026-11-20T11:00:00.000Z',
      dueAt: '2026-11-27T11:00:00.000Z',
    },
  ],
  hasContact: true,
};

export const sampleSources: readonly Source[] = [
  {
    id: ids(20),
    name: 'taiwan165',
    title: { 'zh-CN': '165 反诈骗通报网站', en: 'Scam sites reported to the 165 hotline' },
    role: 'known-scam',
    publisher: 'National Police Agency',
    url: 'https://165.npa.gov.tw/',
    licence: 'Open Government Data License 1.0',
    attribution: { 'zh-CN': '资料来源：警政署', en: 'Source: National Police Agency' },
    values: 16_054,
    asOf: '2024-12-31',
    adoptedBy: 'Wang Fang',
    adoptedAt: '2026-11-20T08:00:00.000Z',
  },
  {
    id: ids(21),
    name: 'shared-hosts',
    title: { 'zh-CN': '多人共用的网站', en: 'Hosts where anyone can publish' },
    role: 'shared-host',
    publisher: 'Spring Rain',
    licence: 'Apache-2.0',
    values: 202,
  },
];

export function problem(code: ProblemCode, fields: Partial<ProblemDocument> = {}): ProblemDocument {
  return {
    type: `urn:spring-rain:problem:${code}`,
    title: '文字太长',
    status: 400,
    code,
    detail: '最多 10000 个字符，收到 12345 个。请只保留关键部分。',
    ...fields,
  };
}

export const sampleOpenApi = {
  openapi: '3.1.0',
  paths: {
    '/api/checks': {
      post: {
        operationId: 'checkText',
        summary: 'Is this a scam?',
        'x-permission': 'public',
        responses: { 200: {}, 400: {} },
      },
    },
  },
};

/** About a thousand hashes: a blink. */
const sampleChallenge = {
  parameters: { algorithm: 'SHA-256', salt: '00112233', nonce: '44556677', cost: 1, keyLength: 32, keyPrefix: '00a' },
};

const key = '0190d3c4-idempotency';

/** Changes data before they are shown; what it answers has the same shape. */
export type Reshape = <Data>(data: Data) => Data;

/** Every page in every state worth looking at, by name. */
export function samplePages(
  language: Language,
  { demo = false, as = (data) => data }: { demo?: boolean; as?: Reshape } = {},
): ReadonlyMap<string, string> {
  const at = (path: string): PageView => ({
    language,
    path,
    demo,
    version: '0.1.0',
    timeZone: 'Asia/Shanghai',
    publicUrl: 'https://rain.example',
  });
  const report = { idempotencyKey: key, contactAvailable: true };
  const proof = { challenge: JSON.stringify(sampleChallenge), waitingTicket: 'ticket', waitSeconds: 20 };
  const receipt = '1234567890123452';
  return new Map([
    ['home', homePage(at('/'), as({}))],
    ['home-problem', homePage(at('/'), as({ text: 'x'.repeat(40), problem: problem('text.too_long') }))],
    ['known-scam', homePage(at('/'), as({ text: smsText, answer: scamAnswer }))],
    ['caution', homePage(at('/'), as({ text: smsText, answer: cautionAnswer }))],
    ['from-picture', homePage(at('/'), as({ text: smsText, answer: scamAnswer, image: readImage }))],
    [
      'from-picture-before',
      homePage(at('/'), as({ text: unknownText, answer: unknownAnswer, image: { codes: [], isComplete: true } })),
    ],
    ['picture-problem', homePage(at('/'), as({ text: '', problem: problem('image.took_too_long') }))],
    ['known-good', homePage(at('/'), as({ text: smsText, answer: officialAnswer }))],
    ['no-record', homePage(at('/'), as({ text: unknownText, answer: unknownAnswer }))],
    [
      'nothing-found',
      homePage(at('/'), as({ text: '你好', answer: { ...unknownAnswer, indicators: [], redactions: [] } })),
    ],
    ...sampleScamPages(at, as),
    ['report', reportPage(at('/report'), as({ ...report, values: {} }))],
    ['report-problem', reportPage(at('/report'), as(reportRefused(report)))],
    [
      'report-proof',
      reportPage(
        at('/report'),
        as({
          ...report,
          values: { text: smsText },
          problem: problem('flood.proof_required'),
          proof,
        }),
      ),
    ],
    ['report-no-contact', reportPage(at('/report'), as({ ...report, contactAvailable: false, values: {} }))],
    [
      'given',
      receiptGivenPage(
        at('/report'),
        as({
          receipt,
          receivedAt: newStatus.receivedAt,
          moneyMoving: false,
          about: 'report',
        }),
      ),
    ],
    [
      'given-money',
      receiptGivenPage(
        at('/report'),
        as({
          receipt,
          receivedAt: newStatus.receivedAt,
          moneyMoving: true,
          emergency: emergency[0]!,
          about: 'report',
          notes: [problem('attachment.broken')],
        }),
      ),
    ],
    [
      'given-appeal',
      receiptGivenPage(
        at('/appeal'),
        as({
          receipt,
          receivedAt: newStatus.receivedAt,
          moneyMoving: false,
          about: 'appeal',
        }),
      ),
    ],
    ['receipt', receiptPage(at('/receipt'), as({}))],
    ['receipt-problem', receiptPage(at('/receipt'), as({ problem: problem('receipt.unknown') }))],
    ['status-new', statusPage(at('/receipt'), as({ receipt, status: newStatus, idempotencyKey: key }))],
    [
      'status-full',
      statusPage(
        at('/receipt'),
        as({ receipt, status: fullStatus, idempotencyKey: key, now: '2026-11-21T12:00:00.000Z' }),
      ),
    ],
    [
      'status-answered',
      statusPage(at('/receipt'), as({ receipt, status: { ...fullStatus, appeals: [] }, idempotencyKey: key })),
    ],
    [
      'status-deletion',
      statusPage(
        at('/receipt'),
        as({ receipt, status: { ...fullStatus, held: true, deletion: refusedDeletion }, idempotencyKey: key }),
      ),
    ],
    ['status-appeal', statusPage(at('/receipt'), as({ receipt, status: appealStatus(), idempotencyKey: key }))],
    [
      'status-problem',
      statusPage(
        at('/receipt'),
        as({
          receipt,
          status: newStatus,
          idempotencyKey: key,
          problem: problem('report.text_blank'),
        }),
      ),
    ],
    ['paid', paidPage(at('/paid'), as({ ...report, countries: emergency }))],
    ['paid-jp', paidPage(at('/paid'), as({ ...report, countries: emergency, country: 'JP' }))],
    ['appeal', appealPage(at('/appeal'), as({ ...report, value: 'http://bank-points.example.top/dh' }))],
    [
      'appeal-problem',
      appealPage(at('/appeal'), as({ ...report, contactAvailable: false, problem: problem('request.not_found') })),
    ],
    ['sources', sourcesPage(at('/sources'), as({ sources: sampleSources }))],
    ['sources-empty', sourcesPage(at('/sources'), as({ sources: [] }))],
    ['promises', promisesPage(at('/promises'))],
    ['developers', developersPage(at('/developers'), as({ openapi: sampleOpenApi }))],
    ['problem', problemPage(at('/report'), as({ problem: problem('service.unavailable', { status: 503 }) }))],
  ]);
}

function reportRefused(report: { idempotencyKey: string; contactAvailable: boolean }) {
  return {
    ...report,
    values: { text: smsText, amount: 'abc', currency: 'XAU', moneyMoving: 'yes', contact: 'a@b.example' },
    problem: problem('report.amount_invalid', { field: 'loss/amount' }),
  };
}

const refusedDeletion: NonNullable<ReceiptStatus['deletion']> = {
  state: 'refused',
  askedAt: '2026-11-21T08:00:00.000Z',
  dueAt: '2026-12-06T08:00:00.000Z',
  decidedAt: '2026-11-22T08:00:00.000Z',
  reason: '法院要求保留，案号见附件。',
};

function appealStatus(): ReceiptStatus {
  return {
    about: 'appeal',
    receivedAt: newStatus.receivedAt,
    indicators: [],
    timeline: [{ kind: 'appealed', at: newStatus.receivedAt, text: '这是我家店的电话。' }],
    attachments: [],
    appeals: [
      {
        id: ids(8),
        subject: 'listing',
        state: 'dismissed',
        filedAt: newStatus.receivedAt,
        dueAt: '2026-11-27T08:00:00.000Z',
        decidedAt: '2026-11-22T08:00:00.000Z',
        reason: '号码已由运营商确认属于诈骗团伙。',
      },
    ],
    hasContact: false,
    keptUntil: newStatus.keptUntil,
    held: false,
  };
}
