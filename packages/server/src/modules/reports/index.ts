/**
 * Reports: what the public tells us, and what becomes of it. It exists so that someone who was cheated says it once:
 * the text is kept with a receipt, what is in it protects the next person, a named person decides, and whoever is hurt
 * by a decision can object to another. Appeals and attachments live here, because they are part of that conversation.
 */
export { readReport } from './desk.ts';
export {
  findLinkableReports,
  type ImportedBatch,
  type LinkableReport,
  listImportedIds,
  listReportIds,
  listReportIdsBetween,
} from './linkable-store.ts';
export { createReportsModule } from './module.ts';
export { readRetentionDays } from './retention-rule-store.ts';
export { findReportsToShare, type ReportToShare } from './tag-store.ts';
export { acceptName, acceptReason } from './text.ts';
