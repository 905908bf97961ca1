-- People, agencies, walls and the log: who may do what, who may see what, and how it is proved.

-- Credentials are read by this role alone: a slip in any other room of the program cannot reach a password's hash.
do $$
begin
  if not exists (select from pg_roles where rolname = 'spring_rain_accounts') then
    begin
      create role spring_rain_accounts nologin;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end if;
  begin
    grant spring_rain_accounts to current_user;
  exception when insufficient_privilege then
    raise notice 'cannot grant spring_rain_accounts, it must have been granted to % already', current_user;
  end;
end
$$;

-- Who acts in this transaction, as `person:<id>`, `key:<id>`, `operator`, `public` or `job:<name>`.
create function current_actor() returns text
  language sql stable
  as $$ select nullif(current_setting('app.actor', true), '') $$;

create function current_person() returns uuid
  language sql stable
  as $$ select substring(current_setting('app.actor', true) from '^person:(.*)$')::uuid $$;

-- A transaction without an actor has no agency either, so it sees nothing.
create or replace function current_agency() returns uuid
  language sql stable
  as $$
    select case when coalesce(current_setting('app.actor', true), '') <> ''
      then nullif(current_setting('app.agency', true), '')::uuid end
  $$;

-- Why a job reads. Where it reads across agencies, a policy names this reason.
create function current_reason() returns text
  language sql stable
  as $$ select nullif(current_setting('app.reason', true), '') $$;

-- By the clock of the program, which says when a share ends.
create function current_instant() returns timestamptz
  language sql stable
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

-- ---- agencies ----

-- Areas of responsibility form a tree; `path` holds the ids from the root down to the area itself.
create table area (
  id uuid constraint area_pk primary key,
  parent_id uuid constraint area_parent_fk references area,
  code text not null constraint area_code_unique unique,
  name jsonb not null,
  path uuid[] not null,
  created_at timestamptz not null,
  constraint area_path_ends_here check (path[array_upper(path, 1)] = id),
  constraint area_not_its_own_parent check (parent_id is distinct from id)
);
create index area_parent on area (parent_id);

alter table agency
  add column kind text not null default 'anti-fraud-centre',
  add column country text,
  add column area_id uuid constraint agency_area_fk references area,
  add column time_zone text not null default 'Asia/Shanghai',
  -- From Monday (0) on: [{"day": 0, "from": "09:00", "to": "18:00"}, …]; empty means round the clock.
  add column working_hours jsonb not null default '[]',
  add column closed_at timestamptz,
  add constraint agency_kind_known check (
    kind in ('anti-fraud-centre', 'police', 'university', 'bank', 'platform', 'exam-authority', 'regulator', 'partner')
  );

-- ---- people and how they prove who they are ----

create table person (
  id uuid constraint person_pk primary key,
  -- What is typed at sign-in: NFKC, lower case.
  login text not null constraint person_login_unique unique,
  name text not null,
  language text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  -- Raised to end every session and every remembered device at once.
  credentials_version integer not null default 1,
  -- `$argon2id$v=19$m=…,t=…,p=…$salt$hash`; without one the person signs in by passkey or provider.
  password_hash text,
  password_changed_at timestamptz,
  -- Encrypted to this installation.
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  -- The step of the last code that was taken: a code is good once.
  totp_last_step bigint,
  constraint person_login_shape check (login = lower(btrim(login)) and char_length(login) between 2 and 100),
  constraint person_name_whole check (btrim(name) <> '')
);

create table recovery_code (
  person_id uuid not null constraint recovery_code_person_fk references person on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint recovery_code_pk primary key (person_id, code_hash)
);

