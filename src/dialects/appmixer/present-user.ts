import type { User } from '../../users/user.entity';
import type { ListedUser } from '../../users/user-list';
import type { AppmixerAccountDto, AppmixerUserDto } from './appmixer.dto';
import type { AppmixerListedUserDto } from './users.dto';

/** Without a username the e-mail address stands for it. */
const usernameOf = ({ username, email }: ListedUser): string => username ?? email;

/** A person as signing in and registering show one. */
export const presentAccount = (user: User): AppmixerAccountDto => ({
  id: user.objectId,
  username: usernameOf(user),
  isActive: user.emailVerifiedAt !== null,
  email: user.email,
  plan: user.plan,
  vendor: null,
});

/** A person as they are shown to themselves. */
export const presentUser = (user: ListedUser): AppmixerUserDto => ({
  id: user.objectId,
  username: usernameOf(user),
  isActive: user.emailVerifiedAt !== null,
  email: user.email,
  scope: user.scopes,
  plan: user.plan,
});

/** A person as an admin sees one. */
export const presentListedUser = (user: ListedUser): AppmixerListedUserDto => ({ ...presentUser(user), created: user.createdAt.toISOString() });
