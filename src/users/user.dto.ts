import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, TextField } from '../http/text-fields';
import { type Locale, LOCALES } from '../locale/locale';
import type { User } from './user.entity';

/** Characters of a picture given as text: 256 KiB. */
export const AVATAR_MAX = 262_144;

/** A person as the native API shows one. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52' })
  id!: string;

  @ApiProperty({ example: 'ann@example.com' })
  email!: string;

  @ApiProperty({ example: false })
  emailVerified!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'ann' })
  username!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ann Lee' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ann' })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Lee' })
  lastName!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  description!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Oslo' })
  location!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  avatar!: string | null;

  @ApiProperty({ type: String, enum: LOCALES, nullable: true, example: 'en', description: 'The language of letters to the person; null: unknown.' })
  locale!: Locale | null;

  @ApiProperty({ type: [String], example: ['user'] })
  scopes!: string[];

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  updatedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  lastLoginAt!: string | null;
}

const presented = new WeakMap<User, UserDto>();

/** Made once for each reading of an account: what is kept in memory is never written to. Not to be written to either. */
export function presentUser(user: User): UserDto {
  const known = presented.get(user);
  if (known !== undefined) return known;
  const dto = dtoOf(user);
  presented.set(user, dto);
  return dto;
}

const dtoOf = (user: User): UserDto => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  username: user.username,
  name: user.name,
  firstName: user.firstName,
  lastName: user.lastName,
  description: user.description,
  location: user.location,
  avatar: user.avatar,
  locale: user.locale,
  scopes: user.scopes,
  createdAt: user.createdAt.toISOString(),
  updatedAt: user.updatedAt.toISOString(),
  lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
});

/** Any of these; what is absent stays, null clears. */
export class ChangeProfileDto {
  @TextField({ max: 64, min: 1, nullable: true, example: 'ann' })
  username?: string | null;

  @TextField({ max: 200, nullable: true, example: 'Ann Lee' })
  name?: string | null;

  @TextField({ max: 200, nullable: true, example: 'Ann' })
  firstName?: string | null;

  @TextField({ max: 200, nullable: true, example: 'Lee' })
  lastName?: string | null;

  @TextField({ max: 2000, nullable: true, lines: true, example: 'Cartographer' })
  description?: string | null;

  @TextField({ max: 200, nullable: true, example: 'Oslo' })
  location?: string | null;

  @TextField({ max: AVATAR_MAX, nullable: true, lines: true, example: null })
  avatar?: string | null;

  @ChoiceField({ of: LOCALES, nullable: true, example: 'de' })
  locale?: Locale | null;
}
