import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema } from './schemas.ts';

const closed = { additionalProperties: false };
const params = Type.Object({ id: IdSchema }, closed);
const maybe = Type.Optional(Type.String({ maxLength: 4_000 }));

export const providerSignInPage = endpoint({
  name: 'providerSignInPage',
  method: 'GET',
  path: '/desk/sign-in/provider/:id',
  summary: 'Leads to an agency’s OpenID provider, to sign in there.',
  permission: 'public',
  rateBudget: 'sign-in',
  produces: 'html',
  params,
  problems: ['request.not_found', 'provider.unreachable', 'rate.limited'],
});

export const providerLinkPage = endpoint({
  name: 'providerLinkPage',
  method: 'GET',
  path: '/desk/providers/:id/link',
  summary: 'Leads whoever is signed in to their agency’s OpenID provider, to link their account there.',
  permission: 'signed-in',
  rateBudget: 'sign-in',
  produces: 'html',
  params,
  problems: ['request.not_found', 'provider.unreachable', 'sign-in.not_fresh', 'sign-in.by_provider'],
});

export const providerCallbackPage = endpoint({
  name: 'providerCallbackPage',
  method: 'GET',
  path: '/desk/sign-in/callback',
  summary: 'Where an OpenID provider sends the browser back to, with a code or a refusal.',
  permission: 'public',
  rateBudget: 'sign-in',
  produces: 'html',
  query: Type.Object({ code: maybe, state: maybe, iss: maybe, error: maybe }, closed),
  problems: [
    'provider.state_wrong',
    'provider.denied',
    'provider.answer_wrong',
    'provider.not_linked',
    'provider.linked_already',
    'provider.unreachable',
    'sign-in.not_fresh',
    'sign-in.by_provider',
  ],
});
