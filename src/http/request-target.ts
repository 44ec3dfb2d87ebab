const SLASH = '/'.charCodeAt(0);
/** A proxy's form of a target begins with it (RFC 9112, 3.2.2). */
const SCHEME_AND_HOST = /^https?:\/\/[^/?#]*/i;

/**
 * A request's target as every server but a proxy gets it: path and query. The router passes over scheme, host and fragment; whoever asks
 * later whose a path is must not take a route of one API for one of another because of them.
 */
export function originForm(target: string): string {
  if (target.charCodeAt(0) === SLASH && !target.includes('#')) return target;
  // `OPTIONS *` asks about the server as a whole (RFC 9112, 3.2.4): not found, as everything at its root that is not served.
  if (target === '*') return '/';
  const [withoutFragment = ''] = target.split('#', 1);
  const rest = withoutFragment.replace(SCHEME_AND_HOST, '');
  return rest === withoutFragment || rest.startsWith('/') ? rest : `/${rest}`;
}
