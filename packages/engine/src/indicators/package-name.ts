import { parse } from 'tldts';
import { cueIndex } from './cues.ts';
import type { HostRun } from './host-run.ts';
import { readLabel } from './host-run.ts';
import { cueWithin, keepFind, latinText, type Scan } from './scan.ts';

/** First labels of package names: suffixes written first. */
const openings = new Set(
  'com org net io cn edu gov info me tv app dev co cc hk tw jp kr uk de fr ru in us xyz top vip air biz mobi asia eu ai'.split(
    ' ',
  ),
);
/** Openings that are a suffix and hardly ever a host's first label. */
const sureOpenings = new Set('com org net edu gov io info biz'.split(' '));
const cueReach = 12;
const packageCues = [cueIndex.package];
const linkCues = [cueIndex.link];
/** What packages end in that is a suffix as well. */
const appWords = new Set(
  'app loan loans pay shop live chat cash credit finance money bank trade video game games mobile mobi store market dev pro plus tools news'.split(
    ' ',
  ),
);

/** Keeps a run of labels that is an Android package name; gives its end, or undefined for none. */
export function packageOfRun(scan: Scan, run: HostRun): number | undefined {
  const labels = run.starts.map((start, index) => readLabel(scan, start, run.ends[index]!).text);
  const hasCue = cueWithin(scan, Math.max(0, run.from - cueReach), run.from, packageCues) >= 0;
  if (labels.length < (hasCue ? 2 : 3) || !labels.every(isPackageLabel)) return undefined;
  const hasLinkCue = cueWithin(scan, Math.max(0, run.from - cueReach), run.from, linkCues) >= 0;
  if (!hasCue && !isPackageShape(labels, hasLinkCue)) return undefined;
  const count = packageLabels(labels);
  if (count < (hasCue ? 2 : 3)) return undefined;
  const to = run.ends[count - 1]!;
  const after = scan.codes[to];
  if (after === 0x2f || after === 0x3a || after === 0x28 || after === 0x40) return undefined;
  keepFind(scan, {
    kind: 'app',
    value: run.starts
      .slice(0, count)
      .map((start, index) => latinText(scan, start, run.ends[index]!))
      .join('.'),
    from: run.from,
    to,
    confidence01: hasCue ? 0.97 : 0.85,
    because: hasCue ? 'cue' : 'shape',
    traits: run.isDefanged ? ['obfuscated'] : [],
  });
  return to;
}

function isPackageLabel(label: string): boolean {
  return /^[a-z_]\w{0,62}$/.test(label);
}

/** `com.example.app`, `cn.example.loan`; `cn.bing.com` is a host, and so is `cn.example.loan` behind a word for a site. */
function isPackageShape(labels: readonly string[], hasLinkCue: boolean): boolean {
  const first = labels[0]!;
  const last = labels.at(-1)!;
  if (!openings.has(first)) return false;
  if (sureOpenings.has(first) || parse(`x.${last}`).isIcann !== true) return true;
  return !hasLinkCue && first !== 'app' && first !== 'dev' && appWords.has(last);
}

/** A file's ending is no part of the name. */
function packageLabels(labels: readonly string[]): number {
  const last = labels.at(-1)!;
  return last === 'apk' || last === 'ipa' ? labels.length - 1 : labels.length;
}
