import { CreateAccounts1763762400000 } from '../../migrations/1763762400000-create-accounts';
import { AnnounceChanges1763766000000 } from '../../migrations/1763766000000-announce-changes';
import { IndexSessionEnd1763766060000 } from '../../migrations/1763766060000-index-session-end';
import { RecordChanges1763766120000 } from '../../migrations/1763766120000-record-changes';

/** Every migration in the order of landing. A new one is added at the end; a landed one is never edited. */
export const MIGRATIONS = [CreateAccounts1763762400000, AnnounceChanges1763766000000, IndexSessionEnd1763766060000, RecordChanges1763766120000];
