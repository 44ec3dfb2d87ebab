import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_LANGUAGES } from '../../../src/pages/words/page-words';
import { catalogueFaults, untranslated, unusedKeys } from '../../support/catalogue';

const TEMPLATES = 'src/pages/templates';

/** Texts that two languages happen to share. */
const SHARED: string[] = [];

test('every text is there in every language, with its parameters and plurals', () => {
  expect(catalogueFaults(PAGE_LANGUAGES)).toEqual([]);
});

test('no text was left in English', () => {
  expect(untranslated(PAGE_LANGUAGES)).toEqual(SHARED);
});

test('every text is used', () => {
  const templates = readdirSync(join(__dirname, '../../..', TEMPLATES)).map((file) => `${TEMPLATES}/${file}`);
  expect(unusedKeys(PAGE_LANGUAGES.en, ['src/pages'], 'src/pages/words/', templates)).toEqual([]);
});
