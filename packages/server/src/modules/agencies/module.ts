import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import type { Module } from '../../platform/module.ts';
import { changeAgency, closeAgency, createAgency, listAgencies } from './agencies.ts';
import { createArea, listAreas, moveArea } from './areas.ts';
import { endRole, grantRole, listMembers } from './members.ts';
import { peoplePages } from './pages.ts';

/** The module for one process. */
export function createAgenciesModule(): Module {
  return { name: 'agencies', routes: [...agencyRoutes, ...memberRoutes, ...peoplePages] };
}

const agencyRoutes: readonly Route[] = [
  bind(contract.listAgencies, (ctx, { query }) => listAgencies(ctx, query)),
  bind(contract.createAgency, (ctx, { body }) => createAgency(ctx, body)),
  bind(contract.changeAgency, (ctx, { params, body }) => changeAgency(ctx, params.id, body)),
  bind(contract.closeAgency, (ctx, { params, body }) => closeAgency(ctx, params.id, body)),
  bind(contract.listAreas, (ctx) => listAreas(ctx)),
  bind(contract.createArea, (ctx, { body }) => createArea(ctx, body)),
  bind(contract.moveArea, (ctx, { params, body }) => moveArea(ctx, params.id, body)),
];

const memberRoutes: readonly Route[] = [
  bind(contract.listMembers, (ctx, { params, query }, { staff }) =>
    listMembers(ctx, { ...query, agencyId: params.id, asker: staff }),
  ),
  bind(contract.grantRole, (ctx, { params, body }, { staff }) =>
    grantRole(ctx, { ...body, agencyId: params.id, asker: staff }),
  ),
  bind(contract.endRole, (ctx, { params, body }, { staff }) =>
    endRole(ctx, { ...body, agencyId: params.id, membershipId: params.membershipId, asker: staff }),
  ),
];
