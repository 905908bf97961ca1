-- Campaigns: scripts of reports, links that explain themselves, decisions about campaigns, and what is new.

alter table decision drop constraint decision_subject_known;
alter table decision add constraint decision_subject_known
  check (subject in ('report', 'listing', 'appeal', 'source', 'contact', 'answer', 'campaign'));

-- How many scripts there are: what a value's rarity is measured against. Its row is the lock of whoever links.
create table linking_state (
  agency_id uuid constraint linking_state_pk primary key constraint linking_state_agency_fk references agency,
  script_count bigint not null,
  constraint linking_state_count_natural check (script_count >= 0)
);

-- The masked wording that reports have in common, as shingles (sorted 32-bit hashes, little-endian). Copies share one.
create table script (
  id bigint generated always as identity constraint script_pk primary key,
  agency_id uuid not null constraint script_agency_fk references agency,
  version integer not null,
  script_hash bytea not null,
  shingles bytea not null,
  language text not null,
  created_at timestamptz not null,
  constraint script_hash_unique unique (agency_id, script_hash)
);

-- Keys under which alike scripts meet: a fixed number of rows a script, never a pair of scripts.
create table script_band (
  band_key bigint not null,
  script_id bigint not null constraint script_band_script_fk references script on delete cascade,
  agency_id uuid not null constraint script_band_agency_fk references agency,
  -- With the agency in it, whose rows these are is seen without a look into the table.
  constraint script_band_pk primary key (band_key, script_id) include (agency_id)
);
create index script_band_script on script_band (script_id);

-- Which values stand in reports of a script, by the first 64 bits of the SHA-256 of kind and value. A value that a
-- hundred thousand copies name is one row; in how many scripts it stands says how rare it is.
create table script_value (
  value_key bigint not null,
  script_id bigint not null constraint script_value_script_fk references script on delete cascade,
  agency_id uuid not null constraint script_value_agency_fk references agency,
  constraint script_value_pk primary key (value_key, script_id) include (agency_id)
);
create index script_value_script on script_value (script_id);

create table campaign (
  id uuid constraint campaign_pk primary key,
  agency_id uuid not null constraint campaign_agency_fk references agency,
  founded_at timestamptz not null,
  -- Given by a named person; `drafted_kind` is what most of its reports say.
  name text,
  kind text,
  drafted_kind text,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  report_count integer not null,
  -- An estimate: see campaign_report.is_new_reporter.
  reporter_count integer not null,
  -- Checked at commit, so that a restore may fill rows in any order.
  merged_into uuid constraint campaign_merged_fk references campaign deferrable initially deferred,
  -- The script that it was founded on: later ones that are only alike must be alike to this one, or to two others.
  founder_script_id bigint not null,
  -- The campaign that it is part of after all merges: itself, when it was not merged.
  root_id uuid not null,
  closed_at timestamptz,
  released_at timestamptz,
  constraint campaign_counts_natural check (report_count >= 0 and reporter_count >= 0)
);
create index campaign_page on campaign (last_seen, id) where root_id = id;
create index campaign_root on campaign (root_id);
create index campaign_merged on campaign (merged_into) where merged_into is not null;
create index campaign_released on campaign (id) where released_at is not null;

-- One row a report that was read for linking: its script, and the campaign that it belongs to, if any.
create table campaign_report (
  report_id uuid constraint campaign_report_pk primary key
    constraint campaign_report_report_fk references report on delete cascade,
  agency_id uuid not null constraint campaign_report_agency_fk references agency,
  script_id bigint not null constraint campaign_report_script_fk references script,
  campaign_id uuid constraint campaign_report_campaign_fk references campaign,
  received_at timestamptz not null,
  -- Who reported, keyed; forgotten with the report's own hash. An import is one reporter and is never forgotten.
  reporter_key bytea,
  is_import boolean not null,
  -- The first of its reporter in its campaign: what reach counts once the key is forgotten.
  is_new_reporter boolean not null,
  -- Reports that are unverified, rejected or junk count for nothing.
  counts boolean not null,
  strength01 double precision,
  joined_at timestamptz,
  -- The named person who put it where it is; null is the machine, which leaves alone what a person placed.
  decided_by text,
  constraint campaign_report_joined_whole check (campaign_id is null or joined_at is not null)
);
create index campaign_report_script on campaign_report (script_id, report_id);
create index campaign_report_page on campaign_report (campaign_id, received_at, report_id) where campaign_id is not null;
create index campaign_report_reporter on campaign_report (campaign_id, reporter_key)
  where is_new_reporter and campaign_id is not null and reporter_key is not null;
