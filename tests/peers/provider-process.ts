import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./oidc-provider.ts', import.meta.url));

export interface ProviderProcess extends AsyncDisposable {
  readonly issuer: string;
  /** What its next ID token says other than the truth. */
  lie(claims: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Starts the provider in a process of its own; it ends with the caller. */
export async function startProvider(redirectUri: string): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [program, redirectUri], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [issuer] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    issuer,
    lie: async (claims) => {
      await fetch(`${issuer}/lies`, { method: 'POST', body: JSON.stringify(claims) });
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

const stepsMax = 12;

/**
 * What a person's browser does at the provider: it signs in there under a name, consents, and follows every redirect
 * until one leads back. Answers where to.
 */
export async function signInThere(address: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new URL(address);
  const there = next.origin;
  for (let step = 0; step < stepsMax; step += 1) {
    let response = await visit(next, cookies);
    if (response.status === 200) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await response.text())?.[1] ?? 'login';
      const body = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) });
      response = await visit(next, cookies, body);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    next = new URL(location, next);
    if (next.origin !== there) return next;
  }
  throw new Error(`The provider did not lead back within ${stepsMax} steps.`);
}

async function visit(url: URL, cookies: Map<string, string>, body?: URLSearchParams): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  for (const set of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}
