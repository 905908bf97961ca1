import { isValidIBAN } from 'ibantools';
import { domainParts } from '../hosts/domain-parts.ts';
import { foldText } from '../text/fold.ts';
import { sliceFolded } from '../text/normalise.ts';
import type { IndicatorKind } from '../vocabulary.ts';
import { cardBrand } from './card.ts';
import { chatServices } from './handle.ts';
import { asciiHost } from './host-names.ts';
import type { Indicator } from './kinds.ts';
import { canonicalInternational, chinaService, chinaShared } from './phone-plan.ts';
import { recognise } from './recognise.ts';
import { readAddress } from './wallet.ts';

export interface CanonicalIndicator {
  readonly kind: IndicatorKind;
  readonly value: string;
}

/** A value given alone is no longer than this; longer is no value. */
const maxValue = 8192;

/**
 * The canonical form of one value of a known kind, given alone (by an importer, on a command line);
 * undefined where it is no such value. A canonical value gives itself.
 */
export function canonicalIndicator(kind: IndicatorKind, raw: string): CanonicalIndicator | undefined {
  if (raw.length > maxValue) return undefined;
  const folded = foldText(raw.trim());
  const written = sliceFolded(folded, 0, folded.length).trim();
  if (written === '') return undefined;
  const value = readers[kind](written);
  return value === undefined ? undefined : { kind, value };
}

const readers: Readonly<Record<IndicatorKind, (written: string) => string | undefined>> = {
  phone: readPhoneAlone,
  url: readUrlAlone,
  domain: readDomainAlone,
  email: (written) => wholeFind('email', written),
  ip: (written) => wholeFind('ip', written),
  'bank-card': (written) => readCardAlone(digitsOf(written)),
  'bank-account': readAccountAlone,
  wallet: (written) => readAddress(written)?.value ?? wholeFind('wallet', written),
  handle: readHandleAlone,
  app: readAppAlone,
};

function readPhoneAlone(written: string): string | undefined {
  if (/\p{L}/u.test(written)) return wholeFind('phone', written);
  const digits = digitsOf(written);
  if (/^\s*\+/.test(written)) return canonicalInternational(digits);
  return (
    chinaService(digits) ??
    wholeFind('phone', written) ??
    chinaShared(digits) ??
    wholeFind('phone', `电话 ${written}`, 3)
  );
}

function readUrlAlone(written: string): string | undefined {
  const found = wholeFind('url', written);
  if (found !== undefined) return found;
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!/^(?:https?|ftp):\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  // A number alone would be read as an address (`12345` as 0.0.48.57): a host is written with its dots.
  const host = address.slice(address.indexOf('://') + 3).split(/[/?#]/)[0] ?? '';
  return host.includes('.') || host.includes('[') ? url.href : undefined;
}

function readDomainAlone(written: string): string | undefined {
  const found = wholeFind('domain', written) ?? wholeFind('domain', `网址 ${written}`, 3);
  if (found !== undefined) return found;
  const host = asciiHost(written.toLowerCase().replace(/\.$/, ''));
  if (host === undefined || !/^[^\s/:@]+\.[^\s/:@]+$/.test(host)) return undefined;
  const { publicSuffix, isIcann, isPrivateSuffix } = domainParts(host);
  return publicSuffix !== undefined && (isIcann || isPrivateSuffix) ? host : undefined;
}

function readCardAlone(digits: string): string | undefined {
  return cardBrand(digits) === undefined ? undefined : digits;
}

function readAccountAlone(written: string): string | undefined {
  const plain = written.replaceAll(/[\s-]/g, '').toUpperCase();
  if (isValidIBAN(plain)) return plain;
  const digits = digitsOf(written);
  return /^[\d\s().-]+$/.test(written) && /^\d{7,26}$/.test(digits) ? digits : undefined;
}

/** `service:identifier`, a link to an account, or a cue and an identifier. */
function readHandleAlone(written: string): string | undefined {
  const [service, ...rest] = written.split(':');
  const identifier = rest.join(':').trim();
  const known = chatServices.find((name) => name === service?.toLowerCase());
  if (known !== undefined && /^[@+]?[\w.~+-]{2,64}$/.test(identifier)) {
    const keepsCase = identifier.startsWith('+') || known === 'line' || known === 'wechat';
    const plain = known === 'telegram' ? identifier.replace(/^@/, '') : identifier;
    return `${known}:${keepsCase ? plain : plain.toLowerCase()}`;
  }
  return wholeFind('handle', written) ?? recognise(written).indicators.find((find) => find.kind === 'handle')?.value;
}

function readAppAlone(written: string): string | undefined {
  if (/^id\d{5,12}$/.test(written)) return written;
  if (/^[a-z_]\w*(?:\.[a-z_]\w*)+$/i.test(written) && written.length <= 255) return written;
  return wholeFind('app', written);
}

/** The find of a kind that covers all of a text behind `skipped` units. */
function wholeFind(kind: IndicatorKind, text: string, skipped = 0): string | undefined {
  const isWhole = ({ start, end }: Indicator) =>
    /^[\s+([{]*$/.test(text.slice(skipped, start)) && /^[\s)\].}/]*$/.test(text.slice(end));
  return recognise(text).indicators.find((find) => find.kind === kind && isWhole(find))?.value;
}

function digitsOf(written: string): string {
  return written.replaceAll(/\D/g, '');
}
