import { parse } from 'tldts';

/** A host name taken apart by the Public Suffix List. */
export interface DomainParts {
  /** The name that someone registered (`evil.co.uk`); undefined for a bare suffix or an address. */
  readonly registrable: string | undefined;
  readonly publicSuffix: string | undefined;
  /** The suffix is run by a registry (`co.uk`). */
  readonly isIcann: boolean;
  /** The suffix is a hoster's, whose customers are strangers to each other (`github.io`). */
  readonly isPrivateSuffix: boolean;
}

const parseOptions = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/** Takes a host apart; give it in lower case and punycode. Private suffixes count as suffixes. */
export function domainParts(host: string): DomainParts {
  const parts = parse(host, parseOptions);
  const isAddress = parts.isIp === true;
  return {
    registrable: isAddress ? undefined : (parts.domain ?? undefined),
    publicSuffix: isAddress ? undefined : (parts.publicSuffix ?? undefined),
    isIcann: parts.isIcann === true,
    isPrivateSuffix: parts.isPrivate === true,
  };
}

/** True for a dotted-decimal or a bracketed or bare IPv6 address. */
export function isAddressHost(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}
