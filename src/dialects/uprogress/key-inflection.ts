import type { IncomingHttpHeaders } from 'node:http';

/** How a client wants keys written, by `X-Key-Inflection`; without the header (or with another word in it): snake_case. */
export type KeyInflection = 'snake' | 'camel' | 'dash';

type Restyle = (key: string) => string;

const WRITE: Readonly<Record<KeyInflection, Restyle>> = {
  snake: (key) => key,
  camel: (key) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  dash: (key) => key.replaceAll('_', '-'),
};

// Only a key that is wholly of the style is read in it, so that no odd key can turn into a name it was not.
const STYLED: Readonly<Record<KeyInflection, RegExp | null>> = { snake: null, camel: /^[a-z]+([A-Z][a-z]*)+$/, dash: /^[a-z]+(-[a-z]+)+$/ };
const READ: Readonly<Record<KeyInflection, Restyle>> = {
  snake: (key) => key,
  camel: (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  dash: (key) => key.replaceAll('-', '_'),
};

export function inflectionOf(headers: IncomingHttpHeaders): KeyInflection {
  const wanted = String(headers['x-key-inflection'] ?? '')
    .trim()
    .toLowerCase();
  return wanted === 'camel' || wanted === 'dash' ? wanted : 'snake';
}

/** An answer with every key in the client's style. */
export function writeKeys(value: unknown, inflection: KeyInflection): unknown {
  return inflection === 'snake' ? value : restyled(value, (entries) => entries.map(([key, part]) => [WRITE[inflection](key), part]));
}

/** Fields of a request with their keys in snake_case: those in the client's style win over those that came so. */
export function readKeys(value: unknown, inflection: KeyInflection): unknown {
  const styled = STYLED[inflection];
  if (styled === null) return value;
  return restyled(value, (entries) => {
    const isStyled = ([key]: Entry) => styled.test(key);
    const translated = entries.filter(isStyled).map(([key, part]): Entry => [READ[inflection](key), part]);
    return [...entries.filter((entry) => !isStyled(entry)), ...translated];
  });
}

type Entry = [key: string, value: unknown];

function restyled(value: unknown, restyle: (entries: Entry[]) => Entry[]): unknown {
  if (Array.isArray(value)) return value.map((part) => restyled(part, restyle));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(restyle(Object.entries(value)).map(([key, part]) => [key, restyled(part, restyle)]));
}
