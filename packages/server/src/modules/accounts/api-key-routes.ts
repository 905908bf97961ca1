import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { addApiKey, endApiKey, listApiKeys } from './api-keys.ts';

export const apiKeyRoutes: readonly Route[] = [
  bind(contract.listApiKeys, (ctx, { query }) => listApiKeys(ctx, query)),
  bind(contract.addApiKey, (ctx, { body }) => addApiKey(ctx, body)),
  bind(contract.endApiKey, (ctx, { params, body }) => endApiKey(ctx, params.id, body)),
];
