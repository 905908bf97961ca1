import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/min';

/**
 * National numbering plans as far as docs/indicators.md reads numbers without a country code, and the
 * library's for the rest. All functions take digits alone and give E.164 or undefined.
 */

/** Area codes of mainland China without their 0: two digits for the great cities, else three. */
const chinaArea3 =
  /^(?:3[1-79]\d|335|349|4[1-8]\d|5[1-9]\d|501|6[36]\d|691|692|62\d|7[1-79]\d|701|728|724|722|8[1-9]\d|9[0-9]\d)$/;

export function chinaMobile(digits: string): string | undefined {
  return /^1[3-9]\d{9}$/.test(digits) ? `+86${digits}` : undefined;
}

/** With its leading 0: `01012345678`, `075512345678`. */
export function chinaLandline(digits: string): string | undefined {
  if (/^0(?:10|2\d)[1-9]\d{7}$/.test(digits)) return `+86${digits.slice(1)}`;
  if (/^0[3-9]\d{2}[1-9]\d{6,7}$/.test(digits) && chinaArea3.test(digits.slice(1, 4))) return `+86${digits.slice(1)}`;
  return undefined;
}

/** 400 and 800 numbers. */
export function chinaShared(digits: string): string | undefined {
  return /^[48]00[0-9]\d{6}$/.test(digits) ? `+86${digits}` : undefined;
}

/** Five or six digits: banks, hotlines, the carriers, the post. */
export function chinaService(digits: string): string | undefined {
  return /^(?:95\d{3,4}|1118[35]|96\d{3,4}|12[1-9]\d\d|100(?:00|01|10|11|15|16|50|60|68|70|80|86|96|99))$/.test(digits)
    ? `+86${digits}`
    : undefined;
}

export function taiwanMobile(digits: string): string | undefined {
  return /^09\d{8}$/.test(digits) ? `+886${digits.slice(1)}` : undefined;
}

export function taiwanLandline(digits: string): string | undefined {
  return /^0(?:2[2-8]\d{7}|3[2-9]\d{6}|37\d{6}|4[2-9]\d{6,7}|49\d{7}|[5-8][2-9]\d{6}|8(?:2|9)\d{6}|82[36]\d{5})$/.test(
    digits,
  )
    ? `+886${digits.slice(1)}`
    : undefined;
}

export function taiwanFree(digits: string): string | undefined {
  return /^0800\d{6}$/.test(digits) ? `+886${digits.slice(1)}` : undefined;
}

export function hongKong(digits: string): string | undefined {
  return /^[235-9]\d{7}$/.test(digits) ? `+852${digits}` : undefined;
}

export function macao(digits: string): string | undefined {
  return /^(?:6|28|8)\d{6,7}$/.test(digits) && digits.length === 8 ? `+853${digits}` : undefined;
}

/** Ten digits, or eleven with the leading 1. */
export function northAmerica(digits: string): string | undefined {
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(national) ? `+1${national}` : undefined;
}

/** With its leading 0. */
export function unitedKingdom(digits: string): string | undefined {
  const isPlan =
    /^0(?:7\d{9}|20[3478]\d{7}|1\d{8,9}|2[3489]\d{8}|3[0347]\d{8}|8(?:00\d{6,7}|08\d{7}|4[3-5]\d{7}|7[0-3]\d{7})|9[018]\d{8})$/.test(
      digits,
    );
  return isPlan ? `+44${digits.slice(1)}` : undefined;
}

/** A number with its country code. */
export interface International {
  readonly value: string;
  /** The library knows the number's plan in full, not its length alone. */
  readonly isInPlan: boolean;
}

/** Digits behind `+` or `00`: country code and number; a trunk 0 behind the code is dropped. */
export function readInternational(digits: string): International | undefined {
  if (digits.length < 7 || digits.length > 16) return undefined;
  const own = ownPlan(digits);
  if (own !== undefined) return own.value === undefined ? undefined : { value: own.value, isInPlan: true };
  const parsed = parsePhoneNumber(`+${digits}`);
  return parsed?.isPossible() ? { value: parsed.number, isInPlan: parsed.isValid() } : undefined;
}

/** E.164 of digits behind `+` or `00`; undefined for no number. */
export function canonicalInternational(digits: string): string | undefined {
  return readInternational(digits)?.value;
}

/** Plans that are read here; undefined for any other country. */
function ownPlan(digits: string): { value: string | undefined } | undefined {
  if (digits.startsWith('86')) return { value: chinaInternational(digits.slice(2)) };
  if (digits.startsWith('852')) return { value: hongKong(digits.slice(3)) };
  if (digits.startsWith('853')) return { value: macao(digits.slice(3)) };
  return digits.startsWith('886') ? { value: taiwanInternational(digits.slice(3)) } : undefined;
}

/** A number as dialled inside a region. */
export function canonicalNational(digits: string, region: string): string | undefined {
  const parsed = parsePhoneNumber(digits, region as CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}

function chinaInternational(national: string): string | undefined {
  const digits = national.startsWith('0') ? national.slice(1) : national;
  return chinaMobile(digits) ?? chinaShared(digits) ?? chinaService(digits) ?? chinaLandline(`0${digits}`);
}

function taiwanInternational(national: string): string | undefined {
  const digits = national.startsWith('0') ? national : `0${national}`;
  return taiwanMobile(digits) ?? taiwanFree(digits) ?? taiwanLandline(digits);
}
