import fc from 'fast-check';

/** Text that this begins is written into JSON as it stands, without quotes: what no serialiser would write. */
export const RAW = '@raw:';

/** Longer than any field, yet less than the body's limit; and more than that. */
const LONG = 'l'.repeat(3_000);
const TOO_LONG = 'L'.repeat(17_000);

export const TEXTS: readonly string[] = [
  '', ' ', '\u0000', 'a\u0000b', '\u0001\u001f\u007f', 'line\r\nbreak: evil', '\t', '\ud800', '\udc00x', 'x\udbff', '\ufeff', '\u202e\u200b', '\u2028',
  'ﬁ①Å', 'A\u030a', 'ß', 'İı', 'Ω'.repeat(200), '👩‍👩‍👧‍👦'.repeat(40), LONG, TOO_LONG,
  "' OR 1=1 --", '"; DROP TABLE users; --', '$1', '%', '\\', '{{7*7}}', '<script>alert(1)</script>', '../../etc/passwd', '//evil.example',
  'null', 'undefined', 'NaN', 'true', '[object Object]', '__proto__', 'constructor', 'a@b', 'a@b@c.example', '"a b"@example.com', 'a@example.com,b@example.com',
  'a@example.com\r\nBcc: b@example.com', 'ａnn@example.com', 'a@exämple.com', 'a@[127.0.0.1]', 'eyJhbGciOiJub25lIn0.e30.', 'a.b.c', '9'.repeat(400),
]; // prettier-ignore

const OTHERS: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, [], [null], [[]], ['a', 'b'], {}, { $ne: null }, { $gt: '' }, { length: 9 },
  { toString: 'x', valueOf: 'x' }, { id: undefined, then: 'x' }, { 0: 'a' }, [{ a: 1 }], { nested: { deep: { down: [{}] } } },
  ...['1e400', '-0', '0x10', '01', '1e-400', '123456789012345678901234567890', 'NaN', 'Infinity'].map((text) => RAW + text),
  ...['"\\u0000"', '"\\ud800"', "'x'", 'undefined', '{"a":1,"a":2}'].map((text) => RAW + text),
]; // prettier-ignore

/** One value that a field is not made for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 5, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double() },
);

/** A segment of a path as it is sent: encoded, or encoded wrongly. */
export const hostileSegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%00',
    '%',
    '%zz',
    '%ff',
    '%c0%af',
    '..',
    '%2e%2e',
    '%2f',
    '0',
    '-1',
    '1e3',
    '9'.repeat(40),
    'x'.repeat(990),
    'x'.repeat(1_100),
    'null',
    '*',
    "'",
  ),
  fc.uuid(),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

/** Text that a header may hold on the wire. */
const headerText = fc.oneof(
  fc.constantFrom('', ' ', ',', ';q=', '*', 'de;q=0.5, *;q=0', '0'.repeat(2_000), '\u00e9\u00ff', 'camel', 'DASH', 'Bearer'),
  fc.string({ unit: 'binary-ascii', maxLength: 80 }).map((text) => text.replace(/[^\t\x20-\x7e]/g, '.')), // prettier-ignore
);

/** Headers that something of ours, or of the framework's, reads. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    'user-agent',
    'accept',
    'accept-language',
    'x-key-inflection',
    'traceparent',
    'origin',
    'cookie',
    'x-forwarded-for',
    'forwarded',
    'x-forwarded-host',
    'x-http-method-override',
  ),
  headerText,
  { maxKeys: 3 },
);
