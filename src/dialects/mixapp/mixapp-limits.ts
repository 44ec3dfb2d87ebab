import { isLongEnough } from '../../http/fields';

/** Characters. The messages say "more than", the clients hold it to be "at least". */
export const NAME_MIN = 5;
export const NAME_MAX = 200;
export const PASSWORD_MIN = 8;

/** Whether an account may take a name here. */
export const isGoodName = (name: string): boolean => isLongEnough(name, NAME_MIN);
