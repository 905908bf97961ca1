/** What is said over the wire: endpoints, schemas, problems, and the client that speaks them. */
export * from './client.ts';
export * from './desk-account-endpoints.ts';
export * from './desk-agency-endpoints.ts';
export * from './desk-bundle-endpoints.ts';
export * from './desk-key-endpoints.ts';
export * from './desk-log-endpoints.ts';
export * from './desk-passkey-endpoints.ts';
export * from './desk-provider-endpoints.ts';
export * from './desk-retention-endpoints.ts';
export * from './desk-sharing-endpoints.ts';
export * from './endpoint.ts';
export * from './endpoints.ts';
export * as pageEndpoints from './page-endpoints.ts';
export * from './problems.ts';
export * from './receipt-endpoints.ts';
export * from './schemas.ts';
export * from './staff.ts';
export * from './vocabulary.ts';
