import type { DomainError } from '../errors/domain-error';
import { type Api, type Fault, type FaultRequest, isBelow } from '../http/api';
import { statusOf } from '../http/problem-details';
import { faultNotice } from './fault-notice';
import { PAGE_HEADERS, renderPage } from './page';
import { languageOf } from './page-language';

/** The HTML pages: their failures are pages too, and nobody is signed in on them. */
export const pagesApi: Api = {
  name: 'pages',
  owns: (path) => isBelow('/account', path),
  readToken: () => null,
  renderFault(error: DomainError, request: FaultRequest): Fault {
    const { 'content-type': contentType, ...headers } = PAGE_HEADERS;
    const body = renderPage('notice', faultNotice(error, request.url.split('?', 1)[0] ?? '', languageOf(request).say), request);
    return { status: statusOf(error), body, contentType, headers };
  },
};
