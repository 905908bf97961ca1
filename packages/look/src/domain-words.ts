import type {
  AppealState,
  AppealSubject,
  CampaignState,
  Channel,
  ImageCodeKind,
  ListingScope,
  ListingState,
  NextStep,
  ReportAction,
  ReportState,
  SourceRole,
  TimelineKind,
} from '@spring-rain/contract';
import type {
  BenignKind,
  ChatService,
  IndicatorKind,
  IndicatorTrait,
  Redaction,
  Resemblance,
  ScamKind,
  Verdict,
} from '@spring-rain/engine';

/** A name, and one plain sentence on what it means. */
export interface Named {
  readonly name: string;
  readonly meaning: string;
}

/** What to do first, and what helps to do it. */
export interface Step {
  readonly lead: string;
  readonly rest: string;
}

/**
 * The domain's vocabulary in one language. Keyed by the contract's own tuples, so that a word added there is missing
 * here at type-check, in every language.
 */
export interface DomainWords {
  /** BCP 47. */
  readonly tag: string;
  /** The language's name in itself. */
  readonly name: string;
  readonly listSeparator: string;
  /** Between a name and what is said of it. */
  readonly colon: string;
  readonly verdicts: Readonly<Record<Verdict, Named & { readonly sentence: string }>>;
  readonly indicatorKinds: Readonly<Record<IndicatorKind, string>>;
  /** The chat services that a handle is of, by the part before its colon. */
  readonly handleServices: Readonly<Record<ChatService, string>>;
  readonly redactionKinds: Readonly<Record<Redaction['kind'], string>>;
  readonly scamKinds: Readonly<Record<ScamKind, string>>;
  readonly benignKinds: Readonly<Record<BenignKind, string>>;
  readonly campaignStates: Readonly<Record<CampaignState, Named>>;
  readonly channels: Readonly<Record<Channel, string>>;
  /** What a QR code or the like holds, and what it would do. */
  readonly imageCodeKinds: Readonly<Record<ImageCodeKind, Named>>;
  readonly reportStates: Readonly<Record<ReportState, Named>>;
  readonly reportActions: Readonly<Record<ReportAction, string>>;
  readonly sourceRoles: Readonly<Record<SourceRole, Named>>;
  readonly listingScopes: Readonly<Record<ListingScope, (value: string) => string>>;
  readonly listingStates: Readonly<Record<ListingState, string>>;
  readonly appealSubjects: Readonly<Record<AppealSubject, string>>;
  readonly appealStates: Readonly<Record<AppealState, Named>>;
  readonly timelineKinds: Readonly<Record<TimelineKind, string>>;
  readonly nextSteps: Readonly<Record<NextStep, Step>>;
  /** How an address resembles an official one. */
  readonly lookAlikes: Readonly<Record<Resemblance, string>>;
  /** What a value's shape, or a list of throw-away mail, tells. */
  readonly traits: Readonly<Record<IndicatorTrait | 'disposable', string>>;
}
