import type { ChangeKind, ChangeNotices, NoticeListener } from '../../../src/database/change-notices';
import { ReadCache } from '../../../src/database/read-cache';

interface Row {
  value: number;
}

/** Notices by hand. */
class Notices {
  hearing = true;
  listener: NoticeListener | undefined;
  readonly announced: string[] = [];

  subscribe(listener: NoticeListener): void {
    this.listener = listener;
  }

  announce(kind: ChangeKind, id: string): void {
    this.announced.push(`${kind}:${id}`);
  }
}

function build(max = 10) {
  const notices = new Notices();
  const cache = new ReadCache<Row>('session', max, notices as unknown as ChangeNotices);
  return { notices, cache };
}

describe('ReadCache', () => {
  it('keeps what was read', () => {
    const { cache } = build();
    cache.begin('a').keep({ value: 1 });
    expect(cache.get('a')).toEqual({ value: 1 });
    expect(cache.get('b')).toBeUndefined();
  });

  it('forgets what has changed, here or elsewhere, and only that', () => {
    const { cache, notices } = build();
    for (const id of ['a', 'b', 'c']) cache.begin(id).keep({ value: 1 });
    cache.drop('a');
    notices.listener?.changed('session', 'b');
    notices.listener?.changed('user', 'c');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, undefined, { value: 1 }]);
  });

  it('tells the others what was changed here, and not what it was told', () => {
    const { cache, notices } = build();
    cache.drop('a');
    notices.listener?.changed('session', 'b');
    notices.listener?.missed();
    expect(notices.announced).toEqual(['session:a']);
  });

  it('does not keep a reading that began before the change', () => {
    const { cache, notices } = build();
    const local = cache.begin('a');
    const remote = cache.begin('b');
    const missed = cache.begin('c');
    cache.drop('a');
    notices.listener?.changed('session', 'b');
    local.keep({ value: 1 });
    remote.keep({ value: 1 });
    notices.listener?.missed();
    missed.keep({ value: 1 });
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps a reading that began after the change', () => {
    const { cache } = build();
    cache.drop('a');
    cache.begin('a').keep({ value: 2 });
    expect(cache.get('a')).toEqual({ value: 2 });
  });

  it('takes what it keeps of a row that the database no longer has, and of those that are still being read', () => {
    const { cache } = build();
    cache.begin('a').keep({ value: 1 });
    const slow = cache.begin('a');
    cache.begin('a').keep(null);
    slow.keep({ value: 1 });
    expect(cache.get('a')).toBeUndefined();
  });

  it('answers nothing while deaf, keeps nothing read then, and starts empty when it hears again', () => {
    const { cache, notices } = build();
    cache.begin('a').keep({ value: 1 });
    notices.hearing = false;
    expect(cache.get('a')).toBeUndefined();
    const whileDeaf = cache.begin('b');
    notices.listener?.missed();
    notices.hearing = true;
    whileDeaf.keep({ value: 1 });
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
  });

  it('is bounded: the row unused for longest goes', () => {
    const { cache } = build(2);
    cache.begin('a').keep({ value: 1 });
    cache.begin('b').keep({ value: 1 });
    cache.get('a');
    cache.begin('c').keep({ value: 1 });
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([{ value: 1 }, undefined, { value: 1 }]);
  });
});
