import { randomUUID } from 'node:crypto';
import { createAgency } from '@spring-rain/contract';
import type { TestServer } from '../../platform/test-server.ts';

export const named = { by: 'Officer A', reason: 'Agreed.' };

export const agencyDraft = {
  name: '市反诈中心',
  kind: 'anti-fraud-centre',
  country: 'CN',
  timeZone: 'Asia/Shanghai',
  workingHours: [
    { day: 1, from: '13:00', to: '24:00' },
    { day: 1, from: '08:30', to: '12:00' },
  ],
  ...named,
} as const;

/** Opens an agency as the operator. */
export async function openAgency(server: TestServer): Promise<string> {
  const { status, body } = await server.call(createAgency, {
    body: { ...agencyDraft, workingHours: [], name: `机构 ${randomUUID()}` },
  });
  if (status !== 201 || body.id === undefined) throw new Error(`An agency must open with 201, found ${status}.`);
  return body.id;
}

/** Calls as somebody, without the operator's token. */
export function as(person: { readonly headers: Readonly<Record<string, string>> }) {
  return { headers: { authorization: '', ...person.headers } };
}
