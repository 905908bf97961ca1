-- What was read from pictures that came with reports: for staff, deleted with its picture.

create table attachment_reading (
  attachment_id uuid constraint attachment_reading_pk primary key
    constraint attachment_reading_attachment_fk references attachment on delete cascade,
  agency_id uuid not null constraint attachment_reading_agency_fk references agency,
  read_at timestamptz not null,
  text text not null,
  codes jsonb not null,
  is_complete boolean not null,
  -- Why nothing could be read, as a problem's code.
  refusal text
);

alter table attachment_reading enable row level security;
create policy own_agency on attachment_reading
  using (agency_id = current_agency()) with check (agency_id = current_agency());

grant select, insert, update, delete on attachment_reading to spring_rain_app, spring_rain_job;
