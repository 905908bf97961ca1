import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { countsTable, findFaults, readExamples, tallyExamples } from './check-gold.ts';
import { eip55, isIbanChecksum, isLuhn, keccak256, residentIdOf, segwitAddress } from './gold/checksums.ts';
import { composeSheets } from './gold/compose.ts';
import { type GoldExample, scoredKinds } from './score.ts';

const gold = readExamples('gold');
const dev = readExamples('dev');

test('every annotation lies inside its text, is canonical, and reads as its value where it is plain', () => {
  assert.deepEqual(findFaults(gold), []);
  assert.deepEqual(findFaults(dev), []);
});

test('gold has 220 examples a kind, half of them obfuscated, in both languages, and 450 messages that hold nothing', () => {
  const tallies = tallyExamples(gold);
  for (const kind of scoredKinds) {
    const own = tallies.filter(({ about }) => about === kind);
    const plain = own.reduce((sum, tally) => sum + tally.plain, 0);
    const obfuscated = own.reduce((sum, tally) => sum + tally.obfuscated, 0);
    assert.ok(plain + obfuscated >= 220, `${kind}: ${plain + obfuscated}`);
    assert.ok(Math.abs(plain - obfuscated) <= 0.1 * (plain + obfuscated), `${kind}: ${plain} plain, ${obfuscated} not`);
    for (const tally of own) assert.ok(tally.plain >= 10 && tally.obfuscated >= 10, `${kind} in ${tally.lang}`);
  }
  assert.ok(gold.filter(({ about }) => about === 'none').length >= 450);
});

test('dev shares neither a text nor, but for fixed numbers and sites, a value with gold', () => {
  const texts = new Set(gold.map(({ text }) => text));
  assert.deepEqual(
    dev.filter(({ text }) => texts.has(text)).map(({ id }) => id),
    [],
  );
  const values = (examples: readonly GoldExample[]) =>
    new Set(examples.flatMap(({ indicators }) => indicators.map(({ kind, value }) => `${kind} ${value}`)));
  const shared = values(gold).intersection(values(dev));
  const free = [...shared].filter((value) => !/^phone \+86\d{5,6}$/.test(value));
  assert.deepEqual(free, []);
});

test('the committed sheets are what the carriers and the seeds give', () => {
  const sheets = composeSheets();
  for (const name of ['gold', 'dev'] as const) {
    const committed = readFileSync(new URL(`gold/${name}.jsonl`, import.meta.url), 'utf8');
    assert.ok(committed === sheets[name], `${name}.jsonl is not what compose.ts writes`);
  }
});

test('the README counts what is there', () => {
  const readme = readFileSync(new URL('gold/README.md', import.meta.url), 'utf8');
  assert.ok(readme.includes(countsTable(gold)), 'the table of gold differs from countsTable');
  assert.ok(readme.includes(countsTable(dev)), 'the table of dev differs from countsTable');
});

test('a fault is found: outside, cut, not canonical, not readable, overlapping, twice', () => {
  const text = '电话13800138000，📞';
  const phone = { kind: 'phone', value: '+8613800138000', start: 2, end: 13 };
  const base = { id: 'a', about: 'phone', obfuscated: false, lang: 'zh' as const, text, indicators: [phone] };
  assert.deepEqual(findFaults([base]), []);
  const broken = (indicators: GoldExample['indicators']) => findFaults([{ ...base, indicators }]).join('\n');
  assert.match(broken([{ ...phone, end: 99 }]), /not inside/);
  assert.match(broken([{ ...phone, end: 15 }]), /cuts a character/);
  assert.match(broken([{ ...phone, value: '13800138000' }]), /not canonical/);
  assert.match(broken([{ ...phone, value: '+8613800138001' }]), /does not read as/);
  assert.match(broken([phone, { ...phone, kind: 'bank-account', value: '13800138000' }]), /overlap/);
  assert.match(broken([]), /wanted an indicator of kind phone/);
  assert.match(findFaults([base, base]).join('\n'), /id comes twice/);
});

test('the checksums agree with published examples', () => {
  assert.equal(keccak256(new Uint8Array()), 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  assert.equal(eip55('5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'), '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
  const program = Buffer.from('751e76e8199196d454941c45d1b3a323f1433bd6', 'hex');
  assert.equal(segwitAddress(0, program), 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
  const key = Buffer.from('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798', 'hex');
  assert.equal(segwitAddress(1, key), 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0');
  assert.ok(isIbanChecksum('GB82WEST12345698765432'));
  assert.ok(isLuhn('4111111111111111'));
  assert.equal(residentIdOf('11010519491231002'), '11010519491231002X');
});
