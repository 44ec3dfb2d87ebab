import { CreateAccounts1763762400000 } from '../../migrations/1763762400000-create-accounts';
import { AnnounceChanges1763766000000 } from '../../migrations/1763766000000-announce-changes';
import { IndexSessionEnd1763766060000 } from '../../migrations/1763766060000-index-session-end';
import { RecordChanges1763766120000 } from '../../migrations/1763766120000-record-changes';
import { QueueMails1763800000000 } from '../../migrations/1763800000000-queue-mails';
import { CountTries1763800100000 } from '../../migrations/1763800100000-count-tries';
import { AddUserLocale1763820000000 } from '../../migrations/1763820000000-add-user-locale';
import { PublishNextKey1763840000000 } from '../../migrations/1763840000000-publish-next-key';
import { CreateAuditEvents1763810000000 } from '../../migrations/1763810000000-create-audit-events';
import { WriteDomainsInLetters1763850000000 } from '../../migrations/1763850000000-write-domains-in-letters';
import { IndexSecretEnd1763860000000 } from '../../migrations/1763860000000-index-secret-end';
import { AddWishedUsername1763870000000 } from '../../migrations/1763870000000-add-wished-username';
import { WriteIdentifiersAsLookedUp1763880000000 } from '../../migrations/1763880000000-write-identifiers-as-looked-up';

/** Every migration, in the order of landing; they run in that of their numbers. A new one is added at the end; a landed one is never edited. */
export const MIGRATIONS = [
  CreateAccounts1763762400000,
  AnnounceChanges1763766000000,
  IndexSessionEnd1763766060000,
  RecordChanges1763766120000,
  QueueMails1763800000000,
  AddUserLocale1763820000000,
  CountTries1763800100000,
  PublishNextKey1763840000000,
  CreateAuditEvents1763810000000,
  WriteDomainsInLetters1763850000000,
  IndexSecretEnd1763860000000,
  AddWishedUsername1763870000000,
  WriteIdentifiersAsLookedUp1763880000000,
];
