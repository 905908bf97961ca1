import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../platform/context.ts';

const nonceBytes = 16;
const deviceShape = /^([0-9a-z]{6,12})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Whom a browser is to be remembered for: whoever signs in next with it has a budget of tries of their own. */
export interface DeviceOwner {
  readonly login: string;
  /** Raised when somebody signs out everywhere: their devices are strange again. */
  readonly credentialsVersion: number;
}

/** The cookie of a device, over TLS bound to this very host. */
export function deviceCookie(isSecure: boolean): string {
  return isSecure ? '__Host-device' : 'device';
}

/** What a browser keeps after a good sign-in: when, a random name, and our mark on both. It says nobody's name. */
export function makeDevice(ctx: Context, owner: DeviceOwner): string {
  const body = `${Math.floor(ctx.now().getTime() / 1000).toString(36)}.${randomBytes(nonceBytes).toString('base64url')}`;
  return `${body}.${markOf(ctx, owner, body).toString('base64url')}`;
}

/** The random name of a device that the owner has signed in on, lately enough; undefined for any other cookie. */
export function knownDevice(ctx: Context, owner: DeviceOwner, cookie: string | undefined): string | undefined {
  const found = deviceShape.exec(cookie ?? '');
  if (found === null) return undefined;
  const [, since = '', name = '', mark = ''] = found;
  const isOurs = timingSafeEqual(markOf(ctx, owner, `${since}.${name}`), Buffer.from(mark, 'base64url'));
  const ageDays = (ctx.now().getTime() / 1000 - Number.parseInt(since, 36)) / 86_400;
  return isOurs && ageDays <= ctx.profile.signIn.deviceDays ? name : undefined;
}

function markOf({ keys }: Context, { login, credentialsVersion }: DeviceOwner, body: string): Buffer {
  return keys.keyedHash('device', login, String(credentialsVersion), body);
}
