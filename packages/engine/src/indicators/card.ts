/** A payment card's network, by the first digits of its number. */
const ranges: readonly { brand: string; pattern: RegExp }[] = [
  { brand: 'unionpay', pattern: /^(?:62\d{14,17}|81\d{14,17}|9558\d{12,15}|9559\d{12,15})$/ },
  { brand: 'visa', pattern: /^4(?:\d{12}|\d{15}|\d{18})$/ },
  { brand: 'mastercard', pattern: /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/ },
  { brand: 'amex', pattern: /^3[47]\d{13}$/ },
  { brand: 'jcb', pattern: /^35(?:2[89]|[3-8]\d)\d{12,15}$/ },
  { brand: 'diners', pattern: /^3(?:0[0-5]\d{11}|095\d{10}|[689]\d{12})(?:\d{2,5})?$/ },
  { brand: 'discover', pattern: /^(?:6011\d{12,15}|64[4-9]\d{13,16}|65\d{14,17})$/ },
  { brand: 'mir', pattern: /^220[0-4]\d{12,15}$/ },
  { brand: 'rupay', pattern: /^(?:60|508|82)\d{13,14}$/ },
  {
    brand: 'maestro',
    pattern: /^(?:5018|5020|5038|5893|6304|6759|676[1-3]|50\d\d|5[6-8]\d\d|60\d\d|63\d\d|67\d\d|69\d\d)\d{9,15}$/,
  },
  // Older debit cards of Chinese banks outside UnionPay's own range.
  {
    brand: 'unionpay',
    pattern: /^(?:103\d{13,16}|60138\d{14}|601428\d{11,13}|603\d{13,16}|68\d{14,17}|9[0189]\d{14,17})$/,
  },
];

/** The network of a card number whose Luhn digit holds; undefined for what is no card. */
export function cardBrand(digits: string): string | undefined {
  if (digits.length < 13 || digits.length > 19 || !passesLuhn(digits)) return undefined;
  return ranges.find(({ pattern }) => pattern.test(digits))?.brand;
}

/** Luhn's check digit (ISO/IEC 7812-1, annex B). O(n). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, isDoubled = false; index >= 0; index--, isDoubled = !isDoubled) {
    const digit = digits.charCodeAt(index) - 0x30;
    const twice = digit * 2;
    sum += isDoubled ? (twice > 9 ? twice - 9 : twice) : digit;
  }
  return sum % 10 === 0 && /[1-9]/.test(digits);
}
