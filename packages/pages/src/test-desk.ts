import {
  type Membership,
  type OwnAccount,
  type OwnSession,
  Problem,
  type ProblemCode,
  type ProblemDocument,
  problemDocument,
  type SignUpOpening,
} from '@spring-rain/contract';
import type { Language } from '@spring-rain/look';
import { deskPage } from './desk-account.ts';
import { peoplePage } from './desk-people.ts';
import { deskSignInPage } from './desk-sign-in.ts';
import { recoveryCodesPage, signUpPage } from './desk-sign-up.ts';
import type { PageView } from './view.ts';

/** Made-up data that bring the pages of staff alive, as `samplePages` does for the public's. */

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const agencies = [
  { id: id(1), name: '市反诈骗中心' },
  { id: id(2), name: 'Example University' },
];

/** A name with all that HTML could take for its own. */
export const hostileName = '<b id="x">Li & \'Na\'</b>';

const account: OwnAccount = {
  id: id(3),
  login: 'li.na',
  name: hostileName,
  agency: agencies[0]!,
  agencies,
  roles: ['analyst', 'administrator'],
  permissions: ['reports.read'],
  recoveryCodesLeft: 9,
};

const membership: Membership = {
  id: id(6),
  personId: id(3),
  login: 'li.na',
  name: hostileName,
  role: 'analyst',
  grantedAt: '2026-11-21T08:00:00.000Z',
  grantedBy: hostileName,
  isDisabled: true,
};

const session: OwnSession = {
  id: id(4),
  agency: agencies[0]!,
  factors: ['password', 'totp'],
  createdAt: '2026-11-21T08:00:00.000Z',
  lastSeenAt: '2026-11-21T09:00:00.000Z',
  expiresAt: '2026-11-21T20:00:00.000Z',
  isThisOne: true,
};

const opening: SignUpOpening = {
  purpose: 'invitation',
  login: 'li.na',
  name: hostileName,
  totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  totpUri: 'otpauth://totp/Spring%20Rain:li.na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Spring%20Rain',
  totpQrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1H0z"/></svg>',
  ticket: 'ticket',
  expiresAt: '2026-11-24T08:00:00.000Z',
};

/** Every page of staff for their own account in every state, by name. */
export function sampleDeskPages(language: Language): ReadonlyMap<string, string> {
  const at = (path: string): PageView => ({ language, path, demo: false, version: '0.1.0', timeZone: 'Asia/Shanghai' });
  const refused = (code: ProblemCode, field?: string): ProblemDocument =>
    problemDocument(
      new Problem(code, field === undefined ? {} : { parameters: { field, least: 12, most: 200 } }),
      language,
    );
  const path = '/desk/sign-up/token';
  const { login: _login, name: _name, ...forNobody } = opening;
  const first = { ...forNobody, purpose: 'first-administrator' } as const;
  return new Map([
    ['desk-sign-in', deskSignInPage(at('/desk/sign-in'), {})],
    [
      'desk-sign-in-refused',
      deskSignInPage(at('/desk/sign-in'), { problem: refused('sign-in.refused'), login: hostileName }),
    ],
    ['desk-sign-up', signUpPage(at(path), { path, opening })],
    [
      'desk-sign-up-first',
      signUpPage(at(path), { path, opening: first, values: { login: hostileName, name: hostileName } }),
    ],
    ['desk-sign-up-refused', signUpPage(at(path), { path, opening, problem: refused('password.length', 'password') })],
    ['desk-people', peoplePage(at('/desk/people'), { members: [membership], next: 'more' })],
    [
      'desk-people-refused',
      peoplePage(at('/desk/people'), {
        members: [membership],
        problem: refused('membership.person_unknown', 'person'),
        values: { person: hostileName, reason: hostileName },
      }),
    ],
    ['desk-codes', recoveryCodesPage(at(path), { codes: ['ABCD-EFGH-IJKL-MNOP', 'QRST-UVWX-YZ23-4567'] })],
    ['desk', deskPage(at('/desk'), { account, sessions: [session, { ...session, id: id(5), isThisOne: false }] })],
    [
      'desk-refused',
      deskPage(at('/desk'), { account, sessions: [session], problem: refused('password.wrong', 'password') }),
    ],
    [
      'desk-changed',
      deskPage(at('/desk'), {
        account: { ...account, agencies: [agencies[0]!] },
        sessions: [session],
        isPasswordChanged: true,
      }),
    ],
  ]);
}
