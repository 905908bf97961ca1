import { addPerson, openSignUpLink, readOwnAccount, type StaffRole, signIn, signUp } from '@spring-rain/contract';
import type { TestServer } from '../../platform/test-server.ts';
import { totpCode, totpStepAt } from './totp.ts';

/** Somebody with a password, an app and recovery codes. */
export interface Enrolled {
  readonly personId: string;
  readonly login: string;
  readonly password: string;
  readonly secret: Buffer;
  readonly recoveryCodes: readonly string[];
}

let made = 0;

/** Adds a person as the operator does and sets their account up by the link. Their app's next code is a minute ahead. */
export async function enrol(
  server: TestServer,
  given: { readonly role?: StaffRole; readonly agencyId?: string; readonly login?: string } = {},
): Promise<Enrolled> {
  made += 1;
  const { role = 'analyst', login = `officer-${made}`, agencyId } = given;
  const added = await server.call(addPerson, {
    body: { login, name: `Officer ${made}`, role, by: 'Chief', ...(agencyId === undefined ? {} : { agencyId }) },
  });
  const set = await setUp(server, tokenOf(added.body.path));
  return { personId: added.body.personId, login, ...set };
}

/** Uses a sign-up link. */
export async function setUp(
  server: TestServer,
  token: string,
): Promise<{ password: string; secret: Buffer; recoveryCodes: string[] }> {
  const password = `a few unrelated words ${made}`;
  const opened = await server.call(openSignUpLink, { body: { token } });
  const secret = fromBase32(opened.body.totpSecret);
  const { ticket } = opened.body;
  const done = await server.call(signUp, { body: { token, ticket, password, code: codeNow(server, secret) } });
  if (done.status !== 200) throw new Error(`The account could not be set up: ${done.body.code}`);
  // A code is good once, and the one that proved the app is spent.
  server.clock.advance({ seconds: 60 });
  return { password, secret, recoveryCodes: done.body.recoveryCodes };
}

export function tokenOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** What the app shows, now or some steps beside it. */
export function codeNow({ clock }: Pick<TestServer, 'clock'>, secret: Uint8Array, drift = 0): string {
  return totpCode(secret, totpStepAt(clock.now()) + drift);
}

/** A good sign-in by the API: the cookies that a browser then holds, as its header. */
export async function signedIn(server: TestServer, person: Enrolled, headers: Record<string, string> = {}) {
  server.clock.advance({ seconds: 30 });
  const { login, password, secret } = person;
  const answer = await server.call(signIn, { body: { login, password, code: codeNow(server, secret) } }, { headers });
  if (answer.status !== 200) throw new Error(`Not signed in: ${answer.status} ${answer.body.code}`);
  return { cookie: cookiesOf(answer.headers), 'sec-fetch-site': 'same-origin' };
}

/** `Cookie:` of what an answer set. */
export function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** Whether these cookies still get in. */
export async function isIn(server: TestServer, headers: Readonly<Record<string, string>>): Promise<boolean> {
  return (await server.call(readOwnAccount, {}, { headers })).status === 200;
}

export function fromBase32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
