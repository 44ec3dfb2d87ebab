import { type Answer, contractFaults } from '../../support/contract/answer';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const fine: Answer = { method: 'DELETE', template: '/v2/sessions', api: 'native', status: 200, headers: JSON_TYPE, body: '{"ended":2}' };
const metrics: Answer = { ...fine, method: 'GET', template: '/metrics', headers: { 'content-type': 'text/plain; version=0.0.4' }, body: 'up 1\n' };
const device: Answer = { ...fine, api: 'uprogress', method: 'GET', template: '/api/v1/sessions/current', body: '{"current_user":{}}' };

describe('an answer and openapi.json', () => {
  it('agree on what is documented', () => {
    expect(contractFaults(fine)).toEqual([]);
    expect(contractFaults({ ...fine, method: 'POST', template: '/v2/auth/sign-out', status: 204, headers: {}, body: '' })).toEqual([]);
    expect(contractFaults({ ...fine, method: 'HEAD', template: '/v2/users/me', body: '' })).toEqual([]);
  });

  it.each<[string, Partial<Answer>, RegExp]>([
    ['a value of another type', { body: '{"ended":"2"}' }, /^body\/ended: must be integer/],
    ['a missing property', { body: '{}' }, /required property 'ended'/],
    ['a property that is not listed', { body: '{"ended":2,"secret":1}' }, /additional properties.*secret/],
    ['a body that is no JSON', { body: '{"ended":2' }, /not JSON/],
    ['another status', { status: 201 }, /status is not documented; the route has 200, 401/],
    ['another content type', { headers: { 'content-type': 'text/html' } }, /content type "text\/html" is not documented, only application\/json/],
    ['no content type', { headers: {} }, /content type "" is not documented/],
    ['a header that is not documented', { headers: { ...JSON_TYPE, 'set-cookie': 'a=b' } }, /header "set-cookie" is not documented/],
    ['a route that is not documented', { template: '/v2/secrets' }, /not in openapi.json/],
    ['a body where there is none', { template: '/v2/auth/sign-out', method: 'POST', status: 204 }, /a body where none is documented/],
  ])('disagree on %s', (_, change, fault) => {
    expect(contractFaults({ ...fine, ...change })).toEqual([expect.stringMatching(fault)]);
  });

  it('agree on what is text, by its status and its content type', () => {
    expect(contractFaults(metrics)).toEqual([]);
    expect(contractFaults({ ...metrics, headers: JSON_TYPE })).toEqual([expect.stringMatching(/content type "application\/json" is not documented/)]);
    expect(contractFaults({ ...metrics, status: 204 })).toEqual([expect.stringMatching(/status is not documented/)]);
  });

  it('disagree on a failure without its headers, or in the envelope of another API', () => {
    const problem = { type: 't', title: 't', status: 401, code: 'token_missing', detail: 'd' };
    const refused = { ...fine, status: 401, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(problem) };
    expect(contractFaults(refused)).toEqual([expect.stringContaining('"www-authenticate" is missing')]);
    expect(contractFaults({ ...refused, headers: { ...refused.headers, 'www-authenticate': 'Bearer' } })).toEqual([]);
    expect(contractFaults({ ...refused, template: null, status: 404 })).toEqual([]);
    expect(contractFaults({ ...refused, template: null, status: 404, api: 'mixapp' })).toEqual([expect.stringContaining('content type')]);
    const busy = { ...refused, status: 503, body: JSON.stringify({ ...problem, status: 503 }) };
    expect(contractFaults({ ...busy, headers: { ...refused.headers, 'retry-after': 'soon' } })).toEqual([expect.stringContaining('must be integer')]);
  });

  it('disagree on keys in another style than the request has asked for', () => {
    const user = { id: 1, email: 'a@example.com', nick: null, firstName: null, lastName: null, description: null, location: null, attachment: null };
    const camel = { ...device, keyStyle: 'camel', body: JSON.stringify({ currentUser: user }) };
    expect(contractFaults(camel)).toEqual([]);
    expect(contractFaults({ ...camel, keyStyle: 'dash' })).toContain('the key "currentUser" is not in the style "dash"');
    expect(contractFaults({ ...camel, keyStyle: undefined })).toContain('the key "firstName" is not in the style "snake"');
  });
});
