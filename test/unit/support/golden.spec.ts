import { parseGolden } from '../../support/golden-file';
import { differences, substitute } from '../../support/golden-match';

const FILE = `# a remark
@setting LEGACY_RECOVERY=safe

### signing in
@advance 60
POST /v1/signin?
Content-Type: application/json

{
    "email":"user@domain.com"
}

HTTP 200
Cache-Control: no-store

{ "token": "<string as token>" }

### signing out
DELETE /v1/session
X-Auth-Token: {{token}}

HTTP 204
`;

describe('a golden file', () => {
  const golden = parseGolden(FILE);

  it('gives settings, exchanges, their headers and bodies as they stand', () => {
    expect(golden).toEqual({
      settings: { LEGACY_RECOVERY: 'safe' },
      exchanges: [
        {
          name: 'signing in',
          directives: [{ name: 'advance', argument: '60' }],
          method: 'POST',
          path: '/v1/signin?',
          headers: [['Content-Type', 'application/json']],
          body: '{\n    "email":"user@domain.com"\n}',
          expected: { status: 200, headers: [['Cache-Control', 'no-store']], body: '{ "token": "<string as token>" }' },
        },
        {
          name: 'signing out',
          directives: [],
          method: 'DELETE',
          path: '/v1/session',
          headers: [['X-Auth-Token', '{{token}}']],
          body: '',
          expected: { status: 204, headers: [], body: '' },
        },
      ],
    });
  });

  it.each([
    ['no exchange', '@setting A=1\n'],
    ['no status line', '### x\nGET /x\n'],
    ['a stray line', '### x\nsomething\nGET /x\n\nHTTP 200\n'],
  ])('with %s is refused', (_, text) => {
    expect(() => parseGolden(text)).toThrow(Error);
  });
});

describe('an answer', () => {
  const compare = (expected: unknown, actual: unknown) => differences(expected, actual, new Map());

  it('agrees in whatever order its keys come', () => {
    expect(compare({ a: 1, b: ['x', null] }, { b: ['x', null], a: 1 })).toEqual([]);
  });

  it.each([
    ['a missing key', { a: 1, b: 2 }, { a: 1 }, 'body.b: missing, expected 2'],
    ['an extra key', { a: 1 }, { a: 1, b: null }, 'body.b: unexpected, got null'],
    ['another type', { a: 1 }, { a: '1' }, 'body.a: expected 1, got "1"'],
    ['null for an object', { a: {} }, { a: null }, 'body.a: expected {}, got null'],
    ['an array for an object', {}, [], 'body: expected {}, got []'],
    ['a longer array', [1], [1, 2], 'body: expected 1 elements, got 2: [1,2]'],
    ['a number for <string>', { a: '<string>' }, { a: 5 }, 'body.a: expected "<string>", got 5'],
    ['zero for <int>', '<int>', 0, 'body: expected "<int>", got 0'],
    ['upper case for <hex24>', '<hex24>', 'ABCDEF000000000000000000', 'body: expected "<hex24>", got "ABCDEF000000000000000000"'],
  ])('differs by %s', (_, expected, actual, line) => {
    expect(compare(expected, actual)).toEqual([line]);
  });

  it.each([
    ['<uuid>', '019a9d3c-0000-7000-8000-000000000000'],
    ['<int>', 7],
    ['<hex32>', 'b973b7e8ee9e6400e0dff36ca8fb6a96'],
    ['<jwt>', 'eyJ0eXAiOiJKV1QifQ.eyJpZCI6MX0.DeefNqb69orzcJu8RIq9ClD4ZPTOF1R6yC1ABiBB6BY'],
    ['<rfc3339>', '2017-04-11T14:10:44.761368829+03:00'],
    ['<base64-32>', Buffer.alloc(32, 7).toString('base64')],
    ['<any>', null],
  ])('agrees with %s', (placeholder, value) => {
    expect(compare(placeholder, value)).toEqual([]);
  });

  it('leaves the values it was asked to keep', () => {
    const captures = new Map<string, unknown>();
    differences({ id: '<int as id>' }, { id: 42 }, captures);
    expect(substitute('/users/{{id}}', captures)).toBe('/users/42');
  });

  it('with an unknown placeholder or capture is a fault of the golden', () => {
    expect(() => compare('<integer>', 1)).toThrow('there is no placeholder <integer>');
    expect(() => substitute('{{nobody}}', new Map())).toThrow('nothing named {{nobody}}');
  });
});
