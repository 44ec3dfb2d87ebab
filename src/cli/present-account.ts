import type { User } from '../users/user.entity';

/** An account as the commands print one. */
export const presentAccount = (user: User) => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  username: user.username,
  scopes: user.scopes,
  disabled: user.disabledAt !== null,
  createdAt: user.createdAt.toISOString(),
});
