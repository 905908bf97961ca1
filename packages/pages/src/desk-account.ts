import { accountLimits, type OwnAccount, type OwnSession, type ProblemDocument } from '@spring-rain/contract';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { choice, lineBox, problemBox } from './parts/fields.ts';
import { moment } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

export interface DeskData {
  readonly account: OwnAccount;
  readonly sessions: readonly OwnSession[];
  readonly problem?: ProblemDocument;
  /** After a form that was taken. */
  readonly isPasswordChanged?: boolean;
}

/** Whoever is signed in: name, agency and roles, their sessions, their password. */
export function deskPage(view: PageView, data: DeskData): string {
  const { account, problem } = data;
  const w = wordsOf(view).account;
  return page(view, {
    title: w.desk.title,
    failed: problem !== undefined,
    isDesk: true,
    alternate: { action: '/desk' },
    body: html`${problemBox(view, problem)}
${data.isPasswordChanged === true && html`<p role="status" class="fresh">${w.desk.passwordChanged}</p>`}
<h1>${w.desk.title}</h1>
${facts([
  [w.desk.signedInAs, html`<strong>${account.name}</strong>`],
  [w.desk.login, account.login],
  [w.desk.agency, account.agency.name],
  [w.desk.roles, account.roles.map((role) => w.roles[role]).join(wordsOf(view).listSeparator)],
  [w.desk.codesLeft, String(account.recoveryCodesLeft)],
])}
<form method="post" action="/desk/sign-out" class="box"><button>${w.desk.signOut}</button></form>
${account.agencies.length > 1 && agencyForm(view, account)}
${sessionsPart(view, data.sessions)}
${account.permissions.includes('people.read') && html`<p><a href="/desk/people">${wordsOf(view).people.title}</a></p>`}
<p><a href="/desk/passkeys">${wordsOf(view).passkeys.title}</a></p>
${passwordForm(view, data)}`,
  });
}

function agencyForm(view: PageView, { agency, agencies }: OwnAccount): Html {
  const w = wordsOf(view).account.desk;
  const options = agencies.filter(({ id }) => id !== agency.id).map(({ id, name }) => [id, name] as const);
  return html`<form method="post" action="/desk/agency" class="box">
<h2>${w.otherAgency}</h2>
${choice({ name: 'agencyId', label: w.agency, options })}
<button class="quiet">${w.switchAgency}</button>
</form>`;
}

function sessionsPart(view: PageView, sessions: readonly OwnSession[]): Html {
  const w = wordsOf(view).account.desk;
  return html`<section aria-labelledby="sessions"><h2 id="sessions">${w.sessions}</h2>
<p class="soft">${w.sessionsLead}</p>
<ul class="timeline">${sessions.slice(0, accountLimits.sessionsListedMax).map((session) => sessionPart(view, session))}</ul>
<form method="post" action="/desk/sign-out-everywhere" class="box"><button class="quiet">${w.signOutEverywhere}</button></form>
</section>`;
}

function sessionPart(view: PageView, session: OwnSession): Html {
  const words = wordsOf(view);
  const w = words.account.desk;
  const factors = session.factors.map((factor) => words.account.factors[factor]).join(words.listSeparator);
  return html`<li>${session.isThisOne && html`<p><strong>${w.thisOne}</strong></p>`}
${facts([
  [w.agency, session.agency.name],
  [w.since, moment(view, session.createdAt)],
  [w.lastSeen, moment(view, session.lastSeenAt)],
  [w.until, moment(view, session.expiresAt)],
  [w.factors, factors],
])}</li>`;
}

function passwordForm(view: PageView, { problem }: DeskData): Html {
  const w = wordsOf(view).account;
  const least = String(accountLimits.passwordMinChars);
  return html`<form method="post" action="/desk/password" class="box">
<h2>${w.desk.password}</h2>
${lineBox({ name: 'password', label: w.desk.oldPassword, problem, type: 'password', required: true, autocomplete: 'current-password' })}
${lineBox({ name: 'newPassword', label: w.desk.newPassword, hint: w.signUp.passwordHint(least), problem, type: 'password', required: true, autocomplete: 'new-password' })}
<button class="quiet">${w.desk.passwordSend}</button>
</form>`;
}
