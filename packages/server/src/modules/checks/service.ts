import type { CampaignMention, CheckAnswer, CheckedIndicator, ScamSuspicion } from '@spring-rain/contract';
import {
  type Indicator,
  type IndicatorKind,
  type Recognition,
  recogniseWhole,
  shingle,
  type Verdict,
  verdicts,
} from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import type { ReleasedCampaigns } from '../campaigns/index.ts';
import { evidenceKeys, type Facts } from '../indicators/index.ts';
import type { KnownValues, Resemblance } from './known-values.ts';
import { nextStepsFor } from './next-steps.ts';
import { suspect } from './suspicion.ts';
import { readCheckedText } from './text.ts';
import { judge, judgeShapeAlone } from './verdict.ts';

/** What checks rest on, without asking the database. */
export interface Knowledge {
  readonly known: KnownValues;
  readonly kinds: KindReader;
  readonly released: ReleasedCampaigns;
}

const nothingKnown: ReadonlyMap<string, Facts> = new Map();

/** Of a text that holds more values, the first this many are looked up; a message holds a handful. */
const maxCheckedIndicators = 500;

/**
 * Is this a scam? What is recognised in a text, each value with its verdict and evidence, and the worst verdict over
 * all. Nothing of it is kept. The database is asked only about values that may be known; without any,
 * the answer is there at once.
 * Throws `check.text_blank`, `text.too_long` and `text.not_unicode`.
 */
export function checkText(ctx: Context, knowledge: Knowledge, given: string): CheckAnswer | Promise<CheckAnswer> {
  const { known, kinds, released } = knowledge;
  const text = readCheckedText(given);
  const recognised = recogniseWhole(text);
  const indicators = recognised.indicators.slice(0, maxCheckedIndicators);
  const looked = indicators.map((indicator) => lookUp(known, indicator));
  const asked = looked.filter(({ isAsked }) => isAsked).flatMap(({ indicator }) => evidenceKeys(indicator));
  const scam = suspect(kinds, text, recognised);
  const campaign = released.findMention(ctx, { values: indicators, shingles: () => shingle(text) });
  const answerWith = (facts: ReadonlyMap<string, Facts>) =>
    answerOf(ctx, { recognised, looked, facts, likeness: { scam, campaign } });
  return asked.length === 0 ? answerWith(nothingKnown) : known.findFacts(ctx, asked).then(answerWith);
}

/** What a text is alike to, as a whole. */
interface Likeness {
  readonly scam: ScamSuspicion | undefined;
  readonly campaign: CampaignMention | undefined;
}

function answerOf(
  ctx: Context,
  given: {
    recognised: Recognition;
    looked: readonly LookedUp[];
    facts: ReadonlyMap<string, Facts>;
    likeness: Likeness;
  },
): CheckAnswer {
  const { recognised, looked, facts, likeness } = given;
  const checked = looked.map((each) => checkedIndicator(each, facts));
  const scam = leadsElsewhere(checked, likeness.scam) ? likeness.scam : undefined;
  const { campaign } = likeness;
  const verdict = worstVerdict(checked, { scam, campaign });
  return {
    verdict,
    indicators: checked,
    redactions: recognised.redactions,
    nextSteps: nextStepsFor(verdict, {
      kinds: new Set<IndicatorKind>(checked.map(({ kind }) => kind)),
      isAlike: scam !== undefined || campaign !== undefined,
    }),
    ...(scam === undefined ? {} : { scam }),
    ...(campaign === undefined ? {} : { campaign }),
    checkedAt: ctx.now().toISOString(),
  };
}

interface LookedUp {
  readonly indicator: Indicator;
  readonly resembles: Resemblance | undefined;
  /** It may be known, or what it resembles has to be looked into: the facts decide. */
  readonly isAsked: boolean;
}

function lookUp(known: KnownValues, indicator: Indicator): LookedUp {
  const resembles = known.findResemblance(indicator);
  return { indicator, resembles, isAsked: resembles !== undefined || known.mayKnow(indicator) };
}

function checkedIndicator(
  { indicator, resembles, isAsked }: LookedUp,
  facts: ReadonlyMap<string, Facts>,
): CheckedIndicator {
  const { kind, value, start, end, confidence01, traits } = indicator;
  const { verdict, evidence } = isAsked ? judge({ kind, value, traits, resembles }, facts) : judgeShapeAlone(traits);
  return { kind, value, start, end, confidence01, traits: [...traits], verdict, evidence };
}

/**
 * Phishing leads to a place of its own: a notice that leads to the office's own site, and nowhere else, is none. An
 * official number alone takes no warning back: whoever asks for a code in a reply can quote the bank's number.
 */
function leadsElsewhere(checked: readonly CheckedIndicator[], scam: ScamSuspicion | undefined): boolean {
  if (scam?.kind !== 'phishing') return true;
  const isAllOfficial = checked.every(({ verdict }) => verdict === 'known-good');
  return !isAllOfficial || !checked.some(({ kind }) => kind === 'url' || kind === 'domain');
}

/** A text that is like a scam or a campaign is a caution, never more: resemblance warns and does not condemn. */
function worstVerdict(checked: readonly CheckedIndicator[], { scam, campaign }: Likeness): Verdict {
  const isAlike = scam !== undefined || campaign !== undefined;
  const all = [...checked.map(({ verdict }) => verdict), ...(isAlike ? (['caution'] as const) : [])];
  if (all.length === 0) return 'no-record';
  return verdicts[Math.min(...all.map((verdict) => verdicts.indexOf(verdict)))] ?? 'no-record';
}
