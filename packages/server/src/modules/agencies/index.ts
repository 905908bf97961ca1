/**
 * Agencies: who shares this installation, for which areas, at what hours, and who has which role in them. It exists so
 * that every row has one owner and every power a grant: roles are given and ended by a named administrator, never to
 * oneself, and an agency is never left without one.
 */
export { createAgenciesModule } from './module.ts';
