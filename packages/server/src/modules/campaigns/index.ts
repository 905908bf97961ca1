/**
 * Campaigns: reports judged to come from one scam operation. It exists so that two hundred reports are seen as the one
 * operation that they come from, with why each belongs to it; the machine links and proposes, and a named person
 * merges, splits, closes and releases. What the public sees of a campaign is what a person released.
 */
export { readCampaign } from './desk.ts';
export { createCampaignsModule } from './module.ts';
export { createReleasedCampaigns, type ReleasedCampaigns } from './released.ts';
