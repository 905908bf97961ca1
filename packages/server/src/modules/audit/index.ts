/**
 * Audit: the log of what was decided, shared, opened and exported. It exists so that whoever did something can be held
 * to it, and so that nobody, the operator of the host included, can write the past anew without a trace: entries are
 * appended by whoever acts, chained by one writer, signed, and verified offline by a stranger.
 */
export { createAuditModule } from './module.ts';
