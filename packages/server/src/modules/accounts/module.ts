import type { Context } from '../../platform/context.ts';
import type { Module } from '../../platform/module.ts';
import type { IdentifyStaff } from '../../platform/staff.ts';
import { accountPages } from './account-pages.ts';
import { accountRoutes } from './account-routes.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { identifyStaff } from './identity.ts';
import { purgeSessionsJob } from './jobs.ts';
import { passkeyPages } from './passkey-pages.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { openPasswordHasher } from './password-hash.ts';
import { providerRoutes } from './provider-routes.ts';
import { signInBudgets } from './sign-in-budgets.ts';

export interface AccountsModule extends Module {
  readonly identify: IdentifyStaff;
}

/** The module for one process; `gate` acts as the role `accounts`, which alone reads credentials. */
export function createAccountsModule(gate: Context): AccountsModule {
  const hasher = openPasswordHasher();
  const tools = { hasher, budgets: signInBudgets(gate.profile, () => gate.now().getTime()) };
  return {
    name: 'accounts',
    routes: [
      ...accountRoutes(tools),
      ...accountPages(tools),
      ...apiKeyRoutes,
      ...passkeyRoutes,
      ...passkeyPages,
      ...providerRoutes,
    ],
    jobs: [purgeSessionsJob],
    identify: (credentials) => identifyStaff(gate, credentials),
    gauges: {
      password_hashes: { help: 'Password hashes computed since the start', read: () => hasher.count },
    },
  };
}
