import { Injectable } from '@nestjs/common';

/** One part of what is stored about people, read for one of them: facts, never a digest, a hash or a key. */
export interface PersonalPart {
  /** Its name in the exported document. */
  readonly name: string;
  /** The table that it is read from. */
  readonly table: string;
  read(userId: string): Promise<unknown>;
}

/** Everything that is stored about a person. Each room that stores something registers how to read it. */
@Injectable()
export class PersonalData {
  private readonly parts: PersonalPart[] = [];

  /** The tables that are read. */
  get tables(): string[] {
    return this.parts.map(({ table }) => table);
  }

  register(...parts: PersonalPart[]): void {
    this.parts.push(...parts);
  }

  async of(userId: string): Promise<Record<string, unknown>> {
    const read: (readonly [string, unknown])[] = [];
    for (const part of this.parts) read.push([part.name, await part.read(userId)]);
    return Object.fromEntries(read);
  }
}
