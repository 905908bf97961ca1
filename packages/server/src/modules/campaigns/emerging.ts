import { discoveries, judgeDay } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { readIndicators } from '../indicators/index.ts';
import { findLinkableReports, listReportIdsBetween } from '../reports/index.ts';
import {
  countCampaignDays,
  countIndicatorDays,
  countPhraseDays,
  countSubjects,
  keepPhraseDay,
  type PastCount,
  readDayScripts,
} from './emergence-counts-store.ts';
import { type EmergenceRow, replaceEmergence } from './emergence-store.ts';
import { countPhrases, type DayScript, joinPhrases } from './phrases.ts';
import { weighLinkValues } from './value-standing.ts';

const dayMs = 86_400_000;
/** Of a day with more reports the newest this many are read. */
const reportsPerDayMax = 20_000;
/** Wordings of a day that are read for phrases: those with the most reporters. */
const scriptsPerDayMax = 5_000;
const phrasesShownMax = 30;
const reportsAtOnce = 500;

type Found = Omit<EmergenceRow, 'id' | 'day'>;

interface JudgedDay {
  readonly day: string;
  /** When the past begins that it is judged by, and when the day does. */
  readonly since: Date;
  readonly until: Date;
}

/**
 * Judges the day that an hour ago belonged to: which campaigns, values and wordings were seen far more often than their
 * own past lets expect. Run every hour, so that a burst is seen while it runs and the day is judged whole after its end.
 * Running it again puts the same in the same place.
 */
export async function findEmergence(ctx: Context): Promise<void> {
  const hourAgo = new Date(ctx.now().getTime() - 3_600_000);
  const day = hourAgo.toISOString().slice(0, 10);
  const until = new Date(`${day}T00:00:00Z`);
  const judged: JudgedDay = {
    day,
    until,
    since: new Date(until.getTime() - ctx.profile.campaigns.burstWindowDays * dayMs),
  };
  await inTransaction(ctx, async (tx) => {
    const between = { since: until, until: new Date(until.getTime() + dayMs) };
    const reportIds = await listReportIdsBetween(tx, between, reportsPerDayMax);
    const found = [...(await judgeSubjects(tx, reportIds, judged)), ...(await judgePhrases(tx, reportIds, judged))];
    await replaceEmergence(tx, day, found);
    ctx.log.info({ reports: reportIds.length, found: found.length }, 'the day was looked through for what is new');
  });
}

async function judgeSubjects(tx: Context, reportIds: readonly string[], judged: JudgedDay): Promise<Found[]> {
  const { counted, totals } = await countSubjects(tx, reportIds, tx.profile.campaigns.burstMinReports);
  const campaigns = counted.filter(({ subject }) => subject === 'campaign');
  const indicators = await withoutOfficial(
    tx,
    counted.filter(({ subject }) => subject === 'indicator'),
  );
  const ofCampaigns = judgeAll(tx, campaigns, {
    past: await countCampaignDays(tx, idsOf(campaigns), judged),
    tests: totals.campaign,
    judged,
  });
  const ofIndicators = judgeAll(tx, indicators, {
    past: await countIndicatorDays(tx, idsOf(indicators), judged),
    tests: totals.indicator,
    judged,
  });
  const none = { campaignId: null, indicatorId: null, phrase: null };
  return [
    ...ofCampaigns.map(({ id, ...rest }) => ({ subject: 'campaign' as const, ...none, ...rest, campaignId: id })),
    ...ofIndicators.map(({ id, ...rest }) => ({
      subject: 'indicator' as const,
      ...none,
      ...rest,
      indicatorId: Number(id),
    })),
  ];
}

/** A bank whose number everyone names is no news; nor is a site that everyone visits. */
async function withoutOfficial<Subject extends { readonly id: string }>(
  tx: Context,
  subjects: readonly Subject[],
): Promise<Subject[]> {
  const values = await readIndicators(
    tx,
    subjects.map(({ id }) => Number(id)),
  );
  const there = subjects.filter(({ id }) => values.has(Number(id)));
  const standings = await weighLinkValues(
    tx,
    there.map(({ id }) => values.get(Number(id))!),
  );
  return there.filter((_subject, index) => (standings[index]!.unlinked ?? 'over-shared') === 'over-shared');
}

