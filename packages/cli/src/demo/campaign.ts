import type { ReportDraft } from '@spring-rain/contract';

/** Two scams as they come in over days: the same script, told by people who do not know each other. All of it invented. */
const refundScript =
  '您好，我是云杉商城售后，您上周购买的儿童奶粉抽检不合格，平台给您三倍退款，请加企业微信 yunshan_tk88 并下载会议软件，按提示共享屏幕办理，今天不办理就作废';
const refundVariants = [
  '【云杉商城】',
  '刚接到电话：',
  '他们发给我的：',
  '群里好几个人收到这个 ',
  '我妈收到的，差点就信了。',
  '又来了，跟上周一样 ',
  '短信原文：',
  '',
  '请问这个是真的吗？',
];

const tollScript =
  'Toll notice: your account has an unpaid balance of $6.40. To avoid a late fee of $50 pay within 24 hours at https://toll-pay-demo.top/pay?ref=';
const tollVariants = ['A1', 'B7', 'C3', 'D9', 'E5'];

const hourMs = 3_600_000;

/** Reports of two campaigns, oldest first; times are relative to `now`. */
export function demoCampaignDrafts(now: Date): readonly ReportDraft[] {
  const ago = (hours: number) => new Date(now.getTime() - hours * hourMs).toISOString();
  return [
    ...refundVariants.map(
      (before, index): ReportDraft => ({
        text: `${before}${refundScript}`,
        scamKind: 'fake-refund',
        channel: index % 2 === 0 ? 'call' : 'sms',
        happenedAt: ago(70 - 7 * index),
        ...(index === 4 ? { loss: { amount: { amountMinor: 430_000, currency: 'CNY' } } } : {}),
      }),
    ),
    ...tollVariants.map(
      (reference, index): ReportDraft => ({
        text: `${tollScript}${reference}`,
        scamKind: 'phishing',
        channel: 'sms',
        happenedAt: ago(40 - 5 * index),
      }),
    ),
  ];
}
