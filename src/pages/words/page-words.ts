import { Catalogue, type Say } from '../../locale/catalogue';
import { DE } from './de';
import { EN } from './en';
import { ES } from './es';
import { FR } from './fr';
import { RU } from './ru';
import { ZH } from './zh';

export const PAGE_LANGUAGES = { en: EN, de: DE, es: ES, fr: FR, ru: RU, zh: ZH } as const;

export const pageWords = new Catalogue(PAGE_LANGUAGES);

export type PageWord = keyof typeof EN;
export type SayOnPage = Say<typeof EN>;
