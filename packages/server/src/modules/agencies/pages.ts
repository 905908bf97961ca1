import { type ProblemDocument, pageEndpoints } from '@spring-rain/contract';
import { peoplePage } from '@spring-rain/pages';
import type { Context } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo, Route } from '../../platform/http/types.ts';
import { endRole, grantRole, listMembers } from './members.ts';

/** Who has which role, as a plain page of the agency of whoever asks. */
export const peoplePages: readonly Route[] = [
  bind(pageEndpoints.peoplePage, (ctx, { query }, request) => showPeople(ctx, request, query)),
  bind(
    pageEndpoints.grantRolePage,
    async (ctx, { body }, { staff }) => {
      await grantRole(ctx, { ...body, agencyId: ctx.agencyId, asker: staff });
      return leadBack();
    },
    (ctx, { input: { body }, request, problem }) => showPeople(ctx, request, { problem, values: body }),
  ),
  bind(
    pageEndpoints.endRolePage,
    async (ctx, { body }, { staff }) => {
      const { membershipId, endReason: reason, by } = body;
      await endRole(ctx, { membershipId, reason, by, agencyId: ctx.agencyId, asker: staff });
      return leadBack();
    },
    (ctx, { input: { body }, request, problem }) => showPeople(ctx, request, { problem, values: body }),
  ),
];

interface PeopleState {
  readonly cursor?: string | undefined;
  readonly problem?: ProblemDocument;
  readonly values?: Readonly<Record<string, string>>;
}

async function showPeople(ctx: Context, request: RequestInfo, { cursor, ...state }: PeopleState): Promise<HtmlReply> {
  const { rows, next } = await listMembers(ctx, { agencyId: ctx.agencyId, asker: request.staff, cursor });
  return { html: peoplePage(pageView(ctx, request), { members: rows, next, ...state }) };
}

/** RFC 9110 15.4.4: what a form did is not done again by a reload. */
function leadBack(): HtmlReply {
  return { html: '', status: 303, headers: { location: '/desk/people' } };
}
