/** Seconds a mailed token lives, from the moment it is sent. */
export const RECOVERY_TTL = 1_800;
/** Seconds that the code in the same mail lives, and guesses at it. */
export const RECOVERY_CODE_TTL = 600;
export const RECOVERY_CODE_TRIES = 5;
/** Seconds between two mails to one submitted address. */
export const RECOVERY_COOLDOWN = 60;
/** What the submitted address of a request is sealed for. */
export const ADDRESS_SEAL = 'recovery request';
