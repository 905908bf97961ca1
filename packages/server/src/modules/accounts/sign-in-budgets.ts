import { Problem } from '@spring-rain/contract';
import { type TokenBuckets, tokenBuckets } from '../../platform/http/rate-limits.ts';
import type { Profile } from '../../platform/profile.ts';

/**
 * How often somebody may try to sign in, after OWASP's “device cookies”: a device on which a person has signed in has a
 * budget of its own for that person, and all other devices together share one. Whoever guesses from elsewhere can
 * therefore use up only the strangers' budget, and the person goes on from where they usually sit.
 */
export interface SignInBudgets {
  /** Takes one try for a login, known or not. Throws `rate.limited`. */
  spendTry(login: string, device: string | undefined): void;
  /** Takes one try of somebody who is signed in, at their own password. Throws `rate.limited`. */
  spendOwnTry(personId: string): void;
}

/** Of a login as it is typed, which may be anything: more does not tell two apart, and less fills the memory. */
const keyMaxChars = 100;

/** Budgets of one process; what is not seen for longest is forgotten first. */
export function signInBudgets({ signIn }: Profile, nowMs: () => number): SignInBudgets {
  const perLogin = { burst: signIn.triesPerLoginAtOnce, perMinute: signIn.triesPerLoginPerHour / 60 };
  const perDevice = { burst: signIn.triesPerDeviceAtOnce, perMinute: signIn.triesPerDevicePerHour / 60 };
  const strangers = tokenBuckets(perLogin, nowMs);
  const devices = tokenBuckets(perDevice, nowMs);
  const own = tokenBuckets(perDevice, nowMs);
  return {
    spendTry: (login, device) => {
      const key = login.slice(0, keyMaxChars);
      if (device === undefined) takeFrom(strangers, key);
      else takeFrom(devices, `${device} ${key}`);
    },
    spendOwnTry: (personId) => takeFrom(own, personId),
  };
}

function takeFrom(buckets: TokenBuckets, key: string): void {
  const left = buckets.take(key);
  if (left < 0) throw new Problem('rate.limited', { parameters: { seconds: -left }, retryAfterSeconds: -left });
}
