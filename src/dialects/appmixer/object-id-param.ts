import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../../errors/domain-error';

const OBJECT_ID = /^[0-9a-f]{24}$/i;

/** The id of a person in a path, in either case. What is none is nobody's: the same 404 as for a missing one. */
@Injectable()
export class ObjectIdParam implements PipeTransform<string, string> {
  /** @throws DomainError user_not_found */
  transform(value: string): string {
    if (!OBJECT_ID.test(value)) throw new DomainError('user_not_found');
    return value.toLowerCase();
  }
}
