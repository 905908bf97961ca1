import type { ImageCode, ImageCodeKind } from '@spring-rain/contract';
import { limits } from '@spring-rain/contract';

/** Wallets and payment applications, by what their codes begin with. */
const paymentStarts =
  /^(?:weixin|wxp|alipays?|alipayqr|unionpay|upwallet|upi|paypay|venmo|cashapp|bitcoin|litecoin|ethereum|tron|solana|lightning):/i;
const paymentHosts =
  /^https?:\/\/(?:qr\.alipay\.com|wx\.tenpay\.com|payapp\.weixin\.qq\.com|qr\.95516\.com|qr\.chinaums\.com)(?:[/?#:]|$)/i;
/** A merchant's code of EMVCo begins with its format indicator and the initiation method. */
const merchantCode = /^000201(?:0102\d\d)?/;
const scriptStarts = /^\s*(?:javascript|data|vbscript|file|blob|about|view-source)\s*:/i;
const contactStarts = /^(?:BEGIN:(?:VCARD|VEVENT)|MECARD:|BIZCARD:|tel:|mailto:|MATMSG:|sms(?:to)?:|mms(?:to)?:)/i;
const schemeStart = /^[a-z][a-z0-9+.-]{1,30}:(?=\S)/i;

/**
 * What a code holds. Nothing of it is opened or fetched. Its text is made fit to be shown and checked: without NUL and
 * lone surrogates, cut to a named length. The kind goes by how the content begins; only `http` and `https` are links.
 */
export function describeCode(content: string): ImageCode {
  const text = content.replaceAll('\0', '\ufffd').toWellFormed().slice(0, limits.imageCodeMaxChars).toWellFormed();
  return { text, kind: kindOf(text), isLink: isWebAddress(text) };
}

function kindOf(text: string): ImageCodeKind {
  if (scriptStarts.test(text)) return 'script';
  if (paymentStarts.test(text) || paymentHosts.test(text) || merchantCode.test(text)) return 'payment';
  if (isWebAddress(text)) return 'link';
  if (/^WIFI:/i.test(text)) return 'wifi';
  if (contactStarts.test(text)) return 'contact';
  return schemeStart.test(text) ? 'app' : 'text';
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}