function idsOf(subjects: readonly { readonly id: string }[]): string[] {
  return subjects.map(({ id }) => id);
}

interface Judged {
  readonly id: string;
  readonly count: number;
  readonly expected: number;
  readonly pValue: number;
  readonly isNew: boolean;
}

interface Against {
  readonly past: readonly PastCount[];
  /** How many there are in all, judged or not. */
  readonly tests: number;
  readonly judged: JudgedDay;
}

/** Those that stand out from their own past although so many were looked at. */
function judgeAll(
  ctx: Context,
  subjects: readonly { readonly id: string; readonly reporters: number }[],
  { past, tests, judged }: Against,
): Judged[] {
  const byId = Map.groupBy(past, ({ id }) => id);
  const all = subjects.map(({ id, reporters }) => ({
    id,
    count: reporters,
    ...judgeDay({ past: seriesOf(byId.get(id) ?? [], judged), today: reporters }),
  }));
  const falseDiscoveryRate01 = ctx.profile.campaigns.burstFalseDiscoveryRate01;
  return discoveries(
    all.map(({ pValue }) => pValue),
    { falseDiscoveryRate01, tests },
  ).map((index) => all[index]!);
}

/** Counts a day, the oldest first, days without any as 0. */
function seriesOf(counts: readonly PastCount[], { since, until }: JudgedDay): number[] {
  const series = new Array<number>((until.getTime() - since.getTime()) / dayMs).fill(0);
  for (const { day, count } of counts) series[(Date.parse(day) - since.getTime()) / dayMs] = count;
  return series;
}

async function judgePhrases(tx: Context, reportIds: readonly string[], judged: JudgedDay): Promise<Found[]> {
  const min = tx.profile.campaigns.phraseMinReporters;
  const scripts = await readTexts(tx, await readDayScripts(tx, reportIds, scriptsPerDayMax));
  const { counted, total } = countPhrases(scripts, min);
  await keepPhraseDay(tx, counted, judged);
  const subjects = counted.map(({ hash, reporters }) => ({ id: String(hash), reporters }));
  const past = await countPhraseDays(
    tx,
    counted.map(({ hash }) => hash),
    judged,
  );
  const standing = new Map(judgeAll(tx, subjects, { past, tests: total, judged }).map((each) => [each.id, each]));
  const judgementOf = new Map(
    counted.flatMap(({ phrase, hash }) => {
      const judgement = standing.get(String(hash));
      return judgement === undefined ? [] : [[phrase, judgement] as const];
    }),
  );
  const spans = joinPhrases(scripts, new Set(judgementOf.keys()), { min, limit: phrasesShownMax });
  return spans.map(({ text, reporters, phrases }) => {
    // A stretch is as unlikely as the likeliest of its parts.
    const parts = phrases.map((phrase) => judgementOf.get(phrase)!);
    const likeliest = parts.reduce((one, other) => (other.pValue > one.pValue ? other : one));
    const { expected, pValue } = likeliest;
    const isNew = parts.every((part) => part.isNew);
    return {
      subject: 'phrase',
      campaignId: null,
      indicatorId: null,
      phrase: text,
      count: reporters,
      expected,
      pValue,
      isNew,
    };
  });
}

async function readTexts(
  tx: Context,
  scripts: readonly { readonly reportId: string; readonly reporters: readonly string[] }[],
): Promise<DayScript[]> {
  const found: DayScript[] = [];
  for (let at = 0; at < scripts.length; at += reportsAtOnce) {
    const some = scripts.slice(at, at + reportsAtOnce);
    const texts = new Map(
      (
        await findLinkableReports(
          tx,
          some.map(({ reportId }) => reportId),
        )
      ).map(({ id, text }) => [id, text]),
    );
    for (const { reportId, reporters } of some) {
      const text = texts.get(reportId);
      if (text !== undefined) found.push({ text, reporters });
    }
  }
  return found;
}
