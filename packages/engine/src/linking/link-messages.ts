import { strongWeight01 } from './decide.ts';
import { type Intake, type IntakeOptions, type Message, openIntake, valueEnd } from './intake.ts';
import { type LinkReason, reasonOfKind } from './reasons.ts';
import { clusterScripts, type ScriptClusters } from './script-clusters.ts';
import { linkByValues, type ValueLinks } from './value-links.ts';
import type { LinkValue } from './values.ts';
import { scriptEvidence } from './weights.ts';

/** Why a message is in its campaign. */
export interface LinkCause {
  readonly reason: LinkReason;
  readonly value?: string;
  /** Of the scripts; of a script inside another, the share of the shorter that stands in the longer. */
  readonly similarity?: number;
  /** The id of the message that it is alike to. */
  readonly to?: unknown;
}

/** Messages assigned to campaigns. */
export interface Assignments {
  readonly count: number;
  /** Of each message, in order, the number of its campaign: campaigns are numbered from 0 as they are first met. */
  readonly campaignOf: Int32Array;
  readonly campaignCount: number;
  /** Why a message, by its place, is in its campaign; empty for a campaign of one. */
  because(message: number): LinkCause[];
  /** Values that so many strangers name that they link nothing. */
  readonly overShared: readonly LinkValue[];
}

/** More causes than this are not told of one message. */
const mostCauses = 6;

/** Gathers messages, and assigns them once all are there. */
export interface Linking {
  add(message: Message): void;
  assign(): Assignments;
}

/** `linkMessages` for messages that arrive one by one. Their texts are not kept. */
export function openLinking(options: IntakeOptions = {}): Linking {
  const { intake, take } = openIntake(options);
  return { add: take, assign: () => assign(intake) };
}

/**
 * Assigns every message to a campaign: messages alike in script, then clusters of them that share rare values.
 * Deterministic; the order of the messages breaks ties alone. O(total length) time; memory about 700 bytes a message.
 */
export function linkMessages(messages: Iterable<Message>, options: IntakeOptions = {}): Assignments {
  const linking = openLinking(options);
  for (const message of messages) linking.add(message);
  return linking.assign();
}

function assign(intake: Intake): Assignments {
  const scripts = clusterScripts(intake);
  const { clusterOf, clusterCount } = everyUnitInACluster(scripts);
  const links = linkByValues(intake, clusterOf, clusterCount);
  const campaigns = numberCampaigns(intake, clusterOf, links);
  const why: Why = { intake, scripts, links, campaignOf: campaigns.campaignOf };
  let companions: Companions | undefined;
  return {
    count: intake.ids.length,
    ...campaigns,
    because(message) {
      companions ??= companionsOf(why);
      return causesOf(why, companions, message);
    },
    overShared: links.overShared.map((value) => intake.values[value]!),
  };
}

function numberCampaigns(
  intake: Intake,
  clusterOf: Int32Array,
  { groups, groupOf }: ValueLinks,
): { campaignOf: Int32Array; campaignCount: number } {
  const campaignOf = new Int32Array(intake.ids.length);
  const numbers = new Int32Array(groupOf.length).fill(-1);
  let campaignCount = 0;
  for (let message = 0; message < campaignOf.length; message++) {
    const root = groups.rootOf(groupOf[clusterOf[intake.unitOf.at(message)]!]!);
    if (numbers[root] === -1) numbers[root] = campaignCount++;
    campaignOf[message] = numbers[root]!;
  }
  return { campaignOf, campaignCount };
}

/** Clusters of scripts, by their merged number, and one cluster for each unit without a script. */
function everyUnitInACluster({ clusterOf, groups }: ScriptClusters): { clusterOf: Int32Array; clusterCount: number } {
  const numbers = new Map<number, number>();
  const all = new Int32Array(clusterOf.length);
  let clusterCount = 0;
  for (let unit = 0; unit < clusterOf.length; unit++) {
    const own = clusterOf[unit]!;
    const root = own === -1 ? -1 - unit : groups.rootOf(own);
    let number = numbers.get(root);
    if (number === undefined) {
      number = clusterCount++;
      numbers.set(root, number);
    }
    all[unit] = number;
  }
  return { clusterOf: all, clusterCount };
}

