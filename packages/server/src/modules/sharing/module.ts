import type { Module } from '../../platform/module.ts';
import { applyRulesJob, followForRules } from './jobs.ts';
import { sharingRoutes } from './routes.ts';

/** The module for one process. */
export function createSharingModule(): Module {
  return { name: 'sharing', routes: sharingRoutes, jobs: [applyRulesJob], consumers: [followForRules] };
}
