import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments, ValidateIf } from 'class-validator';
import { comparable, searchable } from '../../users/identifier';

/*
 * UProgress says everything that is wrong with a field, also of a missing one ("can't be blank", "is invalid"), where
 * the shared checks name one fault. Each code here stands for one message.
 */

type Check = (value: unknown, args?: ValidationArguments) => boolean;

const check = (name: string, passes: Check): PropertyDecorator => ValidateBy({ name, validator: { validate: passes, defaultMessage: () => name } });

const isAbsent: Check = (value) => value === undefined || value === null;

/** `blank`: there is something in it. */
export const Present = () => check('blank', (value) => !isAbsent(value) && !(typeof value === 'string' && value.trim() === ''));

/** `blank`: a password of spaces is one. */
export const PresentPassword = () => check('blank', (value) => !isAbsent(value) && value !== '');

/** `not_an_email`: also where there is no address at all. */
export const NoAddressIsNone = () => check('not_an_email', (value) => !isAbsent(value) && !(typeof value === 'string' && value.trim() === ''));

/** `too_short`: also where there is nothing; characters are code points. */
export const LongEnough = (min: number) => check('too_short', (value) => (typeof value === 'string' ? [...value].length >= min : !isAbsent(value)));

/** `mismatch`: what the field `other` holds, where it is sent at all. */
export const SameAs = (other: string) => check('mismatch', (value, args) => isAbsent(value) || value === (args?.object as Record<string, unknown>)[other]);

/** `not_own_email`: no address but the one in the field `other`, by which the person signs in anyway. */
export const OwnAddress = (other: string) =>
  check('not_own_email', (value, args) => {
    const own = (args?.object as Record<string, unknown>)[other];
    return typeof value !== 'string' || !value.includes('@') || (typeof own === 'string' && comparable(value) === comparable(own));
  });

/** `blank`: an object with something in it; anything but an object is another fault. */
export const NotEmpty = () => check('blank', (value) => !isAbsent(value) && !(isPlainObject(value) && Object.keys(value).length === 0));

/** The checks of a field that need not be sent; null is something sent. */
export const WhereSent = () => ValidateIf((_, value) => value !== undefined);

/** Null and an empty text are no value. */
export const EmptyIsNone = () => Transform(({ value }: { value: unknown }) => (value === '' || value === null ? undefined : value));

/** A nick as it is kept, so that this is what is measured; an address stays as it is. */
export const AsNick = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' && !value.includes('@') ? normalized(value) : value));

const normalized = (text: string): string =>
  searchable(text)
    .toLowerCase()
    .replace(/[.\- ]/g, '_');

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
