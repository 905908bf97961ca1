import { deskCookie } from '../../platform/http/admission.ts';
import type { RequestInfo } from '../../platform/http/types.ts';
import { deviceCookie } from './devices.ts';
import type { OpenedSession } from './sessions.ts';

const daySeconds = 86_400;

/** Gives the browser a session, and where there is a new one its device's cookie. The session's ends with the browser. */
export function giveCookies(
  request: RequestInfo,
  given: { readonly session: OpenedSession; readonly device?: string | undefined; readonly deviceDays: number },
): void {
  request.setCookie(deskCookie(request.isSecure), given.session.token);
  if (given.device === undefined) return;
  request.setCookie(deviceCookie(request.isSecure), given.device, { maxAgeSeconds: given.deviceDays * daySeconds });
}

/** Takes the session's cookie back; the device's stays, for the next sign-in. */
export function takeSessionCookie(request: RequestInfo): void {
  request.setCookie(deskCookie(request.isSecure), '', { maxAgeSeconds: 0 });
}

/** What the browser holds from before. */
export function heldCookies(request: RequestInfo): {
  readonly device: string | undefined;
  readonly heldToken: string | undefined;
} {
  return {
    device: request.cookie(deviceCookie(request.isSecure)),
    heldToken: request.cookie(deskCookie(request.isSecure)),
  };
}
