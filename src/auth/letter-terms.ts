/** Seconds that a link to confirm an address lives, from the moment it is sent. */
export const CONFIRMATION_TTL = 24 * 3_600;
/** Seconds between two mails to an address that anybody may have named, and between two notices to the one it is to replace. */
export const NAMED_ADDRESS_COOLDOWN = 60;
/** Seconds in which a change of address can be taken back. */
export const UNDO_TTL = 72 * 3_600;
/** Seconds that the link "This wasn't me" lives: people don't read their mail every day. */
export const DENIAL_TTL = 7 * 86_400;
