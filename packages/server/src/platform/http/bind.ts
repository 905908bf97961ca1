import { type Endpoint, isOpen, limits } from '@spring-rain/contract';
import type { Handler, ProblemView, Route } from './types.ts';
import { bodyCheck, paramsCheck, queryCheck, replyCheck } from './validate.ts';

/**
 * Binds an endpoint of the contract to its handler. Permission, budgets, content type, limits, schema, language and
 * problems are dealt with before and after it, in one place, from what the endpoint declares. A page may say how a
 * refusal is shown on it; without that there is the general problem page.
 */
export function bind<E extends Endpoint>(endpoint: E, handler: Handler<E>, showProblem?: ProblemView<E>): Route {
  return {
    endpoint,
    // The checks below make the input what the endpoint's schemas say; the compiler cannot see through them.
    handle: handler as Route['handle'],
    showProblem: showProblem as Route['showProblem'],
    checkParams: paramsCheck(endpoint),
    checkQuery: queryCheck(endpoint),
    checkBody: bodyCheck(endpoint),
    receiptIn: endpoint.permission === 'receipt' ? placeOfReceipt(endpoint) : undefined,
    bodyMaxBytes: bodyMaxBytes(endpoint),
    checkReply: replyCheck(endpoint),
  };
}

/** Imports send whole batches of long lines; everything else is a text and a few fields. */
function bodyMaxBytes(endpoint: Endpoint): number {
  return isOpen(endpoint.permission) ? limits.jsonBodyMaxBytes : limits.operatorBodyMaxBytes;
}

/** Programs name it in a header, before anything else is read; a page's form in a field of its own. */
function placeOfReceipt({ body }: Endpoint): 'header' | 'field' {
  return body !== undefined && 'properties' in body && 'receipt' in (body.properties as object) ? 'field' : 'header';
}
