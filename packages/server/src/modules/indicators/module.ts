import type { Module } from '../../platform/module.ts';
import { purgeListingsJob } from './jobs.ts';
import { indicatorPages } from './pages.ts';
import { indicatorRoutes } from './routes.ts';

export function createIndicatorsModule(): Module {
  return { name: 'indicators', routes: [...indicatorRoutes, ...indicatorPages], jobs: [purgeListingsJob] };
}
