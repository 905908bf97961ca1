import { Problem, type Words } from '@spring-rain/contract';
import type { Configuration } from 'openid-client';
import type { Context } from '../../platform/context.ts';
import type { TrustedProvider } from './provider-store.ts';
import { isLocalHttp, openSecret } from './providers.ts';

const timeoutSeconds = 5;

/** What binds an answer of a provider to the browser in which it was asked for. */
export interface Asked {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Where to send a browser, and what it must keep. Throws `provider.unreachable`. */
export async function askProvider(
  ctx: Context,
  provider: TrustedProvider,
  redirectUri: string,
): Promise<{ readonly address: string; readonly asked: Asked }> {
  const client = await import('openid-client');
  const configuration = await configure(ctx, provider);
  const verifier = client.randomPKCECodeVerifier();
  const asked = { state: client.randomState(), nonce: client.randomNonce(), verifier };
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, asked };
}

/**
 * The subject that a provider vouches for: the code is redeemed, and issuer, audience, nonce, times and signature of the
 * ID token are checked. Throws `provider.answer_wrong` with what is wrong, and `provider.unreachable`.
 */
export async function redeemAnswer(
  ctx: Context,
  provider: TrustedProvider,
  { answer, asked }: { readonly answer: URL; readonly asked: Asked },
): Promise<string> {
  const client = await import('openid-client');
  const configuration = await configure(ctx, provider);
  try {
    const tokens = await client.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier: asked.verifier,
      expectedState: asked.state,
      expectedNonce: asked.nonce,
      idTokenExpected: true,
    });
    const subject = tokens.claims()?.sub;
    if (subject === undefined) throw new Problem('provider.answer_wrong', { parameters: { wrong: faults.form } });
    return subject;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Asked anew each time: a provider's addresses and keys change without notice, and sign-ins are rare. */
async function configure(ctx: Context, provider: TrustedProvider): Promise<Configuration> {
  const client = await import('openid-client');
  const issuer = new URL(provider.issuer);
  const secret = openSecret(ctx, provider.id, provider.clientSecret);
  const authentication = secret === undefined ? client.None() : client.ClientSecretPost(secret);
  try {
    // The library counts by the machine's clock; what holds here is the program's.
    const metadata = { [client.clockSkew]: Math.round((ctx.now().getTime() - Date.now()) / 1_000) };
    return await client.discovery(issuer, provider.clientId, metadata, authentication, {
      timeout: timeoutSeconds,
      // The signature is checked too, not only whom the token came from.
      execute: [client.enableNonRepudiationChecks, ...(isLocalHttp(issuer) ? [client.allowInsecureRequests] : [])],
    });
  } catch (cause) {
    throw new Problem('provider.unreachable', { cause });
  }
}

/** What can be wrong with an answer, in the words of the refusal. */
export const faults = {
  issuer: { 'zh-CN': '来自另一个登录服务（issuer）', en: 'it is another provider’s (issuer)' },
  nonce: { 'zh-CN': '属于另一次登录（nonce）', en: 'it is another sign-in’s (nonce)' },
  audience: { 'zh-CN': '是给另一个系统的（audience）', en: 'it is for another system (audience)' },
  expired: { 'zh-CN': '已过期', en: 'its time is up' },
  code: { 'zh-CN': '授权码已用过或无效', en: 'its code was used, or is not valid' },
  client: { 'zh-CN': '它不认本系统的 client id 或密钥', en: 'it does not know this system’s client id or secret' },
  signature: { 'zh-CN': '签名不对', en: 'its signature' },
  form: { 'zh-CN': '内容不完整', en: 'something is missing in it' },
} as const satisfies Record<string, Words>;

const faultsOfClaims: Readonly<Record<string, Words>> = {
  nonce: faults.nonce,
  aud: faults.audience,
  azp: faults.audience,
  iss: faults.issuer,
};

/** The library says what was wrong by a code, and in the causes below it by a claim's name. */
function refusalOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = fieldOf(error, 'code');
  if (code === 'OAUTH_TIMEOUT' || error instanceof TypeError)
    return new Problem('provider.unreachable', { cause: error });
  return new Problem('provider.answer_wrong', { parameters: { wrong: faultOf(error, code) } });
}

function faultOf(error: unknown, code: unknown): Words {
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return faults.expired;
  if (code === 'OAUTH_RESPONSE_BODY_ERROR')
    return fieldOf(error, 'error') === 'invalid_client' ? faults.client : faults.code;
  const inner = fieldOf(error, 'cause');
  const claim = fieldOf(fieldOf(inner, 'cause'), 'claim');
  if (typeof claim === 'string') return faultsOfClaims[claim] ?? faults.form;
  return /signature/.test(String(fieldOf(inner, 'message'))) ? faults.signature : faults.form;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
