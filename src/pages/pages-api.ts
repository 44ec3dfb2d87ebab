import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../errors/domain-error';
import { type Api, type Fault, isBelow } from '../http/api';
import { detailOf, statusOf } from '../http/problem-details';
import { PAGE_HEADERS, renderPage, rootOf } from './page';

/** The HTML pages: their failures are pages too, and nobody is signed in on them. */
export const pagesApi: Api = {
  name: 'pages',
  owns: (path) => isBelow('/account', path),
  readToken: () => null,
  renderFault(error: DomainError, request: FastifyRequest): Fault {
    const { 'content-type': contentType, ...headers } = PAGE_HEADERS;
    const body = renderPage('notice', { title: titleOf(error), message: detailOf(error.code), action: null }, rootOf(request.url));
    return { status: statusOf(error), body, contentType, headers };
  },
};

function titleOf(error: DomainError): string {
  if (error.kind === 'not_found') return 'Not found';
  if (error.kind === 'throttled' || error.kind === 'overloaded') return 'Please try again later';
  return error.kind === 'internal' ? 'Something went wrong' : 'That did not work';
}
