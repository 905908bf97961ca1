import type { Readable } from 'node:stream';
import type { Endpoint } from '@spring-rain/contract';
import type { Meter } from '../../platform/http/meter.ts';
import type { Module } from '../../platform/module.ts';
import { purgeEventsJob, purgeProofsJob } from './jobs.ts';
import { machinePages } from './pages.ts';
import type { ReadinessChecks, ReadinessWarnings } from './readiness.ts';
import { machineRoutes } from './routes.ts';

/** What only the composition root knows. */
export interface MachineResources {
  readonly version: string;
  readonly meter: Meter;
  /** Conditions of all modules and of the platform, by name. */
  readonly readiness: () => ReadinessChecks;
  readonly warnings: () => ReadinessWarnings;
  /** True from the moment the server is asked to stop. */
  readonly isStopping: () => boolean;
  /** Every endpoint that is bound, for the description of the API. */
  readonly endpoints: () => readonly Endpoint[];
  /** The whole installation as an archive. */
  readonly backup: () => Readable;
}

export function createMachineModule(resources: MachineResources): Module {
  return {
    name: 'machine',
    routes: [...machineRoutes(resources), ...machinePages(resources)],
    jobs: [purgeProofsJob, purgeEventsJob],
  };
}
