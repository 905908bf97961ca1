import * as endpoints from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { tagReport, untagReport } from './tags.ts';

export const tagRoutes: readonly Route[] = [
  bind(endpoints.tagReport, (ctx, { params, body }) => tagReport(ctx, { ...params, ...body })),
  bind(endpoints.untagReport, (ctx, { params, body }) => untagReport(ctx, { ...params, ...body })),
];