create index campaign_report_forget on campaign_report (received_at) where reporter_key is not null and not is_import;

-- Why a report is in a campaign, at most a few rows each. The other report may be gone by now, so it is no foreign key.
create table campaign_link (
  id uuid constraint campaign_link_pk primary key,
  agency_id uuid not null constraint campaign_link_agency_fk references agency,
  campaign_id uuid not null constraint campaign_link_campaign_fk references campaign on delete cascade,
  report_id uuid not null constraint campaign_link_report_fk references campaign_report on delete cascade,
  reason text not null,
  -- Of a shared value; also a host, or a link's path without what follows, which are no indicators of their own.
  value_kind text,
  value text,
  other_report_id uuid,
  weight01 double precision not null,
  similarity01 double precision,
  decided_by text,
  decided_at timestamptz not null,
  constraint campaign_link_value_whole check ((value_kind is null) = (value is null)),
  constraint campaign_link_weight_share check (weight01 between 0 and 1),
  constraint campaign_link_similarity_share check (similarity01 between 0 and 1)
);
create index campaign_link_report on campaign_link (report_id);
create index campaign_link_campaign on campaign_link (campaign_id);

-- How many reports of a campaign came in on which day and are deleted by now: figures outlive texts.
create table campaign_day (
  campaign_id uuid not null constraint campaign_day_campaign_fk references campaign on delete cascade,
  day date not null,
  agency_id uuid not null constraint campaign_day_agency_fk references agency,
  report_count integer not null,
  reporter_count integer not null,
  constraint campaign_day_pk primary key (campaign_id, day)
);

create function keep_after_report() returns trigger
  language plpgsql
  as $$
begin
  insert into campaign_day (campaign_id, day, agency_id, report_count, reporter_count)
  select gone.campaign_id, (gone.received_at at time zone 'UTC')::date, gone.agency_id, count(*),
    count(*) filter (where gone.is_new_reporter)
  from gone
  where gone.campaign_id is not null
    -- Of a campaign that is itself being deleted nothing is kept.
    and exists (select from campaign where campaign.id = gone.campaign_id)
  group by gone.campaign_id, (gone.received_at at time zone 'UTC')::date, gone.agency_id
  order by 1, 2
  on conflict on constraint campaign_day_pk do update
    set report_count = campaign_day.report_count + excluded.report_count,
      reporter_count = campaign_day.reporter_count + excluded.reporter_count;
  -- A script is kept as long as a report that reads so.
  delete from script using gone
  where script.id = gone.script_id
    and not exists (select from campaign_report where campaign_report.script_id = script.id);
  return null;
end $$;
create trigger campaign_report_counted after delete on campaign_report
  referencing old table as gone for each statement execute function keep_after_report();

-- Two campaigns that a report speaks for both of: a person decides whether they are one.
create table campaign_proposal (
  one_id uuid not null constraint campaign_proposal_one_fk references campaign on delete cascade,
  other_id uuid not null constraint campaign_proposal_other_fk references campaign on delete cascade,
  agency_id uuid not null constraint campaign_proposal_agency_fk references agency,
  report_id uuid not null,
  report_count integer not null,
  strength01 double precision not null,
  reason text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  kept_apart_at timestamptz,
  constraint campaign_proposal_pk primary key (one_id, other_id),
  constraint campaign_proposal_ordered check (one_id < other_id)
);
create index campaign_proposal_other on campaign_proposal (other_id);
create index campaign_proposal_page on campaign_proposal (last_at, one_id, other_id) where kept_apart_at is null;

