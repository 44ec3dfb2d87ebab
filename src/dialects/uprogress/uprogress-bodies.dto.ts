import { ApiProperty } from '@nestjs/swagger';
import {
  UprogressChangePasswordDto,
  UprogressDeviceTokenDto,
  UprogressRegistrationDto,
  UprogressResetPasswordDto,
  UprogressRestorePasswordDto,
  UprogressSignInDto,
  UprogressUpdateUserDto,
} from './uprogress.dto';

// How requests wrap their fields; only for the documentation, since the fields are read by `@FieldsUnder`.

export class UprogressSignInBody {
  @ApiProperty({ type: () => UprogressSignInDto })
  user!: UprogressSignInDto;
}

export class UprogressRegistrationBody {
  @ApiProperty({ type: () => UprogressRegistrationDto })
  user!: UprogressRegistrationDto;
}

export class UprogressRestorePasswordBody {
  @ApiProperty({ type: () => UprogressRestorePasswordDto })
  user!: UprogressRestorePasswordDto;
}

export class UprogressResetPasswordBody {
  @ApiProperty({ type: () => UprogressResetPasswordDto })
  user!: UprogressResetPasswordDto;
}

export class UprogressChangePasswordBody {
  @ApiProperty({ type: () => UprogressChangePasswordDto })
  user!: UprogressChangePasswordDto;
}

/** The fields may also stand in the body itself. */
export class UprogressUpdateUserBody {
  @ApiProperty({ type: () => UprogressUpdateUserDto })
  user!: UprogressUpdateUserDto;
}

export class UprogressDeviceBody {
  @ApiProperty({ type: () => UprogressDeviceTokenDto })
  device!: UprogressDeviceTokenDto;
}
