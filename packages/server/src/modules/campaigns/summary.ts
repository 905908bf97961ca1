import type { CampaignSummary, Localised } from '@spring-rain/contract';
import { type Language, words } from '@spring-rain/look';
import type { CampaignFacts } from './facts-store.ts';

/** Values and amounts that a summary names at most. */
const namedMax = 3;

/**
 * A campaign in a few sentences, drafted from its figures: kind, how many, since when, by which channels, which values.
 * No word of it is a reporter's. Pure.
 */
export function draftSummary(campaign: CampaignSummary, facts: CampaignFacts): Localised {
  return { 'zh-CN': inChinese(campaign, facts), en: inEnglish(campaign, facts) };
}

function inEnglish(campaign: CampaignSummary, facts: CampaignFacts): string {
  const { values, channels, losses } = namesIn('en', facts);
  const kind = campaign.kind === undefined ? 'Kind not known' : words('en').scamKinds[campaign.kind];
  return [
    `${kind}: ${reportsInEnglish(campaign)}, ${dayOf(campaign.firstSeen)} to ${dayOf(campaign.lastSeen)}.`,
    ...(channels === '' ? [] : [`By way of: ${channels}.`]),
    ...(values === '' ? [] : [`Named most: ${values}.`]),
    ...(losses === '' ? [] : [`Money lost: ${losses}.`]),
  ].join(' ');
}

function inChinese(campaign: CampaignSummary, facts: CampaignFacts): string {
  const { values, channels, losses } = namesIn('zh-CN', facts);
  const kind = campaign.kind === undefined ? '类型未定' : words('zh-CN').scamKinds[campaign.kind];
  return [
    `${kind}：${dayOf(campaign.firstSeen)} 至 ${dayOf(campaign.lastSeen)}，${reportsInChinese(campaign)}。`,
    ...(channels === '' ? [] : [`渠道：${channels}。`]),
    ...(values === '' ? [] : [`最常出现：${values}。`]),
    ...(losses === '' ? [] : [`损失金额：${losses}。`]),
  ].join('');
}

/** Reports that were imported count as nobody until a person confirms one. */
function reportsInEnglish({ reports, distinctReporters }: CampaignSummary): string {
  if (distinctReporters === 0) return `${reports} imported reports, none of them confirmed`;
  return `${reports} reports by about ${distinctReporters} ${distinctReporters === 1 ? 'person' : 'people'}`;
}

function reportsInChinese({ reports, distinctReporters }: CampaignSummary): string {
  if (distinctReporters === 0) return `导入举报 ${reports} 份，还没有一份经人核实`;
  return `约 ${distinctReporters} 人举报 ${reports} 次`;
}

function namesIn(language: Language, facts: CampaignFacts) {
  const said = words(language);
  const comma = language === 'en' ? ', ' : '、';
  const kinds: Readonly<Record<string, string>> = said.indicatorKinds;
  const first = <Entry>(entries: readonly Entry[], name: (entry: Entry) => string) =>
    entries.slice(0, namedMax).map(name).join(comma);
  return {
    channels: first(facts.channels, ({ channel }) => said.channels[channel]),
    values: first(facts.values, ({ kind, value, reports }) => `${kinds[kind] ?? kind} ${value} (${reports})`),
    losses: first(facts.losses, ({ currency, amountMinor }) => amountIn(language, currency, amountMinor)),
  };
}

/** Money by its currency's own number of decimals. */
function amountIn(language: Language, currency: string, amountMinor: number): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
