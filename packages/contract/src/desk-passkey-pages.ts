import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema } from './schemas.ts';

const closed = { additionalProperties: false };

export const passkeysPage = endpoint({
  name: 'passkeysPage',
  method: 'GET',
  path: '/desk/passkeys',
  summary: 'The passkeys of whoever is signed in, and where scripts run, a button to add one.',
  permission: 'signed-in',
  produces: 'html',
});

export const removePasskeyPage = endpoint({
  name: 'removePasskeyPage',
  method: 'POST',
  path: '/desk/passkeys/:id/removal',
  summary: 'Forgets a passkey, then shows those that are left.',
  permission: 'signed-in',
  accepts: 'form',
  produces: 'html',
  params: Type.Object({ id: IdSchema }, closed),
  body: Type.Object({}, closed),
  problems: ['request.not_found', 'passkey.last_way_in', 'sign-in.not_fresh', 'sign-in.by_provider'],
});
