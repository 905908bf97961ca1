/** The public pages: pure functions, data in, HTML out. Every one works without JavaScript. */
export { type AppealData, appealPage } from './appeal.ts';
export { type Asset, assets } from './assets.ts';
export { developersPage } from './developers.ts';
export type { EmergencyContact, EmergencyCountry } from './emergency.ts';
export { type HomeData, homePage } from './home.ts';
export { type PaidData, paidPage } from './paid.ts';
export { playbookPage } from './playbook.ts';
export { problemPage } from './problem.ts';
export { promisesPage } from './promises.ts';
export { receiptPage } from './receipt.ts';
export { type ReceiptGivenData, receiptGivenPage } from './receipt-given.ts';
export { type FormValues, type ReportData, reportPage } from './report.ts';
export { scamsPage } from './scams.ts';
export { sourcesPage } from './sources.ts';
export { type StatusData, statusPage } from './status.ts';
export type { Alternate, PageView, ProofRequest } from './view.ts';
