import { isIP } from 'node:net';
import { base58Check, decodeBase58, eip55, isIbanChecksum, isLuhn, isSegwitAddress } from './checksums.ts';

// The canonical value once more, from what a plain message says at the annotated place. It shares the checksums
// with the composer and nothing else, so that a slip in composing shows up here.

/** Whether a value has the canonical form that docs/indicators.md gives its kind. */
export function isCanonical(kind: string, value: string): boolean {
  switch (kind) {
    case 'phone':
      return /^\+[1-9]\d{6,14}$/.test(value);
    case 'url':
      return URL.canParse(value) && new URL(value).href === value;
    case 'domain':
      return hostOf(value) === value && value.includes('.') && isIP(value) === 0;
    case 'email':
      return /^[a-z0-9._+-]+@[a-z0-9.-]+\.[a-z0-9-]+$/.test(value);
    case 'ip':
      return ipOf(value) === value;
    case 'bank-card':
      return /^[2-6]\d{12,18}$/.test(value) && isLuhn(value);
    case 'bank-account':
      return /^\d{7,26}$/.test(value) ? !isLuhn(value) || value.length < 13 : isIban(value);
    case 'wallet':
      return isWallet(value);
    case 'handle':
      return isHandle(value);
    case 'app':
      return isApp(value);
    default:
      return false;
  }
}

/** Every value that the text could stand for as an indicator of that kind; undisguised text only. */
export function valuesWritten(kind: string, written: string): string[] {
  const compact = written.replace(/[\s()（）-]/g, '');
  switch (kind) {
    case 'phone':
      return phonesOf(written.replace(/^(https:\/\/)?wa\.me\//, '+').replace(/[^0-9+]/g, ''));
    case 'url':
      return URL.canParse(withScheme(written)) ? [new URL(withScheme(written)).href] : [];
    case 'domain':
      return [hostOf(written)];
    case 'email':
      return [written.toLowerCase()];
    case 'ip':
      return [ipOf(written)];
    case 'bank-card':
    case 'bank-account':
      return [compact];
    case 'wallet':
      return [written, written.toLowerCase(), ...(/^0x/i.test(written) ? [eip55(written.slice(2))] : [])];
    case 'handle':
      return handlesOf(written);
    case 'app':
      return appsOf(written);
    default:
      return [];
  }
}

function withScheme(written: string): string {
  return /^[a-z]+:\/\//i.test(written) ? written : `http://${written}`;
}

function hostOf(written: string): string {
  return URL.canParse(`http://${written}`) ? new URL(`http://${written}`).hostname : '';
}

function ipOf(written: string): string {
  if (isIP(written) === 4) return written.split('.').map(Number).join('.');
  return isIP(written) === 6 ? new URL(`http://[${written}]/`).hostname.slice(1, -1) : '';
}

/** The number with its country code, or read as a number of each place that may leave it out. */
function phonesOf(dialled: string): string[] {
  if (dialled.startsWith('+')) return [dialled];
  const national = dialled.replace(/^0/, '');
  const readings = ['86', '886', '852', '853', '1', '44'].map((code) => `+${code}${national}`);
  return [`+${dialled}`, `+${dialled.replace(/^00/, '')}`, ...readings];
}

function isIban(value: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value) && isIbanChecksum(value);
}

function isWallet(value: string): boolean {
  if (value.startsWith('0x')) return value.length === 42 && eip55(value.slice(2)) === value;
  if (value.startsWith('bc1')) return isSegwitAddress(value);
  const bytes = decodeBase58(value);
  if (bytes === undefined || bytes.length !== 25) return false;
  return [0x00, 0x05, 0x41].includes(bytes[0] ?? -1) && base58Check(bytes.subarray(0, 21)) === value;
}

const handleForms: Readonly<Record<string, RegExp>> = {
  // A token of a link keeps its letters; an account name is in lower case.
  wechat: /^([a-z][a-z0-9_-]{5,19}|1[3-9]\d{9}|[A-Za-z0-9]{22})$/,
  qq: /^[1-9]\d{4,10}$/,
  telegram: /^([a-z][a-z0-9_]{4,31}|\+[A-Za-z0-9]{16,22})$/,
  whatsapp: /^\+[1-9]\d{6,14}$/,
  line: /^(@?[a-z0-9._-]{4,20}|[A-Za-z0-9]{10})$/,
  dingtalk: /^\d{8,11}$/,
};

function isHandle(value: string): boolean {
  const [service = ''] = value.split(':', 1);
  return handleForms[service]?.test(value.slice(service.length + 1)) ?? false;
}

function handlesOf(written: string): string[] {
  const path = written.replace(/^https:\/\//, '').match(/^(t\.me|wa\.me|line\.me|u\.wechat\.com)\/(.+)$/);
  if (path) {
    const [, host = '', rest = ''] = path;
    if (host === 'wa.me') return [`whatsapp:+${rest}`];
    if (host === 'u.wechat.com') return [`wechat:${rest}`];
    if (host === 'line.me') return [`line:${rest.replace(/^(R\/)?ti\/p\//, '')}`];
    return [`telegram:${/^(\+|joinchat\/)/.test(rest) ? rest.replace(/^(\+|joinchat\/)/, '+') : rest.toLowerCase()}`];
  }
  const lower = written.toLowerCase();
  const phones = phonesOf(written.replace(/[^0-9+]/g, ''));
  const named = ['wechat', 'qq', 'dingtalk', 'line'].map((service) => `${service}:${lower.replace(/[ -]/g, '')}`);
  const chats = [`telegram:${lower.replace('@', '')}`, `line:${lower}`];
  return [...named, ...chats, `wechat:${lower}`, ...phones.map((phone) => `whatsapp:${phone}`)];
}

function isApp(value: string): boolean {
  if (value.includes('/')) return isCanonical('url', value) && /\.(apk|ipa)$/.test(new URL(value).pathname);
  return /^id\d{9,10}$/.test(value) || /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/.test(value);
}

function appsOf(written: string): string[] {
  const id = written.match(/\/(id\d+)$/)?.[1] ?? written.match(/[?&]id=([\w.]+)/)?.[1];
  const links = written.includes('/') ? valuesWritten('url', written) : [written];
  return id === undefined ? links : [id];
}
