import { DomainError } from '../../../src/errors/domain-error';
import { readFormBody } from '../../../src/http/form-body';

const read = (text: string) => readFormBody(Buffer.from(text));

describe('a form body', () => {
  it.each([
    ['fields', 'a=1&b=two', { a: '1', b: 'two' }],
    ['a nested field', 'user[email]=a%40b.c', { user: { email: 'a@b.c' } }],
    ['plus signs and escapes', 'a=x+y%2Bz%0A', { a: 'x y+z\n' }],
    ['an escape of an escape, once (ASVS 1.1.1)', 'a=%2541%252500', { a: '%41%2500' }],
    ['percent signs that begin no escape', 'a=50%off-today&b=%zz%&c%=%4&d=%%41%25', { a: '50%off-today', b: '%zz%', 'c%': '%4', d: '%A%' }],
    ['letters beyond ASCII, escaped or not', 'a=%C3%A9&b=é', { a: 'é', b: 'é' }],
    ['line breaks between the fields and at the end', 'a=1&\n\nb=2&\r\nc=3\r\n', { a: '1', b: '2', c: '3' }],
    ['a line break inside a value', 'a=1\n2&b=3', { a: '1\n2', b: '3' }],
    ['nothing between separators', '&&a=1&&&b=2&&', { a: '1', b: '2' }],
    ['separators and line breaks alone', '&&\n&', {}],
    ['an empty value', 'a=&b', { a: '', b: '' }],
  ])('gives %s', (_, text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  it('that is empty is none', () => {
    expect(read('')).toBeUndefined();
  });

  it.each([
    ['a field that comes twice', 'a=1&a=2'],
    ['a list', 'a[]=1'],
    ['a null character', 'a=%00'],
    ['a null character in a name', 'a%00=1'],
    ['bytes that are no UTF-8 behind a percent sign that is no escape', 'a=%zz%ff'],
    ['bytes that are no UTF-8', 'a=%ff'],
    ['too deep a nesting', 'a[b][c][d][e][f]=1'],
    ['more fields than any form has', Array.from({ length: 65 }, (_unused, i) => `a${i}=1`).join('&')],
  ])('with %s is malformed', (_, text) => {
    expect(() => read(text)).toThrow(new DomainError('malformed_body'));
  });

  it.each([
    ['10,000 elements of a list', 'a[]=1&'.repeat(10_000)],
    ['half a million separators', `a=1${'&'.repeat(500_000)}b=1${'&'.repeat(500_000)}`],
    ['half a million line breaks', `a=${'\n'.repeat(500_000)}1`],
  ])('with %s is read in no time', (_, text) => {
    const began = performance.now();
    try {
      read(text);
    } catch (error) {
      expect(error).toEqual(new DomainError('malformed_body'));
    }
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('reaches no prototype', () => {
    expect(Object.keys(read('__proto__[x]=1&constructor[prototype][x]=1&ok=1') ?? {})).toEqual(['ok']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('a form body of a route that takes lists', () => {
  const readLists = (text: string) => readFormBody(Buffer.from(text), true);
  const many = (count: number, part: (i: number) => string) => Array.from({ length: count }, (_unused, i) => part(i)).join('&');

  it.each([
    ['a list', 'a[]=1&a[]=2&b=3', { a: ['1', '2'], b: '3' }],
    ['a list of one', 'a[]=1', { a: ['1'] }],
    ['a list that is escaped', 'a%5B%5D=1&a%5b%5d=2', { a: ['1', '2'] }],
    ['a list with numbers, in whatever order', 'a[1]=y&a[0]=x', { a: ['x', 'y'] }],
    ['an object', 'a[b]=1&a[c]=2', { a: { b: '1', c: '2' } }],
  ])('gives %s', (_, text, fields) => {
    expect(readLists(text)).toEqual(fields);
  });

  it('gives a list as long as a form can be', () => {
    expect(readLists(many(64, () => 'a[]=1'))?.['a']).toHaveLength(64);
    expect(readLists(many(64, (i) => `a[${i}]=1`))?.['a']).toHaveLength(64);
  });

  it.each([
    ['a field that comes twice', 'a=1&a=2'],
    ['a field that comes twice, once escaped', 'a=1&%61=2'],
    ['a field of an object that comes twice', 'a[b]=1&a[b]=2'],
    ['a number that comes twice', 'a[0]=1&a[0]=2'],
    ['a field and a list of one name', 'a=1&a[]=2'],
    ['a list and a field of one name', 'a[0]=1&a=2'],
    ['too large a number', 'a[64]=1'],
    ['a number beyond all bounds', 'a[999999999]=1'],
    ['a null character', 'a[]=%00'],
    ['more parts than any form has', many(65, () => 'a[]=1')],
    ['10,000 parts', many(10_000, () => 'a[]=1')],
  ])('with %s is malformed', (_, text) => {
    expect(() => readLists(text)).toThrow(new DomainError('malformed_body'));
  });

  it('reaches no prototype', () => {
    const read = readLists('a[__proto__][x]=1&a[constructor][x]=1&__proto__[]=1&a[]=2') ?? {};
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