interface Why {
  readonly intake: Intake;
  readonly scripts: ScriptClusters;
  readonly links: ValueLinks;
  readonly campaignOf: Int32Array;
}

/** Whom a message can be said to be alike to, and which values are shared within a campaign. */
interface Companions {
  /** Of each unit a second message of the same script, or -1. */
  readonly twin: Int32Array;
  /** Of each unit that founded a cluster a unit that was likened to it, or -1. */
  readonly follower: Int32Array;
  /** `value · 2^26 + campaign` for values that two messages of the campaign name. */
  readonly shared: ReadonlySet<number>;
}

const pairBase = 2 ** 26;

function companionsOf({ intake, scripts, links, campaignOf }: Why): Companions {
  const units = intake.firstMessage.length;
  const twin = new Int32Array(units).fill(-1);
  const follower = new Int32Array(units).fill(-1);
  const once = new Set<number>();
  const shared = new Set<number>();
  for (let message = 0; message < campaignOf.length; message++) {
    const unit = intake.unitOf.at(message);
    if (message !== intake.firstMessage.at(unit) && twin[unit] === -1) twin[unit] = message;
    const text = intake.textOf.at(message);
    for (let at = intake.valueStart.at(text); at < valueEnd(intake, text); at++) {
      const value = intake.valuesOfText.at(at);
      if (links.weight01[value] === 0) continue;
      const pair = value * pairBase + campaignOf[message]!;
      if (once.has(pair)) shared.add(pair);
      else once.add(pair);
    }
  }
  for (let unit = units - 1; unit >= 0; unit--) {
    const liked = scripts.likenedTo[unit]!;
    if (liked >= 0) follower[liked] = unit;
  }
  return { twin, follower, shared };
}

function causesOf(why: Why, companions: Companions, message: number): LinkCause[] {
  const { intake, links, campaignOf } = why;
  const causes = scriptCauses(why, companions, message);
  const text = intake.textOf.at(message);
  const values: { cause: LinkCause; weight01: number }[] = [];
  for (let at = intake.valueStart.at(text); at < valueEnd(intake, text); at++) {
    const number = intake.valuesOfText.at(at);
    const { kind, value } = intake.values[number]!;
    if (!companions.shared.has(number * pairBase + campaignOf[message]!)) continue;
    values.push({ cause: { reason: reasonOfKind[kind], value }, weight01: links.weight01[number]! });
  }
  values.sort((one, other) => other.weight01 - one.weight01);
  // A weak value is told beside what links, never as if it were the link.
  const isTold = causes.length > 0 || (values[0]?.weight01 ?? 0) >= strongWeight01 || values.length > 1;
  return isTold ? [...values.map(({ cause }) => cause), ...causes].slice(0, mostCauses) : [];
}

function scriptCauses({ intake, scripts }: Why, companions: Companions, message: number): LinkCause[] {
  const unit = intake.unitOf.at(message);
  const first = intake.firstMessage.at(unit);
  if (message !== first) return [{ reason: 'same-script', similarity: 1, to: intake.ids[first] }];
  const leader = scripts.likenedTo[unit]!;
  const other = leader >= 0 ? leader : companions.follower[unit]!;
  if (other >= 0) {
    const [text, known] = leader >= 0 ? [unit, leader] : [other, unit];
    const evidence = scriptEvidence(intake.shingles.at(text), intake.shingles.at(known));
    const to = intake.ids[intake.firstMessage.at(other)];
    if (evidence?.similarity01 !== undefined) {
      return [{ reason: evidence.reason, similarity: Math.round(evidence.similarity01 * 100) / 100, to }];
    }
  }
  const twin = companions.twin[unit]!;
  return twin >= 0 ? [{ reason: 'same-script', similarity: 1, to: intake.ids[twin] }] : [];
}
