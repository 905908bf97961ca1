import { limits, type Membership, type ProblemDocument, staffRoles } from '@spring-rain/contract';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { choice, lineBox, problemBox } from './parts/fields.ts';
import { moment } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

export interface PeopleData {
  readonly members: readonly Membership[];
  /** Where the list goes on. */
  readonly next?: string | undefined;
  readonly problem?: ProblemDocument | undefined;
  /** What was typed into a form that was refused. */
  readonly values?: Readonly<Record<string, string>> | undefined;
}

/** Who has which role in the agency, with a form to grant one and a form to end one. */
export function peoplePage(view: PageView, { members, next, problem, values = {} }: PeopleData): string {
  const w = wordsOf(view).people;
  return page(view, {
    title: w.title,
    failed: problem !== undefined,
    isDesk: true,
    alternate: { action: '/desk/people' },
    body: html`${problemBox(view, problem)}
<h1>${w.title}</h1>
<p class="soft">${w.lead}</p>
<ul class="timeline">${members.map((member) => memberPart(view, member))}</ul>
${next !== undefined && html`<p><a href="/desk/people?cursor=${encodeURIComponent(next)}">${w.more}</a></p>`}
${grantForm(view, { problem, values })}
${members.length > 0 && endForm(view, { members, problem, values })}`,
  });
}

function memberPart(view: PageView, member: Membership): Html {
  const { people: w, account } = wordsOf(view);
  return html`<li><p><strong>${member.name}</strong>${member.isDisabled && html` (${w.disabled})`}</p>
${facts([
  [account.desk.login, member.login],
  [w.role, account.roles[member.role]],
  [w.since, moment(view, member.grantedAt)],
  [w.by, member.grantedBy],
])}</li>`;
}

type FormData = Required<Pick<PeopleData, 'values'>> & Pick<PeopleData, 'problem'>;

function grantForm(view: PageView, { problem, values = {} }: FormData): Html {
  const { people: w, account } = wordsOf(view);
  const roles = staffRoles.map((role) => [role, account.roles[role]] as const);
  const maxLength = limits.reasonMaxChars;
  return html`<form method="post" action="/desk/people/roles" class="box">
<h2>${w.grant}</h2>
${lineBox({ name: 'person', label: account.desk.login, hint: w.personHint, problem, value: values.person, required: true })}
${choice({ name: 'role', label: w.role, problem, value: values.role, options: roles })}
${lineBox({ name: 'reason', label: w.reason, hint: w.reasonHint, problem, value: values.reason, required: true, maxLength })}
<button>${w.grantSend}</button>
</form>`;
}

function endForm(view: PageView, { members, problem, values = {} }: FormData & Pick<PeopleData, 'members'>): Html {
  const { people: w, account } = wordsOf(view);
  const options = members.map(({ id, name, role }) => [id, `${name} · ${account.roles[role]}`] as const);
  const maxLength = limits.reasonMaxChars;
  return html`<form method="post" action="/desk/people/endings" class="box">
<h2>${w.end}</h2>
${choice({ name: 'membershipId', label: w.role, problem, value: values.membershipId, options })}
${lineBox({ name: 'endReason', label: w.reason, hint: w.reasonHint, problem, value: values.endReason, required: true, maxLength })}
<button class="quiet">${w.endSend}</button>
</form>`;
}
