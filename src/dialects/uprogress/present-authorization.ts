import type { Session } from '../../sessions/session.entity';
import type { User } from '../../users/user.entity';
import type { UprogressAuthorizationRecordDto } from './uprogress-answers.dto';

/** A session as UProgress' authorization record. */
export const presentAuthorization = (session: Session, owner: Pick<User, 'number'>): UprogressAuthorizationRecordDto => ({
  id: session.number,
  user_id: owner.number,
  provider: session.provider,
  platform: session.platform,
  platform_version: session.platformVersion,
  app_name: session.appName,
  app_version: session.appVersion,
  last_sign_in_at: session.signedInAt.toISOString(),
  created_at: session.createdAt.toISOString(),
  updated_at: session.updatedAt.toISOString(),
});
