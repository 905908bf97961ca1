import type { PageView } from '@spring-rain/pages';
import type { Context } from '../context.ts';
import type { RequestInfo } from './types.ts';

/** What the pages package wants to know of the request that a page answers; times are shown in the profile's zone. */
export function pageView(ctx: Context, request: RequestInfo): PageView {
  const { language, path, demo, version, publicUrl } = request;
  const { timeZone } = ctx.profile;
  return { language, path, demo, version, timeZone, ...(publicUrl === undefined ? {} : { publicUrl }) };
}
