import type { EmergencyContact, EmergencyCountry } from '@spring-rain/pages';
import kept from '../../../data/emergency.json' with { type: 'json' };

type KeptCountry = Omit<EmergencyCountry, 'country' | 'contacts'> & {
  readonly contacts: readonly (Omit<EmergencyContact, 'kind'> & { readonly kind: string })[];
};

const countries: Readonly<Record<string, KeptCountry>> = kept.countries;

/** Whom to call in the first ten minutes, by country; the sources of each number stand in the file. */
export const emergencyCountries: readonly EmergencyCountry[] = Object.entries(countries).map(
  ([country, { contacts, ...rest }]) => ({
    country,
    ...rest,
    contacts: contacts.map((contact) => ({ ...contact, kind: contact.kind === 'phone' ? 'phone' : 'site' })),
  }),
);

/**
 * The country whose numbers a person with money moving needs most likely: that of the currency, whose first two
 * letters are its country's (ISO 4217), else that of most readers of the language. Undefined when neither says one.
 */
export function likelyCountry(currency: string | undefined, language: 'zh-CN' | 'en'): EmergencyCountry | undefined {
  const code = currency?.slice(0, 2);
  const ofCurrency = emergencyCountries.find(({ country }) => country === code);
  return ofCurrency ?? (language === 'zh-CN' ? emergencyCountries.find(({ country }) => country === 'CN') : undefined);
}
