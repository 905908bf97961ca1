-- The main job: agencies, sources and listed values, reports with sightings, decisions, appeals, events.

-- Roles of a transaction. The login is neither superuser nor BYPASSRLS and becomes one of these for each transaction.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['spring_rain_app', 'spring_rain_job', 'spring_rain_public_intake'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
    begin
      -- Since PostgreSQL 16 a role's creator may grant it, but not become it without this.
      execute format('grant %I to current_user', wanted);
    exception when insufficient_privilege then
      raise notice 'cannot grant %, it must have been granted to % already', wanted, current_user;
    end;
  end loop;
end
$$;

create function current_agency() returns uuid
  language sql stable
  as $$ select nullif(current_setting('app.agency', true), '')::uuid $$;

create table agency (
  id uuid constraint agency_pk primary key,
  name text not null constraint agency_name_unique unique,
  created_at timestamptz not null
);

-- Facts about this installation, such as its id. Never secrets.
create table setting (
  name text constraint setting_pk primary key,
  value jsonb not null
);

-- A published list, or `decisions` for values that this agency's own people listed.
create table source (
  id uuid constraint source_pk primary key,
  agency_id uuid not null constraint source_agency_fk references agency,
  name text not null,
  title jsonb not null,
  role text not null,
  publisher text not null,
  url text,
  licence text not null,
  attribution jsonb,
  as_of date,
  expires_days integer,
  created_at timestamptz not null,
  adopted_by text,
  adopted_at timestamptz,
  -- Listings that are not withdrawn, kept with them, so that the public list of sources counts no rows.
  listing_count integer not null default 0,
  constraint source_name_unique unique (agency_id, name),
  -- What a listing refers to: its source and, by it, its agency, in one key.
  constraint source_agency_unique unique (id, agency_id),
  constraint source_adoption_whole check ((adopted_by is null) = (adopted_at is null)),
  constraint source_role_known check (
    role in ('known-scam', 'known-good', 'busy', 'shortener', 'shared-host', 'impersonated', 'disposable')
  )
);

-- One row a distinct value, whoever met it. Values are shared vocabulary; who saw what is in sighting and listing.
create table indicator (
  id bigint generated always as identity constraint indicator_pk primary key,
  kind text not null,
  value text not null,
  value_hash bytea not null constraint indicator_value_hash_unique unique,
  created_at timestamptz not null
);

-- A value that a source says something of, in a scope, until a time.
create table listing (
  id uuid constraint listing_pk primary key,
  agency_id uuid not null,
  source_id uuid not null,
  indicator_id bigint not null constraint listing_indicator_fk references indicator,
  scope text not null,
  name jsonb,
  country text,
  details jsonb,
  reason text,
  legal_basis text,
  decided_by text,
  report_id uuid,
  report_count integer,
  first_seen timestamptz,
  last_seen timestamptz,
  listed_at timestamptz not null,
  expires_at timestamptz,
  withdrawn_at timestamptz,
  constraint listing_source_fk foreign key (source_id, agency_id) references source (id, agency_id),
  constraint listing_scope_known check (scope in ('exact', 'path', 'host', 'domain')),
  constraint listing_report_count_natural check (report_count is null or report_count >= 0)
);
create unique index listing_once_a_source on listing (source_id, indicator_id, scope) where withdrawn_at is null;
create index listing_indicator on listing (indicator_id);
-- Ids follow time, so the newest listings have the greatest ids.
create index listing_source_page on listing (source_id, id);
create index listing_expiry on listing (expires_at) where withdrawn_at is null and expires_at is not null;

create table report (
  id uuid constraint report_pk primary key,
  agency_id uuid not null constraint report_agency_fk references agency,
  received_at timestamptz not null,
  state text not null,
  text text not null,
  scam_kind text,
  channel text,
  happened_at timestamptz,
  money_moving boolean not null,
  receipt_hash bytea constraint report_receipt_hash_unique unique,
  reporter_hash bytea,
  source text,
  import_key bytea constraint report_import_key_unique unique,
  purge_at timestamptz not null,
  constraint report_state_known check (state in ('received', 'unverified', 'escalated', 'confirmed', 'rejected', 'junk'))
);
create index report_page on report (received_at, id);
create index report_state_page on report (state, received_at, id);
create index report_money_moving on report (received_at, id) where money_moving;
create index report_purge on report (purge_at);
create index report_reporter_forget on report (received_at) where reporter_hash is not null;

create table report_loss (
  report_id uuid constraint report_loss_pk primary key constraint report_loss_report_fk references report on delete cascade,
  agency_id uuid not null constraint report_loss_agency_fk references agency,
  amount_minor bigint,
  currency text,
  paid_at timestamptz,
  own_bank text,
  payee_account text,
  constraint report_loss_amount_whole check ((amount_minor is null) = (currency is null)),
  constraint report_loss_amount_positive check (amount_minor > 0)
);

-- Contact details, sealed to the installation's public key; nothing on this machine need be able to open them.
create table sealed_contact (
  id uuid constraint sealed_contact_pk primary key,
  agency_id uuid not null constraint sealed_contact_agency_fk references agency,
  report_id uuid constraint sealed_contact_report_unique unique constraint sealed_contact_report_fk references report on delete cascade,
  appeal_id uuid constraint sealed_contact_appeal_unique unique,
  key_id text not null,
  sealed bytea not null,
  purge_at timestamptz not null
);
create index sealed_contact_purge on sealed_contact (purge_at);

create table report_addition (
  id uuid constraint report_addition_pk primary key,
  agency_id uuid not null constraint report_addition_agency_fk references agency,
  report_id uuid not null constraint report_addition_report_fk references report on delete cascade,
  added_at timestamptz not null,
  text text not null
);
create index report_addition_report on report_addition (report_id, added_at, id);

create table report_answer (
  id uuid constraint report_answer_pk primary key,
  agency_id uuid not null constraint report_answer_agency_fk references agency,
  report_id uuid not null constraint report_answer_report_fk references report on delete cascade,
  answered_at timestamptz not null,
  answered_by text not null,
  text text not null
);
create index report_answer_report on report_answer (report_id, answered_at, id);

-- The file itself lies in the file store under its content hash; one file may serve several attachments.
create table attachment (
  id uuid constraint attachment_pk primary key,
  agency_id uuid not null constraint attachment_agency_fk references agency,
  report_id uuid not null constraint attachment_report_fk references report on delete cascade,
  added_at timestamptz not null,
  content_hash text not null,
  media_type text not null,
  size_bytes bigint not null,
  position integer not null,
  constraint attachment_position_unique unique (report_id, position)
);
create index attachment_content on attachment (content_hash);

-- Which values which report holds: one row a value a report, never a pair of reports.
create table sighting (
  report_id uuid not null constraint sighting_report_fk references report on delete cascade,
  indicator_id bigint not null constraint sighting_indicator_fk references indicator,
  agency_id uuid not null constraint sighting_agency_fk references agency,
  start_at integer not null,
  end_at integer not null,
  seen_at timestamptz not null,
  constraint sighting_pk primary key (report_id, indicator_id)
);
create index sighting_indicator on sighting (indicator_id, seen_at, report_id);

-- Every decision of a named person: appended, never changed, never deleted.
create table decision (
  id uuid constraint decision_pk primary key,
  agency_id uuid not null constraint decision_agency_fk references agency,
  subject text not null,
  subject_id uuid not null,
  action text not null,
  decided_by text not null,
  reason text not null,
  decided_at timestamptz not null,
  constraint decision_subject_known check (subject in ('report', 'listing', 'appeal', 'source', 'contact', 'answer')),
  constraint decision_named check (btrim(decided_by) <> '' and btrim(reason) <> '')
);
create index decision_subject on decision (subject, subject_id, decided_at, id);

create function refuse_change() returns trigger
  language plpgsql
  as $$ begin raise exception 'rows of % are append-only', tg_table_name; end $$;
create trigger decision_append_only before update or delete or truncate on decision
  for each statement execute function refuse_change();

create table appeal (
  id uuid constraint appeal_pk primary key,
  agency_id uuid not null constraint appeal_agency_fk references agency,
  subject text not null,
  subject_id uuid not null,
  report_id uuid constraint appeal_report_fk references report on delete cascade,
  receipt_hash bytea constraint appeal_receipt_hash_unique unique,
  text text not null,
  state text not null,
  filed_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text,
  purge_at timestamptz not null,
  constraint appeal_subject_known check (subject in ('answer', 'listing')),
  constraint appeal_state_known check (state in ('waiting', 'upheld', 'dismissed')),
  constraint appeal_decided_whole check ((state = 'waiting') = (decided_at is null))
);
create unique index appeal_one_waiting on appeal (subject, subject_id) where state = 'waiting' and subject = 'answer';
create index appeal_page on appeal (due_at, id);
create index appeal_subject on appeal (subject, subject_id);
create index appeal_report on appeal (report_id);
create index appeal_purge on appeal (purge_at);
alter table sealed_contact add constraint sealed_contact_appeal_fk foreign key (appeal_id) references appeal on delete cascade;

-- A request that was answered: the same key and body get the same answer again.
create table idempotency_key (
  key_hash bytea constraint idempotency_key_pk primary key,
  agency_id uuid not null constraint idempotency_key_agency_fk references agency,
  body_hash bytea not null,
  subject_id uuid not null,
  created_at timestamptz not null,
  purge_at timestamptz not null
);
create index idempotency_key_purge on idempotency_key (purge_at);

-- What changed, by id. Written with the change; read only below the oldest running transaction.
create table event (
  id bigint generated always as identity constraint event_pk primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  agency_id uuid not null constraint event_agency_fk references agency,
  type text not null,
  subject_id text not null,
  data jsonb not null,
  happened_at timestamptz not null
);
create index event_order on event (transaction_id, id);
create index event_subject on event (subject_id, transaction_id, id);
create index event_happened on event (happened_at);

create table event_cursor (
  consumer text constraint event_cursor_pk primary key,
  transaction_id xid8 not null,
  event_id bigint not null
);

-- Spent proofs of work and waiting tickets, until they would have expired anyway.
create table spent_proof (
  proof_hash bytea constraint spent_proof_pk primary key,
  expires_at timestamptz not null
);
create index spent_proof_expiry on spent_proof (expires_at);

-- Each agency's rows are its own; a transaction that names no agency sees none.
do $$
declare
  owned text;
begin
  foreach owned in array array[
    'source', 'listing', 'report', 'report_loss', 'sealed_contact', 'report_addition', 'report_answer', 'attachment',
    'sighting', 'decision', 'appeal', 'idempotency_key', 'event'
  ] loop
    execute format('alter table %I enable row level security', owned);
    execute format(
      'create policy own_agency on %I using (agency_id = current_agency()) with check (agency_id = current_agency())',
      owned
    );
  end loop;
end
$$;

grant usage on schema public to spring_rain_app, spring_rain_job, spring_rain_public_intake;
grant select on agency, setting to spring_rain_app, spring_rain_job, spring_rain_public_intake;
grant insert, update on setting to spring_rain_app, spring_rain_job;

-- Staff and the operator: everything but rewriting history.
grant select, insert, update, delete on
  source, indicator, listing, report, report_loss, sealed_contact, report_addition, report_answer, attachment, sighting,
  appeal, idempotency_key, event, event_cursor, spent_proof
  to spring_rain_app, spring_rain_job;
grant select, insert on decision to spring_rain_app, spring_rain_job;

-- The public: files reports and appeals, reads what its receipt names and what checks rest on.
grant select on source, listing, decision, event to spring_rain_public_intake;
grant select, insert on
  indicator, report, report_loss, report_addition, report_answer, attachment, sighting, appeal, idempotency_key
  to spring_rain_public_intake;
revoke insert on report_answer from spring_rain_public_intake;
-- What is said about a report keeps it longer.
grant update (purge_at) on report to spring_rain_public_intake;
grant select (id, report_id, appeal_id), insert on sealed_contact to spring_rain_public_intake;
grant insert on event to spring_rain_public_intake;
grant select, insert on spent_proof to spring_rain_public_intake;

insert into agency (id, name, created_at)
  values ('00000000-0000-7000-8000-000000000001', 'host', now());
