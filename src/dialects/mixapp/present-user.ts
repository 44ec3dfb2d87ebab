import type { User } from '../../users/user.entity';
import type { MixappUserDto } from './mixapp-answers.dto';

/** @param passwordFingerprint what stands where the original showed a hash */
export const presentUser = (user: User, passwordFingerprint: string): MixappUserDto => ({
  avatar: user.avatar ?? '',
  email: user.email,
  id: user.objectId,
  last_login: (user.lastLoginAt ?? user.createdAt).toISOString(),
  name: user.name ?? '',
  password: passwordFingerprint,
  reg_date: user.createdAt.toISOString(),
  workplaces: [],
});
