/**
 * Checks: the answer to "is this a scam?". It exists so that one place weighs what is known of a value, says in which
 * scope it holds, and answers without keeping or logging what was asked.
 */
export { createChecksModule } from './module.ts';
