import type { DomainError } from '../errors/domain-error';
import { type Api, type Fault, type FaultRequest, isBelow } from '../http/api';
import { statusOf } from '../http/problem-details';
import { PAGE_HEADERS, renderPage, rootOf } from './page';
import { wordsOf } from './page-words';

/** The HTML pages: their failures are pages too, and nobody is signed in on them. */
export const pagesApi: Api = {
  name: 'pages',
  owns: (path) => isBelow('/account', path),
  readToken: () => null,
  renderFault(error: DomainError, { url }: FaultRequest): Fault {
    const { 'content-type': contentType, ...headers } = PAGE_HEADERS;
    const root = rootOf(url);
    const body = renderPage('notice', wordsOf(error, url.split('?', 1)[0] ?? '', root), root);
    return { status: statusOf(error), body, contentType, headers };
  },
};