create table passkey (
  id uuid constraint passkey_pk primary key,
  person_id uuid not null constraint passkey_person_fk references person on delete cascade,
  credential_id bytea not null constraint passkey_credential_unique unique,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on passkey (person_id);

-- A provider that an agency trusts to say who somebody is (OpenID Connect).
create table identity_provider (
  id uuid constraint identity_provider_pk primary key,
  agency_id uuid not null constraint identity_provider_agency_fk references agency,
  issuer text not null,
  client_id text not null,
  -- Encrypted to this installation.
  client_secret bytea,
  name text not null,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index identity_provider_in_use on identity_provider (issuer, client_id) where ended_at is null;

create table person_identity (
  provider_id uuid not null constraint person_identity_provider_fk references identity_provider,
  subject text not null,
  person_id uuid not null constraint person_identity_person_fk references person on delete cascade,
  linked_at timestamptz not null,
  constraint person_identity_pk primary key (provider_id, subject)
);
create index person_identity_person on person_identity (person_id);

-- One row a person, agency and role; it ends and is never deleted, so that the log's names keep their meaning.
create table membership (
  id uuid constraint membership_pk primary key,
  person_id uuid not null constraint membership_person_fk references person,
  agency_id uuid not null constraint membership_agency_fk references agency,
  role text not null,
  area_id uuid constraint membership_area_fk references area,
  granted_at timestamptz not null,
  granted_by text not null,
  ended_at timestamptz,
  ended_by text,
  constraint membership_role_known check (
    role in ('reporter-liaison', 'analyst', 'investigator', 'payments-officer', 'publisher', 'educator', 'exam-officer',
      'partner', 'supervisor', 'administrator')
  ),
  constraint membership_end_whole check ((ended_at is null) = (ended_by is null))
);
create unique index membership_once on membership (person_id, agency_id, role) where ended_at is null;
create index membership_agency on membership (agency_id, person_id);

create table session (
  id uuid constraint session_pk primary key,
  token_hash bytea not null constraint session_token_unique unique,
  person_id uuid not null constraint session_person_fk references person on delete cascade,
  -- For which of the person's agencies this session acts.
  agency_id uuid not null constraint session_agency_fk references agency,
  credentials_version integer not null,
  -- How the person proved who they are: password, totp, recovery-code, passkey, provider.
  factors text[] not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- A challenge of a passkey that was answered: a second answer to it is a replay.
create table spent_challenge (
  challenge_hash bytea constraint spent_challenge_pk primary key,
  expires_at timestamptz not null
);
create index spent_challenge_expiry on spent_challenge (expires_at);

create table api_key (
  id uuid constraint api_key_pk primary key,
  agency_id uuid not null constraint api_key_agency_fk references agency,
  secret_hash bytea not null constraint api_key_secret_unique unique,
  name text not null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  last_used_at timestamptz,
  constraint api_key_scopes_some check (cardinality(scopes) > 0)
);
create index api_key_agency on api_key (agency_id, id);

-- A link that is good once: for the first administrator, for a new person, and for whoever lost a factor.
create table sign_up_link (
  id uuid constraint sign_up_link_pk primary key,
  token_hash bytea not null constraint sign_up_link_token_unique unique,
  purpose text not null,
  -- Undefined for the first administrator, who does not exist yet.
  person_id uuid constraint sign_up_link_person_fk references person on delete cascade,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint sign_up_link_purpose_known check (purpose in ('first-administrator', 'invitation', 'recovery'))
);
create index sign_up_link_expiry on sign_up_link (expires_at);

-- ---- sharing ----

-- Who, what, TLP 2.0 for who may know, PAP for what they may do with it, until when. It ends and is never deleted.
create table share (
  id uuid constraint share_pk primary key,
  -- The owner.
  agency_id uuid not null constraint share_agency_fk references agency,
  subject text not null,
  subject_id text not null,
  to_agency_id uuid not null constraint share_to_agency_fk references agency,
  -- With a person: only that member of the agency.
  to_person_id uuid constraint share_to_person_fk references person,
  tlp text not null,
  pap text not null,
  shared_at timestamptz not null,
  until timestamptz not null,
  shared_by text not null,
  reason text not null,
  rule_id uuid,
  -- Of a recipient who passes it on: the share that they have it by. With that one it ends.
  passes_on uuid constraint share_passes_on_fk references share,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  constraint share_subject_known check (subject in ('report', 'campaign', 'indicator', 'source')),
  constraint share_tlp_known check (tlp in ('red', 'amber-strict', 'amber', 'green', 'clear')),
  constraint share_pap_known check (pap in ('red', 'amber', 'green', 'clear')),
  constraint share_red_names_a_person check (tlp <> 'red' or to_person_id is not null),
  constraint share_to_another check (to_agency_id <> agency_id),
  constraint share_ends check (until > shared_at),
  constraint share_withdrawal_whole check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index share_to on share (to_agency_id, subject, until) where withdrawn_at is null;
create index share_subject on share (subject, subject_id);
create index share_page on share (agency_id, id);
create index share_received on share (to_agency_id, id);
create index share_passes_on on share (passes_on) where passes_on is not null;
-- A rule shares a thing once: what was withdrawn it does not share again.
create unique index share_once_a_rule on share (rule_id, subject, subject_id) where rule_id is not null;

create table sharing_rule (
  id uuid constraint sharing_rule_pk primary key,
  agency_id uuid not null constraint sharing_rule_agency_fk references agency,
  to_agency_id uuid not null constraint sharing_rule_to_agency_fk references agency,
  -- What a report must be for the rule to share it; null asks for nothing.
  scam_kind text,
  tag text,
  area_id uuid constraint sharing_rule_area_fk references area,
  least_amount_minor bigint,
  currency text,
  tlp text not null,
  pap text not null,
  days integer not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  constraint sharing_rule_to_another check (to_agency_id <> agency_id),
  -- A rule names an agency, so what is for named persons alone cannot be shared by one.
  constraint sharing_rule_tlp_known check (tlp in ('amber-strict', 'amber', 'green', 'clear')),
  constraint sharing_rule_pap_known check (pap in ('red', 'amber', 'green', 'clear')),
  constraint sharing_rule_days_natural check (days between 1 and 365),
  constraint sharing_rule_amount_whole check ((least_amount_minor is null) = (currency is null)),
  constraint sharing_rule_end_whole check ((ended_at is null) = (ended_by is null))
);
create index sharing_rule_page on sharing_rule (agency_id, id);
alter table share add constraint share_rule_fk foreign key (rule_id) references sharing_rule;

-- Words that staff put on a report of their own agency.
create table report_tag (
  report_id uuid not null constraint report_tag_report_fk references report on delete cascade,
  tag text not null,
  agency_id uuid not null constraint report_tag_agency_fk references agency,
  tagged_at timestamptz not null,
  tagged_by text not null,
  constraint report_tag_pk primary key (report_id, tag)
);

-- For which kinds of value an agency lets others learn that it asks to be contacted.
create table deconfliction_consent (
  agency_id uuid not null constraint deconfliction_consent_agency_fk references agency,
  indicator_kind text not null,
  given_at timestamptz not null,
  given_by text not null,
  constraint deconfliction_consent_pk primary key (agency_id, indicator_kind)
);

-- Each question and its answer, kept: an answer says only that another agency asks to be contacted.
create table deconfliction_answer (
  id uuid constraint deconfliction_answer_pk primary key,
  agency_id uuid not null constraint deconfliction_answer_agency_fk references agency,
  indicator_kind text not null,
  value_hash bytea not null,
  asked_by text not null,
  asked_at timestamptz not null,
  is_held_elsewhere boolean not null,
  reason text not null
);
create index deconfliction_answer_page on deconfliction_answer (agency_id, asked_at, id);

-- ---- the log ----

-- What was done, by id: never content. Appended by whoever acts, chained afterwards by one writer.
create table audit_entry (
  id uuid constraint audit_entry_pk primary key default gen_random_uuid(),
  transaction_id xid8 not null default pg_current_xact_id(),
  -- The order within a transaction.
  written_no bigint generated always as identity,
  agency_id uuid not null constraint audit_entry_agency_fk references agency,
  happened_at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  subject_id text not null,
  fields text[] not null default '{}',
  reason text,
  -- Its place in the chain, from 1 on; SHA-256 of the entry itself; and of the chain's hash before it with that one.
  -- Set once, together.
  seq bigint constraint audit_entry_seq_unique unique,
  entry_hash bytea,
  hash bytea,
  constraint audit_entry_chained_whole check (num_nulls(seq, entry_hash, hash) in (0, 3)),
  constraint audit_entry_seq_counts check (seq >= 1)
);
create index audit_entry_unchained on audit_entry (transaction_id, written_no) where seq is null;
create index audit_entry_page on audit_entry (agency_id, seq);

-- An Ed25519 signature of the chain up to an entry.
create table audit_checkpoint (
  seq bigint constraint audit_checkpoint_pk primary key,
  hash bytea not null,
  signed_at timestamptz not null,
  key_id text not null,
  signature bytea not null
);

create function refuse_audit_change() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
    and (new.id, new.transaction_id, new.written_no, new.agency_id, new.happened_at, new.actor, new.action, new.subject,
        new.subject_id, new.fields, new.reason)
      is not distinct from
      (old.id, old.transaction_id, old.written_no, old.agency_id, old.happened_at, old.actor, old.action, old.subject,
        old.subject_id, old.fields, old.reason)
  then
    return new;
  end if;
  raise exception 'the log is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_audit_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();
create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function refuse_change();

-- Every decision enters the log with its row, whichever room of the program wrote it.
create function log_decision() returns trigger
  language plpgsql
  as $$
begin
  insert into audit_entry (agency_id, happened_at, actor, action, subject, subject_id, reason)
  values (new.agency_id, new.decided_at, current_actor() || ' ' || new.decided_by, new.action, new.subject,
    new.subject_id::text, new.reason);
  return null;
end $$;
-- Without an actor it is a restore, which brings the log itself.
create trigger decision_logged after insert on decision for each row
  when (current_actor() is not null) execute function log_decision();

insert into audit_entry (id, agency_id, happened_at, actor, action, subject, subject_id, reason)
select id, agency_id, decided_at, 'operator ' || decided_by, action, subject, subject_id::text, reason
from decision
order by decided_at, id;

-- ---- retention and keys ----

-- What must not be purged, why, and until when.
create table legal_hold (
  id uuid constraint legal_hold_pk primary key,
  agency_id uuid not null constraint legal_hold_agency_fk references agency,
  subject text not null,
  subject_id uuid not null,
  reason text not null,
  legal_basis text not null,
  held_by text not null,
  held_at timestamptz not null,
  until timestamptz not null,
  released_at timestamptz,
  released_by text,
  released_reason text,
  constraint legal_hold_subject_known check (subject in ('report', 'campaign')),
  constraint legal_hold_ends check (until > held_at),
  constraint legal_hold_release_whole check ((released_at is null) = (released_by is null))
);
create index legal_hold_subject on legal_hold (subject, subject_id) where released_at is null;
create index legal_hold_page on legal_hold (agency_id, id);

-- Whether a report must not be purged: it is held itself, or the campaign that it belongs to is. Whoever purges or asks
-- by receipt may not read holds and campaigns, so it is answered for them.
create function is_report_held(wanted uuid, at timestamptz) returns boolean
  language sql stable security definer
  set search_path = public, pg_temp
  as $$
    select exists (
      select from legal_hold
      where subject = 'report' and subject_id = wanted and released_at is null and until > at
    ) or exists (
      select from campaign_report
      join campaign on campaign.id = campaign_report.campaign_id
      join legal_hold on legal_hold.subject = 'campaign' and legal_hold.subject_id in (campaign.id, campaign.root_id)
      where campaign_report.report_id = wanted and legal_hold.released_at is null and legal_hold.until > at
    )
  $$;

-- A file is named by attachments of several agencies; it may go once none of them names it.
create function named_content(wanted text[]) returns setof text
  language sql stable security definer
  set search_path = public, pg_temp
  as $$ select distinct content_hash from attachment where content_hash = any (wanted) $$;

revoke execute on function is_report_held, named_content from public;
grant execute on function is_report_held to spring_rain_app, spring_rain_job, spring_rain_public_intake;
grant execute on function named_content to spring_rain_app, spring_rain_job;

-- How long an agency keeps a kind of record, where it differs from the installation's profile.
create table retention_rule (
  agency_id uuid not null constraint retention_rule_agency_fk references agency,
  record text not null,
  days integer not null,
  set_by text not null,
  set_at timestamptz not null,
  constraint retention_rule_pk primary key (agency_id, record),
  constraint retention_rule_days_natural check (days between 1 and 36500)
);

-- That a person asked for what they told us to be deleted, by receipt: it waits for a named person. Gone with its report.
create table rights_request (
  id uuid constraint rights_request_pk primary key,
  agency_id uuid not null constraint rights_request_agency_fk references agency,
  report_id uuid not null constraint rights_request_report_fk references report on delete cascade,
  text text not null,
  state text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text,
  constraint rights_request_state_known check (state in ('waiting', 'granted', 'refused')),
  constraint rights_request_decided_whole check ((state = 'waiting') = (decided_at is null))
);
create unique index rights_request_one_waiting on rights_request (report_id) where state = 'waiting';
create index rights_request_report on rights_request (report_id, asked_at);
create index rights_request_page on rights_request (due_at, id);
create index rights_request_granted on rights_request (decided_at, report_id) where state = 'granted';

alter table decision drop constraint decision_subject_known;
alter table decision add constraint decision_subject_known
  check (subject in ('report', 'listing', 'appeal', 'source', 'contact', 'answer', 'campaign', 'rights'));

-- What a reporter says is wrong in what is kept: an addition that is marked.
alter table report_addition add column is_correction boolean not null default false;

-- Signing keys: of an agency, for bundles that leave; of the installation (no agency), for the log's checkpoints.
create table signing_key (
  key_id text constraint signing_key_pk primary key,
  agency_id uuid constraint signing_key_agency_fk references agency,
  public_key bytea not null,
  -- PKCS #8, encrypted to this installation; null for the key of an agency elsewhere.
  private_key bytea,
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index signing_key_in_use on signing_key (agency_id) nulls not distinct
  where retired_at is null and private_key is not null;

-- A bundle that came in is taken once. Who sent it, under which labels: who may know (TLP), what may be done (PAP).
create table taken_bundle (
  bundle_hash bytea constraint taken_bundle_pk primary key,
  agency_id uuid not null constraint taken_bundle_agency_fk references agency,
  key_id text not null,
  from_name text not null,
  tlp text not null,
  pap text not null,
  report_count integer not null,
  taken_at timestamptz not null,
  taken_by text not null
);

-- ---- walls ----

-- What is shared with whoever acts: with their agency, or with them by name. In PL/pgSQL, whose plan is kept: as SQL it is
-- planned anew into every statement on a table with such a policy, which cost as much as the statement.
create function shared_ids(wanted text) returns uuid[]
  language plpgsql stable
  as $$
begin
  return (
    select coalesce(array_agg(subject_id::uuid), '{}')
    from share
    where subject = wanted and to_agency_id = current_agency() and withdrawn_at is null and until > current_instant()
      and (to_person_id is null or to_person_id = current_person())
  );
end $$;

-- Written with sub-selects, so that a statement asks once and not once a row.
do $$
declare
  owned text;
begin
  foreach owned in array array[
    'source', 'listing', 'report', 'report_loss', 'sealed_contact', 'report_addition', 'report_answer', 'attachment',
    'sighting', 'decision', 'appeal', 'idempotency_key', 'event', 'linking_state', 'script', 'script_band', 'script_value',
    'campaign', 'campaign_report', 'campaign_link', 'campaign_day', 'campaign_proposal', 'campaign_decision',
    'campaign_move', 'report_reading', 'phrase_day', 'emergence', 'attachment_reading'
  ] loop
    execute format(
      'alter policy own_agency on %I using (agency_id = (select current_agency())) with check (agency_id = (select current_agency()))',
      owned
    );
  end loop;
  foreach owned in array array[
    'report_tag', 'sharing_rule', 'deconfliction_consent', 'deconfliction_answer', 'legal_hold', 'retention_rule',
    'rights_request', 'taken_bundle', 'api_key', 'identity_provider', 'audit_entry'
  ] loop
    execute format('alter table %I enable row level security', owned);
    execute format(
      'create policy own_agency on %I using (agency_id = (select current_agency())) with check (agency_id = (select current_agency()))',
      owned
    );
  end loop;
  -- A shared report, with what hangs on it. Never its sealed contact, its tags, its appeals or its events.
  foreach owned in array array[
    'report_loss', 'report_addition', 'report_answer', 'attachment', 'sighting', 'report_reading'
  ] loop
    execute format(
      'create policy shared on %I for select to spring_rain_app using (report_id = any ((select shared_ids(''report''))::uuid[]))',
      owned
    );
  end loop;
end
$$;

create policy shared on report for select to spring_rain_app
  using (id = any ((select shared_ids('report'))::uuid[]));
create policy shared on attachment_reading for select to spring_rain_app
  using (attachment_id in (select attachment.id from attachment));
create policy shared on campaign for select to spring_rain_app
  using (id = any ((select shared_ids('campaign'))::uuid[]));
create policy shared on campaign_day for select to spring_rain_app
  using (campaign_id = any ((select shared_ids('campaign'))::uuid[]));
create policy shared on source for select to spring_rain_app
  using (id = any ((select shared_ids('source'))::uuid[]));
create policy shared on listing for select to spring_rain_app
  using (source_id = any ((select shared_ids('source'))::uuid[]));

-- A share is seen by who gave it and by whom it is for; only who gave it changes it.
alter table share enable row level security;
create policy own_agency on share
  using (agency_id = (select current_agency())) with check (agency_id = (select current_agency()));
create policy received on share for select to spring_rain_app
  using (
    to_agency_id = (select current_agency()) and withdrawn_at is null and until > (select current_instant())
    and (to_person_id is null or to_person_id = (select current_person()))
  );

-- People and memberships: a person is seen by the agencies that they belong to.
alter table person enable row level security;
create policy signing_in on person for all to spring_rain_accounts using (true) with check (true);
create policy colleagues on person for select to spring_rain_app, spring_rain_job
  using (id in (select membership.person_id from membership));
alter table membership enable row level security;
create policy own_agency on membership
  using (agency_id = (select current_agency())) with check (agency_id = (select current_agency()));
create policy signing_in on membership for all to spring_rain_accounts using (true) with check (true);

grant usage on schema public to spring_rain_accounts;
grant select on agency, area, setting to spring_rain_accounts;
grant select, insert, update, delete on
  person, recovery_code, passkey, person_identity, session, sign_up_link, membership to spring_rain_accounts;
grant select, insert, delete on spent_challenge to spring_rain_accounts;
grant select, insert, update on identity_provider, api_key to spring_rain_accounts;
create policy signing_in on identity_provider for all to spring_rain_accounts using (true) with check (true);
create policy signing_in on api_key for all to spring_rain_accounts using (true) with check (true);
grant insert on audit_entry to spring_rain_accounts;
grant select, insert on event to spring_rain_accounts;

-- Which agencies there are is known to all of them; each changes itself, and the first one all of them.
alter table agency enable row level security;
create policy known on agency for select using (true);
create policy own_or_host on agency for all to spring_rain_app
  using (id = (select current_agency()) or (select current_agency()) = '00000000-0000-7000-8000-000000000001')
  with check (id = (select current_agency()) or (select current_agency()) = '00000000-0000-7000-8000-000000000001');

-- Staff see who their colleagues are, never how they prove it.
grant select (id, login, name, language, created_at, disabled_at) on person to spring_rain_app, spring_rain_job;
grant select on area to spring_rain_app, spring_rain_job, spring_rain_public_intake;
grant insert, update on area, agency to spring_rain_app;
grant select, insert, update on membership to spring_rain_app;
grant select on membership to spring_rain_job;
grant select, insert, update on sharing_rule, legal_hold, rights_request, retention_rule
  to spring_rain_app, spring_rain_job;
-- What was shared stays as it was shared; only its end is written later.
grant select, insert, update (withdrawn_at, withdrawn_by, withdrawn_reason) on share to spring_rain_app, spring_rain_job;
grant select, insert, delete on report_tag, deconfliction_consent to spring_rain_app, spring_rain_job;
grant select, insert on deconfliction_answer, taken_bundle to spring_rain_app, spring_rain_job;
grant select, insert, update on signing_key to spring_rain_app, spring_rain_job;
grant select (key_id, agency_id, public_key, created_at, retired_at) on signing_key to spring_rain_public_intake;
grant select, insert on audit_entry to spring_rain_app;
grant select, insert, update on audit_entry to spring_rain_job;
grant select, insert on audit_checkpoint to spring_rain_job;
grant select on audit_checkpoint to spring_rain_app;
grant insert on audit_entry to spring_rain_public_intake;
grant select, insert on rights_request to spring_rain_public_intake;
-- What is said to a receipt's holder of how long, and what keeps it.
grant select on retention_rule to spring_rain_public_intake;
grant select (purge_at) on sealed_contact to spring_rain_public_intake;
grant select on attachment_reading to spring_rain_public_intake;
grant delete on retention_rule to spring_rain_app;
grant delete on session, sign_up_link to spring_rain_job;
grant select (id, person_id, expires_at, ended_at) on session to spring_rain_job;
grant select (id, expires_at) on sign_up_link to spring_rain_job;

-- One log for all agencies: its only writer reads and chains every agency's entries.
create policy chaining on audit_entry for all to spring_rain_job
  using ((select current_reason()) = 'chaining the log') with check ((select current_reason()) = 'chaining the log');
-- Jobs work through what all agencies' events say; each event is then worked on as its own agency.
create policy following on event for select to spring_rain_job
  using ((select current_reason()) in ('following events', 'public answers'));

-- What an adopted list says is public: the open check rests on it, whichever agency adopted it.
create policy public_answers on source for select to spring_rain_public_intake using (adopted_at is not null);
create policy public_answers on listing for select to spring_rain_public_intake
  using (source_id in (select source.id from source where source.adopted_at is not null));
create policy public_answers_kept on source for select to spring_rain_job
  using (adopted_at is not null and (select current_reason()) = 'public answers');
create policy public_answers_kept on listing for select to spring_rain_job
  using (
    (select current_reason()) = 'public answers'
    and source_id in (select source.id from source where source.adopted_at is not null)
  );
-- Which values and sites are an official's, or shared by strangers, every agency must know before it lists or links.
create policy honest on source for select to spring_rain_app, spring_rain_job
  using (adopted_at is not null and role <> 'known-scam');
create policy honest on listing for select to spring_rain_app, spring_rain_job
  using (
    source_id in (select source.id from source where source.adopted_at is not null and source.role <> 'known-scam')
  );
-- Checks name campaigns that a person released, of every agency; what they are recognised by is read as that agency.
create policy public_answers on campaign for select to spring_rain_job
  using (released_at is not null and (select current_reason()) = 'public answers');

-- A report that changed hands keeps the decisions that were made about it.
create policy of_own_report on decision for select
  using (
    subject in ('report', 'contact', 'rights')
    and exists (
      select from report where report.id = decision.subject_id and report.agency_id = (select current_agency())
    )
  );

-- ---- what an agency may not read, and is answered for it ----

-- Whose thing it is that is to be shared.
create function owns_subject(asker uuid, asked text, asked_id text) returns boolean
  language plpgsql stable
  as $$
begin
  case asked
    when 'report' then
      return exists (select from report where report.id = asked_id::uuid and report.agency_id = asker);
    when 'campaign' then
      return exists (select from campaign where campaign.id = asked_id::uuid and campaign.agency_id = asker);
    when 'source' then
      return exists (select from source where source.id = asked_id::uuid and source.agency_id = asker);
    when 'indicator' then
      return exists (
        select from sighting where sighting.indicator_id = asked_id::bigint and sighting.agency_id = asker
      ) or exists (
        select from listing
        where listing.indicator_id = asked_id::bigint and listing.agency_id = asker and listing.withdrawn_at is null
      );
  end case;
end $$;

-- Whatever room of the program writes a share: it is of what the agency owns, or passes on no more than it was given.
create function check_share() returns trigger
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
declare
  original share;
  tlps constant text[] := array['red', 'amber-strict', 'amber', 'green', 'clear'];
  paps constant text[] := array['red', 'amber', 'green', 'clear'];
begin
  if new.passes_on is null then
    if not owns_subject(new.agency_id, new.subject, new.subject_id) then
      raise exception 'an agency shares what is its own';
    end if;
    return new;
  end if;
  select * into original from share where id = new.passes_on;
  if original.to_agency_id is distinct from new.agency_id
    or (original.subject, original.subject_id) is distinct from (new.subject, new.subject_id)
    or original.withdrawn_at is not null or original.until < new.until
    or (original.to_person_id is not null and original.to_person_id is distinct from current_person())
    or original.tlp not in ('green', 'clear')
    or array_position(tlps, new.tlp) > array_position(tlps, original.tlp)
    or array_position(paps, new.pap) > array_position(paps, original.pap)
    or new.to_agency_id = original.agency_id
  then
    raise exception 'a share passes on no more than was given';
  end if;
  return new;
end $$;
-- Without an actor it is a restore.
create trigger share_checked before insert on share for each row
  when (current_actor() is not null) execute function check_share();

-- What was passed on ends with what it rests on, whichever agency passed it on.
create function end_what_passes_on() returns trigger
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
begin
  update share set withdrawn_at = new.withdrawn_at, withdrawn_by = 'owner', withdrawn_reason = 'no longer shared by its owner'
  where passes_on = new.id and withdrawn_at is null;
  return null;
end $$;
create trigger share_ends_what_passes_on after update of withdrawn_at on share for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function end_what_passes_on();

-- By which share whoever acts sees a thing that is not their agency's: the one that lets them do the most.
create function received_share(asked text, asked_id text) returns jsonb
  language plpgsql stable
  as $$
begin
  return (
    select jsonb_build_object('id', share.id, 'agencyId', agency.id, 'agency', agency.name, 'tlp', share.tlp,
      'pap', share.pap, 'until', share.until, 'reason', share.reason)
    from share join agency on agency.id = share.agency_id
    where share.subject = asked and share.subject_id = asked_id and share.to_agency_id = current_agency()
      and share.withdrawn_at is null and share.until > current_instant()
      and (share.to_person_id is null or share.to_person_id = current_person())
    order by array_position(array['red', 'amber', 'green', 'clear'], share.pap) desc,
      array_position(array['red', 'amber-strict', 'amber', 'green', 'clear'], share.tlp) desc, share.until desc, share.id
    limit 1
  );
end $$;

-- How many people of another agency have which role: who shares should know who will see it, and no names.
create function people_by_role(asked uuid) returns table (role text, people integer)
  language sql stable security definer
  set search_path = public, pg_temp
  as $$
    select membership.role, count(distinct membership.person_id)::integer
    from membership join person on person.id = membership.person_id
    where membership.agency_id = asked and membership.ended_at is null and person.disabled_at is null
    group by membership.role
  $$;

-- One member of an agency by id, to share with them alone.
create function member_of(asked uuid, asked_person uuid) returns table (name text, roles text[])
  language sql stable security definer
  set search_path = public, pg_temp
  as $$
    select person.name, array_agg(membership.role order by membership.role)
    from membership join person on person.id = membership.person_id
    where membership.agency_id = asked and membership.person_id = asked_person and membership.ended_at is null
      and person.disabled_at is null
    group by person.id, person.name
  $$;

-- The area of the acting agency and all above it.
create function own_areas() returns uuid[]
  language sql stable
  as $$
    select coalesce((
      select area.path from agency join area on area.id = agency.area_id where agency.id = current_agency()
    ), '{}')
  $$;

-- Gives a report with all its rows to another agency, in one step; what the old owner shared of it ends. Decisions stay
-- with who made them and are read with the report. False when it is not the acting agency's, or the other is not open.
create function transfer_report(moved uuid, new_owner uuid, why text) returns boolean
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
declare
  old_owner constant uuid := current_agency();
  at constant timestamptz := current_instant();
begin
  perform from report where report.id = moved and report.agency_id = old_owner for update;
  if not found then return false; end if;
  perform from agency where agency.id = new_owner and agency.closed_at is null and agency.id <> old_owner;
  if not found then return false; end if;

  update share set withdrawn_at = at, withdrawn_by = 'owner', withdrawn_reason = 'the report was handed over'
    where subject = 'report' and subject_id = moved::text and withdrawn_at is null;
  -- Out of the old owner's campaigns, whose figures keep it as they keep what was deleted.
  delete from campaign_report where report_id = moved;
  update report set agency_id = new_owner where id = moved;
  update report_loss set agency_id = new_owner where report_id = moved;
  update report_addition set agency_id = new_owner where report_id = moved;
  update report_answer set agency_id = new_owner where report_id = moved;
  update attachment_reading set agency_id = new_owner
    where attachment_id in (select attachment.id from attachment where attachment.report_id = moved);
  update attachment set agency_id = new_owner where report_id = moved;
  update sighting set agency_id = new_owner where report_id = moved;
  update report_reading set agency_id = new_owner where report_id = moved;
  update report_tag set agency_id = new_owner where report_id = moved;
  update rights_request set agency_id = new_owner where report_id = moved;
  update legal_hold set agency_id = new_owner where subject = 'report' and subject_id = moved;
  update idempotency_key set agency_id = new_owner
    where subject_id = moved
      or subject_id in (select report_addition.id from report_addition where report_addition.report_id = moved)
      or subject_id in (select appeal.id from appeal where appeal.report_id = moved);
  update sealed_contact set agency_id = new_owner
    where report_id = moved or appeal_id in (select appeal.id from appeal where appeal.report_id = moved);
  update appeal set agency_id = new_owner where report_id = moved;

  insert into event (agency_id, type, subject_id, data, happened_at)
    values (new_owner, 'report.transferred', moved::text, '{}', at);
  insert into audit_entry (agency_id, happened_at, actor, action, subject, subject_id, fields, reason)
    values (new_owner, at, current_actor(), 'receive', 'report', moved::text, '{agency_id}', why);
  return true;
end $$;

-- A receipt is good wherever what it is for was handed on.
create function agency_of_receipt(asked bytea) returns uuid
  language sql stable security definer
  set search_path = public, pg_temp
  as $$
    select coalesce(
      (select report.agency_id from report where report.receipt_hash = asked),
      (select appeal.agency_id from appeal where appeal.receipt_hash = asked)
    )
  $$;

-- A value goes once no agency's report or listing names it. Answers how many went.
create function delete_unnamed_indicators(before timestamptz, most integer) returns integer
  language sql security definer
  set search_path = public, pg_temp
  as $$
    with unnamed as (
      select indicator.id from indicator
      where indicator.created_at < before
        and not exists (select from listing where listing.indicator_id = indicator.id)
        and not exists (select from sighting where sighting.indicator_id = indicator.id)
      order by indicator.id limit most
    ), removed as (
      delete from indicator using unnamed where indicator.id = unnamed.id returning indicator.id
    )
    select count(*)::integer from removed
  $$;

-- Answers whether another agency that met a value asks to be contacted, and keeps the answer for both. Both must take part
-- for that kind of value, and both must have met it; the other one must not share it already. It looks at every agency that
-- takes part, whatever the answer is, so that the time it takes tells nothing.
create function answer_deconfliction(answer uuid, asked_kind text, asked_hash bytea, asker text, why text) returns boolean
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
declare
  me constant uuid := current_agency();
  at constant timestamptz := current_instant();
  wanted bigint;
  takes_part boolean;
  others uuid[];
begin
  select coalesce((select indicator.id from indicator where indicator.value_hash = asked_hash), 0) into wanted;
  select exists (
    select from deconfliction_consent where agency_id = me and indicator_kind = asked_kind
  ) and exists (select from sighting where indicator_id = wanted and agency_id = me) into takes_part;
  select coalesce(array_agg(agency.id), '{}') into others
  from agency
  join deconfliction_consent as consent on consent.agency_id = agency.id and consent.indicator_kind = asked_kind
  where agency.id <> me and agency.closed_at is null
    and exists (select from sighting where sighting.indicator_id = wanted and sighting.agency_id = agency.id)
    and not exists (
      select from share
      where share.agency_id = agency.id and share.to_agency_id = me and share.withdrawn_at is null and share.until > at
        and share.to_person_id is null
        and (
          share.subject = 'indicator' and share.subject_id = wanted::text
          or share.subject = 'report' and exists (
            select from sighting
            where sighting.report_id::text = share.subject_id and sighting.indicator_id = wanted
          )
        )
    );
  if not takes_part then others := '{}'; end if;

  insert into deconfliction_answer (id, agency_id, indicator_kind, value_hash, asked_by, asked_at, is_held_elsewhere, reason)
    values (answer, me, asked_kind, asked_hash, asker, at, cardinality(others) > 0, why);
  -- The other side learns as much, once a day: that somebody asks to be contacted, not who or why.
  with told as (
    insert into deconfliction_answer (id, agency_id, indicator_kind, value_hash, asked_by, asked_at, is_held_elsewhere, reason)
    select gen_random_uuid(), other, asked_kind, asked_hash, 'another agency', at, true, 'another agency asks to be contacted'
    from unnest(others) as other
    where not exists (
      select from deconfliction_answer as kept
      where kept.agency_id = other and kept.asked_by = 'another agency' and kept.value_hash = asked_hash
        and kept.asked_at > at - interval '1 day'
    )
    returning id, agency_id
  )
  insert into event (agency_id, type, subject_id, data, happened_at)
  select told.agency_id, 'deconfliction.told', told.id::text, '{}', at from told;
  return cardinality(others) > 0;
end $$;

revoke execute on function
  owns_subject, check_share, end_what_passes_on, received_share, people_by_role, member_of, own_areas, transfer_report,
  agency_of_receipt, delete_unnamed_indicators, answer_deconfliction
  from public;
grant execute on function owns_subject, received_share to spring_rain_app, spring_rain_job;
grant execute on function people_by_role, member_of, transfer_report, answer_deconfliction to spring_rain_app;
grant execute on function own_areas, delete_unnamed_indicators to spring_rain_job;
grant execute on function agency_of_receipt to spring_rain_public_intake;

-- ---- pages of an agency's own ----

-- An agency with few rows among a million of others' reads its page without meeting theirs.
drop index report_page;
drop index report_state_page;
drop index report_money_moving;
create index report_page on report (agency_id, received_at, id);
create index report_state_page on report (agency_id, state, received_at, id);
create index report_money_moving on report (agency_id, received_at, id) where money_moving;
drop index sighting_indicator;
create index sighting_indicator on sighting (indicator_id, agency_id, seen_at, report_id);
drop index campaign_page;
create index campaign_page on campaign (agency_id, last_seen, id) where root_id = id;
drop index appeal_page;
create index appeal_page on appeal (agency_id, due_at, id);
drop index campaign_proposal_page;
create index campaign_proposal_page on campaign_proposal (agency_id, last_at, one_id, other_id) where kept_apart_at is null;
drop index emergence_page;
create index emergence_page on emergence (agency_id, day, id);
create index listing_agency_page on listing (agency_id, id);
create index event_agency on event (agency_id, transaction_id, id);
