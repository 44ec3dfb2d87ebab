import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/*
 * The checks of single fields. Each has a stable code and is silent where another code already says it (a missing
 * value is only `required`, a number is only `not_text`), so that a field gets one fault and a dialect can put its own
 * words to the code.
 */

type Check = (value: unknown) => boolean;

export function check(name: string, message: string, passes: Check, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: passes, defaultMessage: () => message } }, options);
}

const isAbsent: Check = (value) => value === undefined || value === null;
export const onText =
  (passes: (text: string) => boolean): Check =>
  (value) =>
    typeof value !== 'string' || passes(value);

/** Lengths are counted in code points, so that an emoji counts once. */
const lengthOf = (text: string): number => [...text].length;

// Category Cc, and the line and paragraph separators that some readers of mails take for line ends.
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// eslint-disable-next-line no-control-regex -- as above, but a text of several lines may break and indent them
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** `required`: neither absent nor null. */
export const Required = () => check('required', 'is required', (value) => !isAbsent(value));

/** `not_text`: a string, where there is a value. */
export const Text = () => check('not_text', 'must be text', (value) => isAbsent(value) || typeof value === 'string');

/** What anybody can see of a text. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/** `blank`: not empty, and not only white space and invisible signs. */
export const NotBlank = () =>
  check(
    'blank',
    'must not be blank',
    onText((text) => VISIBLE.test(text)),
  );

/** `blank`: not empty; white space counts, as in a password. */
export const NotEmpty = () =>
  check(
    'blank',
    'must not be blank',
    onText((text) => text !== ''),
  );

/** Whether a text that can be seen has at least so many characters: what `blank` and `too_short` say, where no field knows it alone. */
export const isLongEnough = (text: string, min: number): boolean => VISIBLE.test(text) && lengthOf(text) >= min;

/** `control_characters`: one line without control characters. */
export const OneLine = () =>
  check(
    'control_characters',
    'must not contain control characters',
    onText((text) => !CONTROL.test(text)),
  );

/** `control_characters`: no control characters but line ends and tabs. */
export const Lines = () =>
  check(
    'control_characters',
    'must not contain control characters',
    onText((text) => !CONTROL_BUT_LINES.test(text)),
  );

/** `too_long`: at most `max` characters. */
export const AtMost = (max: number) =>
  check(
    'too_long',
    `must be at most ${max} characters long`,
    onText((text) => text.length <= max || lengthOf(text) <= max),
  );

/** `too_short`: at least `min` characters; a blank value is left to `blank` or `required`. */
export const AtLeast = (min: number) =>
  check(
    'too_short',
    `must be at least ${min} characters long`,
    onText((text) => text === '' || lengthOf(text) >= min),
  );

/** `not_offered`: one of these words. */
export const OneOf = (words: readonly string[]) =>
  check(
    'not_offered',
    `must be one of ${words.join(', ')}`,
    onText((text) => words.includes(text)),
  );

/** `not_an_object`: a JSON object, where there is a value. */
export const PlainObject = () =>
  check('not_an_object', 'must be an object', (value) => isAbsent(value) || (typeof value === 'object' && !Array.isArray(value)));

/** Trims white space and brings the text to Unicode's composed form (NFC); anything but text is left as it came. */
export const Trimmed = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().normalize('NFC') : value));

/** A text of nothing but white space is no value: clients send every field of a form, also those that nobody has filled in. */
export const BlankIsAbsent = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value.trim() === '' ? undefined : value));

/** An empty text is no value; of spaces it is one, as a password may be. */
export const EmptyIsAbsent = () => Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value));
