/** How a suspicious message came to the person. */
export const channels = ['sms', 'call', 'chat', 'mail', 'web', 'app', 'social', 'in-person', 'other'] as const;
export type Channel = (typeof channels)[number];

/** Where a report stands. `unverified` came by bulk import and counts for nothing until a person confirms it. */
export const reportStates = ['received', 'unverified', 'escalated', 'confirmed', 'rejected', 'junk'] as const;
export type ReportState = (typeof reportStates)[number];

/** What a named person may decide about a report; `reopen` takes the last decision back. */
export const reportActions = ['confirm', 'reject', 'junk', 'escalate', 'reopen'] as const;
export type ReportAction = (typeof reportActions)[number];

/** What a source says of its values; see docs/sources.md. */
export const sourceRoles = [
  'known-scam',
  'known-good',
  'busy',
  'shortener',
  'shared-host',
  'impersonated',
  'disposable',
] as const;
export type SourceRole = (typeof sourceRoles)[number];

/** How far a listing reaches: this value, links below this path, this host, or the whole registrable domain. */
export const listingScopes = ['exact', 'path', 'host', 'domain'] as const;
export type ListingScope = (typeof listingScopes)[number];

export const listingStates = ['active', 'withdrawn', 'expired'] as const;
export type ListingState = (typeof listingStates)[number];

/** What an appeal is against: an answer that a reporter got, or a listing. */
export const appealSubjects = ['answer', 'listing'] as const;
export type AppealSubject = (typeof appealSubjects)[number];

export const appealStates = ['waiting', 'upheld', 'dismissed'] as const;
export type AppealState = (typeof appealStates)[number];

/** Where a campaign stands: `closed` by a named person, the others by what its reports do. */
export const campaignStates = ['emerging', 'active', 'quiet', 'closed'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** What a named person may decide about a campaign; `undo` takes the last decision back, `retract` a release. */
export const campaignActions = [
  'merge',
  'keep-apart',
  'split',
  'attach',
  'detach',
  'close',
  'reopen',
  'rename',
  'set-kind',
  'release',
  'retract',
  'undo',
] as const;
export type CampaignAction = (typeof campaignActions)[number];

/** What can be new: a campaign or a value that was seen far more often than before, or a wording. */
export const emergenceSubjects = ['campaign', 'indicator', 'phrase'] as const;
export type EmergenceSubject = (typeof emergenceSubjects)[number];

/**
 * What a code in a picture is: a web address, a script that no scanner should run, a request for money, a wireless
 * network, how to reach somebody, what opens an application, or plain text.
 */
export const imageCodeKinds = ['link', 'script', 'payment', 'wifi', 'contact', 'app', 'text'] as const;
export type ImageCodeKind = (typeof imageCodeKinds)[number];

/** What a person should do next, in order; the words are in `look`. */
export const nextSteps = [
  'do-not-pay',
  'do-not-click',
  'do-not-install',
  'do-not-share-codes',
  'call-official-number',
  'contact-by-known-channel',
  'report-it',
  'already-paid',
  'stay-careful',
  'use-official-only',
] as const;
export type NextStep = (typeof nextSteps)[number];

/** One entry of a report's or an appeal's timeline, as its reporter sees it. */
export const timelineKinds = [
  'received',
  'added',
  'corrected',
  'attached',
  'answered',
  'decided',
  'appealed',
  'appeal-decided',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** Kinds of record that an agency may keep for a time of its own, between bounds of the profile. */
export const retentionRecords = ['report', 'junkReport', 'contact', 'attachment', 'reporterHash', 'campaign'] as const;
export type RetentionRecord = (typeof retentionRecords)[number];

/** What a legal hold keeps from being purged; a campaign with its reports. */
export const heldSubjects = ['report', 'campaign'] as const;
export type HeldSubject = (typeof heldSubjects)[number];

/** Where it stands that a person asked for a deletion. */
export const rightsStates = ['waiting', 'granted', 'refused'] as const;
export type RightsState = (typeof rightsStates)[number];
