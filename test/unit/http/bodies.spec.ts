import { readFormBody } from '../../../src/http/form-body';
import { readJsonBody } from '../../../src/http/json-body';

const json = (text: string) => readJsonBody(Buffer.from(text));
const form = (text: string) => readFormBody(Buffer.from(text));
const MALFORMED = expect.objectContaining({ code: 'malformed_body' }) as Error;

describe('readJsonBody', () => {
  it('reads an object', () => {
    expect(json('{"a":"ü😀","b":{"c":[1,null,true]}}')).toEqual({ a: 'ü😀', b: { c: [1, null, true] } });
  });

  it('takes an empty body for none', () => {
    expect(json('')).toBeUndefined();
  });

  it('takes lists and objects in each other, 64 deep', () => {
    const text = `{"a":${'[{"b":'.repeat(31)}[]${'}]'.repeat(31)}}`;
    expect(json(text)).toEqual(JSON.parse(text));
  });

  it('takes the same key in two objects for what it is', () => {
    expect(json('{"a":{"x":1},"b":{"x":2}}')).toEqual({ a: { x: 1 }, b: { x: 2 } });
  });

  it.each([
    ['an array', '[]'],
    ['a string', '"text"'],
    ['a number', '5'],
    ['null', 'null'],
    ['half an object', '{"a":'],
    ['a comment', '{"a":1/* x */}'],
    ['a trailing comma', '{"a":1,}'],
    ['a key twice', '{"email":"a","email":"b"}'],
    ['a key twice, once escaped', '{"email":"a","\\u0065mail":"b"}'],
    ['a key twice further in', '{"user":{"email":"a","email":"b"}}'],
    ['a null character in a value', '{"a":"x\\u0000y"}'],
    ['a null character in a key', '{"a\\u0000":1}'],
    ['half a surrogate pair', '{"a":"\\ud800"}'],
    ['a key that names the prototype', '{"__proto__":{"admin":true}}'],
    ['a key that names the constructor', '{"a":{"constructor":{"prototype":{"x":1}}}}'],
    ['lists in each other, 65 deep', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['objects in each other, 65 deep', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['twenty thousand brackets', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('refuses %s', (_, text) => {
    expect(() => json(text)).toThrow(MALFORMED);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('refuses what is not UTF-8', () => {
    expect(() => readJsonBody(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]))).toThrow(MALFORMED);
  });
});

describe('readFormBody', () => {
  it('reads fields, plus signs and nesting', () => {
    expect(form('name=Ann+Lee&user[email]=a%40b.c&user[authorization][platform]=%C3%BC')).toEqual({
      name: 'Ann Lee',
      user: { email: 'a@b.c', authorization: { platform: 'ü' } },
    });
  });

  it.each([
    ['a null character', 'a=x%00y'],
    ['what is not UTF-8', 'a=%ff'],
    ['raw bytes that are not UTF-8', Buffer.from([0x61, 0x3d, 0xff]).toString('latin1')],
    ['no UTF-8 behind a broken escape', 'a=%zz%ff'],
    ['too many fields', Array.from({ length: 10_000 }, () => 'a[]=1').join('&')],
    ['nesting too deep', 'a[b][c][d][e][f]=1'],
  ])('refuses %s', (_, text) => {
    expect(() => readFormBody(Buffer.from(text, 'latin1'))).toThrow(MALFORMED);
  });

  it('never gives a field that comes twice as one text', () => {
    const twice = () => form('email=a&email=b')?.['email'];
    let value: unknown;
    try {
      value = twice();
    } catch (error) {
      expect(error).toEqual(MALFORMED);
    }
    expect(typeof value).not.toBe('string');
  });

  it.each(['__proto__[admin]=1', 'constructor[prototype][admin]=1', 'a[__proto__][admin]=1'])('pollutes nothing by %s', (text) => {
    form(text);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});
