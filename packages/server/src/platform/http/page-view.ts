import type { PageView } from '@spring-rain/pages';
import type { RequestInfo } from './types.ts';

/** What the pages package wants to know of the request that a page answers. */
export function pageView(request: RequestInfo): PageView {
  const { language, path, demo, version, publicUrl } = request;
  return { language, path, demo, version, ...(publicUrl === undefined ? {} : { publicUrl }) };
}
