import { domainParts, isAddressHost } from '../hosts/domain-parts.ts';
import type { LinkValue } from './values.ts';

/** Published lists, as sets of hosts in lower case and of canonical values. */
export interface LinkLists {
  /** Hosts that everybody visits, and those of offices, banks and universities: naming them says nothing. */
  readonly busyHosts: ReadonlySet<string>;
  /** Hosts on which anybody may publish or forward: a link counts by its path, the host not at all. */
  readonly sharedHosts: ReadonlySet<string>;
  /** Hosts whose mail addresses are an office's own. */
  readonly officialHosts: ReadonlySet<string>;
  /** Numbers and addresses of banks and offices. */
  readonly officialValues: ReadonlySet<string>;
}

/** A test for values that strangers share, by the lists: such a value links nothing. O(labels) a value. */
export function sharedValueTest(lists: LinkLists): (value: LinkValue) => boolean {
  const isListed = (hosts: ReadonlySet<string>, host: string) =>
    hosts.has(host) || hosts.has(domainParts(host).registrable ?? host);
  return ({ kind, value }) => {
    if (lists.officialValues.has(value)) return true;
    if (kind === 'host' || kind === 'domain')
      return isListed(lists.sharedHosts, value) || isListed(lists.busyHosts, value);
    if (kind === 'email') return isListed(lists.officialHosts, value.slice(value.lastIndexOf('@') + 1));
    const host = hostOf(kind, value);
    if (host === undefined || isAddressHost(host) || isListed(lists.sharedHosts, host)) return false;
    return isListed(lists.busyHosts, host);
  };
}

function hostOf(kind: LinkValue['kind'], value: string): string | undefined {
  if (kind === 'link-path') return value.split(/[/:]/)[0];
  return kind === 'url' && URL.canParse(value) ? new URL(value).hostname : undefined;
}
