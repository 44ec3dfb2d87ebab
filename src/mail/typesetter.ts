import { Injectable } from '@nestjs/common';
import { htmlPart } from './html-part';
import type { Letter } from './letter';
import { contentsOf } from './letter-contents';
import { Links } from './links';
import { textPart } from './text-part';

/** A letter as it is sent. */
export interface Printed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes letters out. */
@Injectable()
export class Typesetter {
  constructor(private readonly links: Links) {}

  print(letter: Letter): Printed {
    const contents = contentsOf(letter, this.links.recover());
    return { subject: contents.subject, text: textPart(contents), html: htmlPart(contents, letter.locale) };
  }
}
