import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import type { KnownValues } from './known-values.ts';
import { checkText } from './service.ts';

export function checkRoutes(known: KnownValues): Route[] {
  return [bind(contract.checkText, (ctx, { body }) => checkText(ctx, known, body.text))];
}
