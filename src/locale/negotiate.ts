import Negotiator from 'negotiator';
import { localeOfTag, type Locale } from './locale';

/** Characters of the header that are read. Browsers send at most about a hundred. */
const MAX_LENGTH = 512;

/**
 * The language that a request prefers, by `Accept-Language` (RFC 9110, 12.5.4), of those we write.
 * @returns null where the header is absent, names none of ours, or takes any (`*`): then nothing is known of the person
 */
export function negotiate(acceptLanguage: string | null): Locale | null {
  if (acceptLanguage === null) return null;
  const header = acceptLanguage.slice(0, MAX_LENGTH);
  const wanted = new Negotiator({ headers: { 'accept-language': header } }).languages();
  for (const tag of wanted) {
    const locale = localeOfTag(tag);
    if (locale !== null) return locale;
  }
  return null;
}
