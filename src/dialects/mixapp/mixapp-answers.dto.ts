import { ApiProperty } from '@nestjs/swagger';

/** A person as Mixapp shows one. */
export class MixappUserDto {
  /** Empty where there is none. */
  @ApiProperty({ example: '' })
  avatar!: string;

  @ApiProperty({ example: 'user@domain.com' })
  email!: string;

  @ApiProperty({ pattern: '^[0-9a-f]{24}$', example: '58ecb9b427218c4f59ac1db9' })
  id!: string;

  @ApiProperty({ format: 'date-time', example: '2017-04-11T14:10:44.761368829+03:00' })
  last_login!: string;

  /** Empty where there is none. */
  @ApiProperty({ example: 'YourName' })
  name!: string;

  /** Not a password and not made from one: it only changes when the password does. */
  @ApiProperty({ pattern: '^[0-9a-f]{32}$', example: 'b973b7e8ee9e6400e0dff36ca8fb6a96' })
  password!: string;

  @ApiProperty({ format: 'date-time', example: '2017-04-11T14:10:44.761368864+03:00' })
  reg_date!: string;

  /** Always empty. */
  @ApiProperty({ type: [Object], example: [] })
  workplaces!: object[];
}

export class MixappUpdatedDto {
  @ApiProperty({ type: MixappUserDto })
  user!: MixappUserDto;
}

export class MixappSignedInDto {
  /** For `X-Auth-Token`. */
  @ApiProperty({ example: 'token' })
  token!: string;

  @ApiProperty({ type: MixappUserDto })
  user!: MixappUserDto;
}

export class MixappSignedUpDto extends MixappSignedInDto {
  /** Made by the server and told this once. */
  @ApiProperty({ example: 'password' })
  password!: string;
}

export class MixappDoneDto {
  @ApiProperty({ example: true })
  result!: boolean;
}

/** Every failure; those of the domain with status 200. */
export class MixappFaultDto {
  @ApiProperty({ type: 'integer', example: 655 })
  error_code!: number;

  @ApiProperty({ example: 'Unauthorized' })
  error_message!: string;

  @ApiProperty({ example: '' })
  more_info!: string;
}
