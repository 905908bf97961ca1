import type { EmergencyCountry } from '@spring-rain/pages';
import kept from '../../../data/emergency.json' with { type: 'json' };

/** Whom to call in the first ten minutes, by country; the sources of each number stand in the file. */
export const emergencyCountries: readonly EmergencyCountry[] = Object.entries(kept.countries).map(
  ([country, { name, contacts }]) => ({
    country,
    name,
    contacts: contacts.flatMap((contact) =>
      'dial' in contact && contact.dial !== undefined
        ? [
            {
              number: contact.dial,
              what: contact.what,
              ...(contact.hours ? { hours: contact.hours } : {}),
              ...(contact.source ? { source: contact.source } : {}),
            },
          ]
        : [],
    ),
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
