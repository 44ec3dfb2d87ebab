import type { IncomingMessage } from 'node:http';

/** A host and its port as they may stand in a request (RFC 9110, 7.2; RFC 3986, 3.2.2). */
const HOST_AND_PORT = /^(?:\[(?:[\da-f:.]+|v[\da-f]+\.[\w.~!$&'()*+,;=:-]+)\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i;
/** In a proxy's form of a target; the host of such a one is never empty (RFC 9110, 4.2.1). Who would be named before it is passed over. */
const AUTHORITY_OF_TARGET = /^https?:\/\/(?:[^/?#]*@)?([^/?#@]*)/i;

/**
 * Makes a request's `Host` header what the request is really for: a target that names a host itself decides, and the header is then
 * passed over (RFC 9112, 3.2.2). Who asks later whether a request is for this machine, or comes from our own page, asks that header.
 * @param target as it was sent
 * @returns whether the request names one host, as it must (RFC 9112, 3.2); HTTP/1.0 need not name any
 */
export function settleHost(request: IncomingMessage, target: string): boolean {
  const { headers, httpVersion } = request;
  const named = timesNamed(request.rawHeaders);
  if (named > 1 || (named === 0 && httpVersion === '1.1') || !HOST_AND_PORT.test(headers.host ?? '')) return false;
  const authority = AUTHORITY_OF_TARGET.exec(target)?.[1];
  if (authority === undefined) return true;
  headers.host = authority;
  return authority !== '' && HOST_AND_PORT.test(authority);
}

// Node keeps the first of two and is silent about the other.
function timesNamed(rawHeaders: readonly string[]): number {
  let times = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') times += 1;
  }
  return times;
}
