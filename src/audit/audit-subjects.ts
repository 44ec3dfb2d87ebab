import { Injectable } from '@nestjs/common';

/** The accounts of identifiers in comparable form; those that are nobody's are left out. */
export type FindSubjects = (identifiers: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Whose identifier was tried. A refused sign-in does not say: it must take as long for nobody's identifier as for somebody's.
 * So it is found out when the trail is written. The room of the accounts registers how.
 */
@Injectable()
export class AuditSubjects {
  private find: FindSubjects = () => Promise.resolve(new Map());

  register(find: FindSubjects): void {
    this.find = find;
  }

  of(identifiers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return identifiers.length === 0 ? Promise.resolve(new Map()) : this.find(identifiers);
  }
}
