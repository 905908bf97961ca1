const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';
const provinces = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/;

/** A Chinese resident-identity number of 18 characters: place, date and check character (GB 11643) hold. */
export function isResidentId(written: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(written) || !provinces.test(written) || !isDate(written.slice(6, 14))) return false;
  let sum = 0;
  for (let index = 0; index < 17; index++) sum += (written.charCodeAt(index) - 0x30) * weights[index]!;
  return checkCharacters[sum % 11] === written[17]!.toUpperCase();
}

/** The number of 15 digits used until 1999; it has no check digit. */
export function isOldResidentId(digits: string): boolean {
  return /^\d{15}$/.test(digits) && provinces.test(digits) && isDate(`19${digits.slice(6, 12)}`);
}

/** A passport number's shape: one or two letters and seven or eight digits, or nine digits. */
export function isPassportShape(written: string): boolean {
  return /^(?:[A-Z]\d{8}|[A-Z]{2}\d{7}|\d{9}|[A-Z]\d{7})$/i.test(written);
}

function isDate(digits: string): boolean {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
