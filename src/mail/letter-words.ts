import { Catalogue } from '../locale/catalogue';
import { de } from './words/de';
import { en } from './words/en';
import { es } from './words/es';
import { fr } from './words/fr';
import { ru } from './words/ru';
import { zh } from './words/zh';

export const WORDS = { en, de, es, fr, ru, zh };

/** What letters say, in every language. */
export const LETTER_WORDS = new Catalogue(WORDS);
