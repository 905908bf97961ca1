import type { Find } from './kinds.ts';

/** The app that a link names, at the link's own place; undefined for a page. */
export function appOfLink(url: URL, link: Find): Find | undefined {
  const value = storeName(url);
  if (value !== undefined) return { ...appFind(value, link), traits: ['store-link'] };
  if (/\.(?:apk|ipa)$/i.test(url.pathname)) return { ...appFind(link.value, link), traits: ['apk'] };
  return undefined;
}

function appFind(value: string, { from, to }: Find): Find {
  return { kind: 'app', value, from, to, confidence01: 0.99, because: 'link', traits: [] };
}

/** Google Play's package, or the App Store's `id…`. */
function storeName(url: URL): string | undefined {
  if (url.hostname === 'play.google.com' && url.pathname.startsWith('/store/apps/details')) {
    const id = url.searchParams.get('id');
    return id !== null && /^[a-z]\w*(?:\.[a-z]\w*)+$/i.test(id) ? id : undefined;
  }
  if (url.hostname === 'apps.apple.com' || url.hostname === 'itunes.apple.com') {
    return /\/(id\d{5,12})(?:\/|$)/.exec(url.pathname)?.[1];
  }
  return undefined;
}