-- What a decision changed, a row a campaign that it concerns: what undoing it puts back. Appended, never changed.
create table campaign_decision (
  decision_id uuid not null constraint campaign_decision_decision_fk references decision,
  campaign_id uuid not null constraint campaign_decision_campaign_fk references campaign on delete cascade,
  agency_id uuid not null constraint campaign_decision_agency_fk references agency,
  undoes uuid constraint campaign_decision_undoes_fk references decision,
  previous jsonb not null,
  constraint campaign_decision_pk primary key (campaign_id, decision_id)
);
create index campaign_decision_decision on campaign_decision (decision_id);
create unique index campaign_decision_undone_once on campaign_decision (undoes, campaign_id) where undoes is not null;

create table campaign_move (
  decision_id uuid not null constraint campaign_move_decision_fk references decision,
  report_id uuid not null constraint campaign_move_report_fk references campaign_report on delete cascade,
  agency_id uuid not null constraint campaign_move_agency_fk references agency,
  from_campaign_id uuid constraint campaign_move_from_fk references campaign on delete cascade,
  to_campaign_id uuid constraint campaign_move_to_fk references campaign on delete cascade,
  previous jsonb not null,
  constraint campaign_move_pk primary key (decision_id, report_id)
);
create index campaign_move_report on campaign_move (report_id);
create index campaign_move_from on campaign_move (from_campaign_id);
create index campaign_move_to on campaign_move (to_campaign_id);

-- What the classifier read in a report's text; without a kind it was undecided.
create table report_reading (
  report_id uuid constraint report_reading_pk primary key
    constraint report_reading_report_fk references report on delete cascade,
  agency_id uuid not null constraint report_reading_agency_fk references agency,
  kind text,
  probability01 double precision,
  fraud01 double precision,
  model_version text not null,
  read_at timestamptz not null
);

-- How often a wording that many reporters use was seen on a day, by hash: a bounded number of rows a day.
create table phrase_day (
  agency_id uuid not null constraint phrase_day_agency_fk references agency,
  phrase_hash bigint not null,
  day date not null,
  reporter_count integer not null,
  constraint phrase_day_pk primary key (agency_id, phrase_hash, day)
);
create index phrase_day_purge on phrase_day (day);

-- What was seen far more often on a day than its own past lets expect. For staff alone.
create table emergence (
  id uuid constraint emergence_pk primary key,
  agency_id uuid not null constraint emergence_agency_fk references agency,
  day date not null,
  subject text not null,
  campaign_id uuid constraint emergence_campaign_fk references campaign on delete cascade,
  indicator_id bigint,
  phrase text,
  count integer not null,
  expected double precision not null,
  p_value double precision not null,
  is_new boolean not null,
  constraint emergence_subject_whole check (
    subject = 'campaign' and campaign_id is not null and indicator_id is null and phrase is null
    or subject = 'indicator' and indicator_id is not null and campaign_id is null and phrase is null
    or subject = 'phrase' and phrase is not null and campaign_id is null and indicator_id is null
  )
);
create index emergence_page on emergence (day, id);
create index emergence_campaign on emergence (campaign_id) where campaign_id is not null;

-- Each agency's rows are its own, as in migration 1. The public has no part in any of these tables.
do $$
declare
  owned text;
begin
  foreach owned in array array[
    'linking_state', 'script', 'script_band', 'script_value', 'campaign', 'campaign_report', 'campaign_link', 'campaign_day',
    'campaign_proposal', 'campaign_decision', 'campaign_move', 'report_reading', 'phrase_day', 'emergence'
  ] loop
    execute format('alter table %I enable row level security', owned);
    execute format(
      'create policy own_agency on %I using (agency_id = current_agency()) with check (agency_id = current_agency())',
      owned
    );
  end loop;
end
$$;

grant select, insert, update, delete on
  linking_state, script, script_band, script_value, campaign, campaign_report, campaign_link, campaign_day, campaign_proposal,
  report_reading, phrase_day, emergence
  to spring_rain_app, spring_rain_job;
grant select, insert on campaign_decision, campaign_move to spring_rain_app, spring_rain_job;
-- A purge takes what belongs to reports and campaigns that end.
grant delete on campaign_decision, campaign_move to spring_rain_job;
