import { CreateAccounts1763762400000 } from '../../migrations/1763762400000-create-accounts';

/** Every migration in the order of landing. A new one is added at the end; a landed one is never edited. */
export const MIGRATIONS = [CreateAccounts1763762400000];
