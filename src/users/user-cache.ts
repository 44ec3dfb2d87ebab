import { Injectable } from '@nestjs/common';
import { ChangeNotices } from '../database/change-notices';
import { ReadCache } from '../database/read-cache';
import type { User } from './user.entity';

/** Bytes of an account without long texts. */
const USUAL = 2_048;

/** Bytes: 20,000 accounts without long texts, or 77 whose pictures are as large as can be. */
const MAX_BYTES = 20_000 * USUAL;

/** Accounts that were read lately. */
@Injectable()
export class UserCache extends ReadCache<User> {
  constructor(notices: ChangeNotices) {
    super('user', MAX_BYTES, notices, bytesOf);
  }
}

// Two for each character, as V8 keeps a text in which one is beyond Latin-1: anybody may choose such a one.
function bytesOf({ avatar, description, metadata }: User): number {
  const texts = [avatar, description, ...Object.entries(metadata).flat()];
  return texts.reduce((bytes, text) => bytes + 2 * (text?.length ?? 0), USUAL);
}
