/**
 * Accounts: people, how they prove who they are, and what they hold afterwards. It exists so that a decision has a name
 * behind it that nobody else can use: passwords with a second factor, passkeys, an agency's own provider, sessions that
 * end, keys for machines. What a person may do is their role's in an agency; see contract/staff.ts.
 */
export { findPersonId } from './find-person-store.ts';
export { makeFirstLink } from './links.ts';
export { createAccountsModule } from './module.ts';
