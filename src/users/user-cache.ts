import { Injectable } from '@nestjs/common';
import { ChangeNotices } from '../database/change-notices';
import { ReadCache } from '../database/read-cache';
import type { User } from './user.entity';

/** One or two KiB each; a picture adds its own size. */
const MAX_USERS = 20_000;

/** Accounts that were read lately. */
@Injectable()
export class UserCache extends ReadCache<User> {
  constructor(notices: ChangeNotices) {
    super('user', MAX_USERS, notices);
  }
}
