import type { Find, IndicatorTrait } from './kinds.ts';
import { canonicalInternational } from './phone-plan.ts';

/** The account that a link names, at the link's own place; undefined for a page. WhatsApp's number is a phone too. */
export function handleOfLink(url: URL, link: Find): Find[] | undefined {
  const host = url.hostname.replace(/^www\./, '');
  if (host === 't.me' || host === 'telegram.me' || host === 'telegram.dog') return telegram(url, link);
  if (host === 'wa.me') return whatsapp(url, link);
  if (host === 'line.me') return line(url, link);
  if (host === 'u.wechat.com') return token('wechat', url.pathname.slice(1), link);
  return undefined;
}

function telegram(url: URL, link: Find): Find[] | undefined {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const [first, second] = parts[0] === 's' ? parts.slice(1) : parts;
  if (first === undefined) return undefined;
  if (first === 'joinchat' && second !== undefined) return [handle(`telegram:+${second}`, link, 'invitation')];
  const number = decodePlus(first);
  if (number.startsWith('+')) return [handle(`telegram:${number}`, link, 'invitation')];
  return /^[a-z]\w{3,31}$/i.test(first) ? [handle(`telegram:${first.toLowerCase()}`, link)] : undefined;
}

function whatsapp(url: URL, link: Find): Find[] | undefined {
  const digits = decodePlus(url.pathname.slice(1)).replace(/^\+/, '').replace(/\/$/, '');
  const value = /^\d{7,15}$/.test(digits) ? canonicalInternational(digits) : undefined;
  if (value === undefined) return undefined;
  return [handle(`whatsapp:${value}`, link), { ...handle(value, link), kind: 'phone' }];
}

function line(url: URL, link: Find): Find[] | undefined {
  const found = /^\/(?:R\/)?ti\/p\/(.+)$/i.exec(url.pathname)?.[1];
  if (found === undefined) return undefined;
  const name = decode(found).replace(/\/$/, '');
  if (name.startsWith('~')) return token('line', name.slice(1).toLowerCase(), link);
  return token('line', name.startsWith('@') ? name.toLowerCase() : name, link);
}

function token(service: string, identifier: string, link: Find): Find[] | undefined {
  const written = identifier.replace(/\/$/, '');
  return /^@?[\w.~+-]{2,64}$/.test(written) ? [handle(`${service}:${written}`, link)] : undefined;
}

function handle(value: string, { from, to, traits }: Find, ...more: IndicatorTrait[]): Find {
  const kept = traits.filter((trait) => trait === 'obfuscated' || trait === 'mixed-script');
  return { kind: 'handle', value, from, to, confidence01: 0.99, because: 'link', traits: [...kept, ...more] };
}

function decodePlus(text: string): string {
  return decode(text).replaceAll(' ', '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no escape; the text is taken as it stands.
    return text;
  }
}
