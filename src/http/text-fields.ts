import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { AtLeast, AtMost, Lines, NotBlank, OneLine, OneOf, Required, Text, Trimmed } from './fields';

export interface TextFieldOptions {
  /** Characters. */
  readonly max: number;
  readonly min?: number;
  /** None where what is prefilled would do harm, as in a search. */
  readonly example?: string | null;
  readonly required?: boolean;
  /** Null means "clear". */
  readonly nullable?: boolean;
  /** Line ends are part of it. */
  readonly lines?: boolean;
}

/** A text as people write it: trimmed, without control characters, of bounded length. */
export const TextField = ({ max, min = 0, example, required = false, nullable = false, lines = false }: TextFieldOptions): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      required,
      nullable,
      maxLength: max,
      ...(min > 0 ? { minLength: min } : {}),
      ...(example === undefined ? {} : { example }),
    }),
    ...(required ? [Required(), NotBlank()] : []),
    ...(min > 0 && !required ? [NotBlank()] : []),
    Text(),
    lines ? Lines() : OneLine(),
    AtMost(max),
    AtLeast(min),
    Trimmed(),
  );

/** One of a few words, as they are written. */
export const ChoiceField = ({ of, example, nullable = false }: { of: readonly string[]; example: string; nullable?: boolean }): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, required: false, nullable, enum: of, example }), Text(), OneOf(of));

/** A password or a secret: any characters, taken as they are. Whether a new one is good enough is the policy's word. */
export const SecretField = ({ example, required = true, max = 1024 }: { example: string; required?: boolean; max?: number }): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, required, maxLength: max, example }), ...(required ? [Required()] : []), Text(), AtMost(max));
