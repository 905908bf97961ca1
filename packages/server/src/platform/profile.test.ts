import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadProfile } from './profile.ts';

const shipped = new URL('../../profiles/reporting.json', import.meta.url);

test('the shipped profile is whole, and its settings read as numbers', () => {
  const profile = loadProfile();
  assert.ok(profile.retentionDays.reporterHash <= profile.retentionDays.report);
  assert.ok(profile.listing.defaultExpiryDays <= profile.listing.maxExpiryDays);
  assert.equal(typeof profile.appeal.dueDays, 'number');
});

test('a profile that lacks a setting, or has a wrong one, is refused with its place', () => {
  const written = JSON.parse(readFileSync(shipped, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'spring-rain-'));
  const path = join(folder, 'own.json');
  try {
    writeFileSync(
      path,
      JSON.stringify({ ...written, retentionDays: { ...written.retentionDays, contact: { value: '90', why: 'x' } } }),
    );
    assert.throws(() => loadProfile(path), /retentionDays\/contact/);
    writeFileSync(path, JSON.stringify({ ...written, appeal: undefined }));
    assert.throws(() => loadProfile(path), /appeal/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
