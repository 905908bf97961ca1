import type { ListingScope, ReportAction, ReportDraft } from '@spring-rain/contract';
import type { IndicatorKind } from '@spring-rain/engine';

/** One made-up report and what became of it. Every name, number and site in it is invented or reserved. */
export interface DemoReport {
  readonly draft: ReportDraft;
  readonly decide?: readonly { readonly action: ReportAction; readonly reason: string }[];
  readonly answer?: string;
  readonly addition?: string;
  readonly appeal?: string;
  readonly list?: {
    readonly kind: IndicatorKind;
    readonly value: string;
    readonly scope?: ListingScope;
    readonly reason: string;
  };
}

/** Who decides in the demo: a role, not a person. */
export const demoOfficer = 'demo officer';

const hour = 3_600_000;

/** The demo's reports; times are relative to `now`, so that the pages look alive on any day. */
export function demoReports(now: Date): readonly DemoReport[] {
  const ago = (hours: number) => new Date(now.getTime() - hours * hour).toISOString();
  return [
    {
      draft: {
        text: '【云杉商城】尊敬的顾客，您购买的奶粉检测不合格，可获三倍退款。请加客服微信 yunshan_tk88 办理，或登录 https://tuikuan.yunshan-demo.top/r?id=7 填写银行卡。',
        scamKind: 'fake-refund',
        channel: 'sms',
        happenedAt: ago(3),
      },
      decide: [{ action: 'confirm', reason: '与商城核实：没有召回，也没有这个客服。' }],
      answer: '我们已与该商城核实，没有退款活动。请不要点击链接。如果已填写银行卡，请马上致电发卡行挂失。',
      list: {
        kind: 'url',
        value: 'https://tuikuan.yunshan-demo.top/r?id=7',
        reason: '冒充商城退款，页面索取银行卡和验证码。',
      },
    },
    {
      draft: {
        text: '客服让我下载 http://tuikuan.yunshan-demo.top/app/kefu.apk 共享屏幕，说退款通道要开了，让我把钱先转到安全账户 6222 0200 0000 0000 000',
        scamKind: 'fake-refund',
        channel: 'call',
        moneyMoving: true,
        loss: {
          amount: { amountMinor: 1_980_000, currency: 'CNY' },
          paidAt: ago(0.2),
          ownBank: '中国工商银行',
          payeeAccount: '6222020000000000000',
        },
        happenedAt: ago(0.3),
      },
      decide: [{ action: 'escalate', reason: '十二分钟前转账，正在联系银行。' }],
      answer: '我们看到您刚刚转账。请现在就拨打 95588 要求止付，并拨打 96110。回执请保存好。',
    },
    {
      draft: {
        text: 'USPS: your parcel is held for a missing house number. Update within 12 hours: https://usps.parcel-hold-demo.xyz/track or it will be returned.',
        scamKind: 'phishing',
        channel: 'sms',
        happenedAt: ago(20),
      },
      decide: [{ action: 'confirm', reason: 'Not a carrier address; the page asks for a card.' }],
      list: {
        kind: 'domain',
        value: 'parcel-hold-demo.xyz',
        scope: 'domain',
        reason: 'Imitates a parcel carrier to collect card details.',
      },
    },
    {
      draft: {
        text: '诚招兼职点赞员，日结300-800，无需押金！进群领任务，加QQ 800012345 或飞机 @renwu_demo_88',
        scamKind: 'brush-order',
        channel: 'chat',
        happenedAt: ago(30),
      },
      decide: [{ action: 'confirm', reason: '先返小利，再要求垫付“连单”。' }],
      list: { kind: 'handle', value: 'telegram:renwu_demo_88', reason: '刷单返利群的接头账号，三名举报人描述一致。' },
    },
    {
      draft: {
        text: '您好，这里是市公安局经侦大队，您名下银行卡涉嫌洗钱，请配合调查，立即把资金转入国家安全账户核查，不要告诉任何人。回拨 +852 5555 0100',
        scamKind: 'impersonating-police',
        channel: 'call',
        happenedAt: ago(6),
        loss: { ownBank: '招商银行' },
      },
      decide: [{ action: 'escalate', reason: '当事人仍在通话中，情况紧急。' }],
      answer: '公安机关不会让您转账到“安全账户”。请马上挂断，拨打 96110。',
      addition: '他们又换了一个号码打来，让我下载会议软件共享屏幕，我没有照做。',
    },
    {
      draft: {
        text: 'Hi mum, my phone broke, this is my new number +44 7700 900123. Can you pay a bill for me today? Sort code 00-00-00, I will pay you back.',
        scamKind: 'impersonating-acquaintance',
        channel: 'chat',
        happenedAt: ago(50),
      },
      decide: [{ action: 'confirm', reason: 'The daughter was reached on her own number and knows nothing of it.' }],
    },
    {
      draft: {
        text: '老师带你炒USDT，稳赚不赔，昨天带单收益38%。平台 https://coin-demo-invest.vip/#/register?code=8866 ，充值地址 TJRabPrwbZy45sbavfcjinPJC18kjpRTv8',
        scamKind: 'investment',
        channel: 'social',
        happenedAt: ago(80),
        loss: { amount: { amountMinor: 300_000, currency: 'CNY' } },
      },
      decide: [{ action: 'confirm', reason: '只进不出，提现要求再交“保证金”。' }],
    },
    {
      draft: {
        text: '【校园通知】本周五 14:00 在图书馆报告厅举行防诈骗讲座，请各班班长统计人数。',
        channel: 'sms',
        happenedAt: ago(26),
      },
      decide: [{ action: 'reject', reason: '是学校的真实通知，学工处已确认。' }],
      answer: '这是学校的真实通知，可以放心参加。',
      appeal: '通知里的号码我打不通，请再核实一次。',
    },
    {
      draft: {
        text: '四六级答案考前两小时发，包过，先付定金 500，加V：kaoshi_demo66',
        scamKind: 'exam-cheating',
        channel: 'chat',
        happenedAt: ago(12),
      },
    },
    {
      draft: { text: 'asdf asdf', channel: 'other' },
      decide: [{ action: 'junk', reason: 'No content.' }],
    },
    {
      draft: {
        text: 'Microsoft support: virus found on your PC. Call 1-888-555-0142 now, do not turn off the computer.',
        scamKind: 'tech-support',
        channel: 'web',
        happenedAt: ago(40),
      },
    },
    {
      draft: {
        text: '高价收购银行卡、电话卡、对公账户，一套 8000 现结，微信同号 17000000000',
        scamKind: 'account-purchase',
        channel: 'social',
        happenedAt: ago(64),
      },
    },
    {
      draft: {
        text: '您的ETC已失效，请于今日内登录 etc.renzheng-demo.cc 重新认证，逾期将影响通行。【高速服务】',
        scamKind: 'phishing',
        channel: 'sms',
        happenedAt: ago(9),
      },
    },
    {
      draft: {
        text: '我们录了你的视频，两小时内付 0.05 BTC 到 bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4，否则发给通讯录。',
        scamKind: 'blackmail',
        channel: 'mail',
        happenedAt: ago(15),
        contact: 'demo@example.org',
      },
      answer: '不要付款，付款只会换来更多勒索。保留证据，我们会联系您。',
    },
  ];
}
