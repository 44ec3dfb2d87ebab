import type { User } from '../../users/user.entity';
import type { MixappUserDto } from './mixapp-answers.dto';

/** Whoever has no name is shown an empty one. */
export const presentName = ({ name }: Pick<User, 'name'>): string => name ?? '';

/** @param passwordFingerprint what stands where the original showed a hash */
export const presentUser = (user: User, passwordFingerprint: string): MixappUserDto => ({
  avatar: user.avatar ?? '',
  email: user.email,
  id: user.objectId,
  last_login: (user.lastLoginAt ?? user.createdAt).toISOString(),
  name: presentName(user),
  password: passwordFingerprint,
  reg_date: user.createdAt.toISOString(),
  workplaces: [],
});
