import { recognise } from '@spring-rain/engine';
import { median, type Row } from './table.ts';

const aim = 1.2;
const smallBytes = 10_000;
const largeBytes = 1_000_000;

/** What an attacker would repeat: each unit starts work in some scanner. */
const units = [
  'a@',
  '1-',
  'http://',
  '微信',
  'a.',
  '1 ',
  'www.',
  'x://',
  'QQ1',
  '加V',
  '一',
  '０',
  '\u200b1',
  '0x',
  '@a ',
  '[.]',
  '138',
  '账号1',
];

/** How the time of recognition grows with the length of the most hostile text: 1 is linear. */
export function benchGrowth({ rounds }: { rounds: number }): Row {
  const measured = units.map((unit) => {
    const small = secondsFor(unit, smallBytes, rounds * 5);
    const large = secondsFor(unit, largeBytes, rounds);
    return { unit, large, exponent: Math.log(large / small) / Math.log(largeBytes / smallBytes) };
  });
  const worst = measured.toSorted((one, other) => other.exponent - one.exponent)[0]!;
  const slowest = measured.toSorted((one, other) => other.large - one.large)[0]!;
  return {
    work: 'recognise hostile text: growth from 10 KB to 1 MB',
    against: 'linear time',
    aim: `exponent ≤ ${aim}`,
    ours: `${worst.exponent.toFixed(2)} (${JSON.stringify(worst.unit)})`,
    sample: `${units.length} units repeated, median of ${rounds} at 1 MB`,
    holds: worst.exponent <= aim,
    notes: [
      `exponents: ${measured.map(({ unit, exponent }) => `${JSON.stringify(unit)} ${exponent.toFixed(2)}`).join(', ')}`,
      `the slowest megabyte: ${JSON.stringify(slowest.unit)}, ${slowest.large.toFixed(2)} s`,
    ],
  };
}

function secondsFor(unit: string, bytes: number, rounds: number): number {
  const text = unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)));
  recognise(text);
  return median(
    Array.from({ length: rounds }, () => {
      const startedAt = performance.now();
      recognise(text);
      return (performance.now() - startedAt) / 1000;
    }),
  );
}
