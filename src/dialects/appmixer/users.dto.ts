import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { BlankIsAbsent, check, onText, Text } from '../../http/fields';
import { CountField } from '../../http/query-fields';
import { ChoiceField, TextField } from '../../http/text-fields';
import { isScope } from '../../users/scopes';
import { SORT_FIELDS, type SortField, type UserPage, type UserSelection } from '../../users/user-list';
import { AppmixerUserDto } from './appmixer.dto';
import { MetadataField, NewPasswordField, ScopesField, UsernameField } from './checks';
import { EmailField } from '../../users/address-field.decorator';
import { EMAIL_MAX } from '../../users/mail-address';

const PAGE_MAX = 100;
const OFFSET_MAX = 999_999_999;
const SCOPE_FILTER = 'scope:';

/** The oldest first: who registers while somebody turns the pages moves nobody to another page. */
const SORT = 'created:1';
const SORTS = SORT_FIELDS.flatMap((field) => [`${field}:1`, `${field}:-1`]);

/** `not_offered`: `scope:` and the name of a scope. */
const FilterField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false, maxLength: SCOPE_FILTER.length + 64 }),
    BlankIsAbsent(),
    Text(),
    check(
      'not_offered',
      'must be scope: and the name of a scope',
      onText((text) => text.startsWith(SCOPE_FILTER) && isScope(text.slice(SCOPE_FILTER.length))),
    ),
  );

export class AppmixerCountQueryDto {
  /** Only those who hold the scope, as `scope:acme1`. */
  @FilterField()
  filter?: string;

  /** Only those with this text, whatever its case, in their username or e-mail address, as `joe`. */
  @BlankIsAbsent()
  @TextField({ max: EMAIL_MAX })
  pattern?: string;

  toSelection(): UserSelection {
    return { scope: this.filter?.slice(SCOPE_FILTER.length), text: this.pattern };
  }
}

export class AppmixerListQueryDto extends AppmixerCountQueryDto {
  @BlankIsAbsent()
  @CountField({ max: PAGE_MAX, example: 30 })
  limit?: number;

  @BlankIsAbsent()
  @CountField({ min: 0, max: OFFSET_MAX, example: 0 })
  offset?: number;

  /** A field, and 1 for ascending or -1 for descending. `created:1` where absent. */
  @BlankIsAbsent()
  @ChoiceField({ of: SORTS, example: 'created:-1' })
  sort?: string;

  toPage(): UserPage {
    const [field, direction] = (this.sort ?? SORT).split(':') as [SortField, string];
    return { ...this.toSelection(), sort: { field, descending: direction === '-1' }, limit: this.limit ?? PAGE_MAX, offset: this.offset ?? 0 };
  }
}

/** Any of these; what is absent, null or blank stays, and other keys are ignored. */
export class AppmixerUpdateUserDto {
  /** At most 64 characters, or the e-mail address of the account, which stands for a username where there is none. */
  @BlankIsAbsent()
  @UsernameField()
  username?: string | null;

  /** Counts as not confirmed. */
  @BlankIsAbsent()
  @EmailField({ required: false, example: 'abc@example.com' })
  email?: string | null;

  /** At least 5 characters; every session ends. */
  @NewPasswordField({ required: false })
  password?: string | null;

  /** In place of those that the account has, beside `user`; every session ends where they are others. */
  @BlankIsAbsent()
  @ScopesField(['user', 'acme1'], 64)
  scope?: string[] | null;

  /** In place of what was kept with the account. */
  @BlankIsAbsent()
  @MetadataField({ team: 'north' })
  metadata?: Record<string, string> | null;
}

/** A person as an admin sees one. */
export class AppmixerListedUserDto extends AppmixerUserDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:30.000Z' })
  created!: string;
}

export class AppmixerCountDto {
  @ApiProperty({ type: 'integer', example: 42 })
  count!: number;
}

export class AppmixerTicketDto {
  /** To ask with what has become of the deletion. */
  @ApiProperty({ format: 'uuid', example: '0a8f5b52-6d1e-8c3f-9b7a-2f4d6c8e0a1b' })
  ticket!: string;
}

export class AppmixerDeletionDto {
  @ApiProperty({ enum: ['completed'], example: 'completed' })
  status!: 'completed';

  @ApiProperty({ type: 'integer', example: 1 })
  stepsDone!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  stepsTotal!: number;
}
