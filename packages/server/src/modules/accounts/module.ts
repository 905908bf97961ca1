import type { Context } from '../../platform/context.ts';
import type { Module } from '../../platform/module.ts';
import type { IdentifyStaff } from '../../platform/staff.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { identifyStaff } from './identity.ts';

export interface AccountsModule extends Module {
  readonly identify: IdentifyStaff;
}

/** The module for one process; `gate` acts as the role `accounts`, which alone reads credentials. */
export function createAccountsModule(gate: Context): AccountsModule {
  return {
    name: 'accounts',
    routes: [...apiKeyRoutes],
    identify: (credentials) => identifyStaff(gate, credentials),
  };
}
