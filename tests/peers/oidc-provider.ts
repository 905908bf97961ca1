/**
 * A real OpenID provider in a process of its own: `node oidc-provider.ts <redirect URI>`. Says its issuer on standard
 * output. Everybody is who they say they are. On request (POST /lies, a JSON of claims) its next ID token says something
 * else, signed all the same: no provider lies by itself.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

const [redirectUri = ''] = process.argv.slice(2);
const keyId = 'peer';
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const idTokenSeconds = 60;

/** Claims for the next ID token; `signature` breaks that instead. */
let lies: Readonly<Record<string, unknown>> = {};

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const client = {
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [redirectUri],
  id_token_signed_response_alg: 'ES256',
  token_endpoint_auth_method: 'client_secret_post',
};
const provider = new Provider(issuer, {
  clients: [
    { ...client, client_id: 'spring-rain', client_secret: 'a secret of spring-rain' },
    { ...client, client_id: 'another', client_secret: 'a secret of another' },
  ],
  jwks: { keys: [{ ...jwk, kid: keyId, use: 'sig', alg: 'ES256' }] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  ttl: { IdToken: idTokenSeconds, AuthorizationCode: 60, Interaction: 600, Session: 600, Grant: 600, AccessToken: 60 },
  features: { devInteractions: { enabled: true } },
  findAccount: (_ctx: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
});
provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === '/token' && holdsIdToken(ctx.body))
    ctx.body = { ...ctx.body, id_token: withLies(ctx.body.id_token) };
});

const answer = provider.callback();
server.on('request', async (request: IncomingMessage, response) => {
  if (request.url !== '/lies') return answer(request, response);
  lies = JSON.parse(await text(request)) as typeof lies;
  response.end();
});
process.stdout.write(`${issuer}\n`);

function holdsIdToken(body: unknown): body is { id_token: string } {
  return typeof body === 'object' && body !== null && 'id_token' in body && typeof body.id_token === 'string';
}

function withLies(token: string): string {
  const [head = '', claims = ''] = token.split('.');
  const { signature, ...told } = lies;
  lies = {};
  const said = JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), ...told });
  const signed = `${head}.${Buffer.from(said).toString('base64url')}`;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const bytes = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  if (signature !== undefined) bytes.reverse();
  return `${signed}.${bytes.toString('base64url')}`;
}
