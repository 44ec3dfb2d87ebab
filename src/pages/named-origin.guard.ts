import { Injectable } from '@nestjs/common';
import { SameOriginGuard } from './same-origin.guard';

/**
 * For forms that act by the browser's cookie, or give it one. A frame that hides where it is (`Origin: null`) could be any
 * site's, so that is taken only from browsers that say `Sec-Fetch-Site` too; those that don't name us in `Origin`, since
 * these pages have nothing in their address to hide. No browser leaves `Origin` out of a form that crosses sites.
 */
@Injectable()
export class NamedOriginGuard extends SameOriginGuard {
  protected override readonly takesHidden = false;
}
