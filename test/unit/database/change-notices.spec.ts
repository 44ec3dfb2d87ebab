import { Clock } from '../../../src/clock/clock';
import { ChangeNotices, type LineEvents, type NoticeLine } from '../../../src/database/change-notices';
import { Log } from '../../../src/log/log';

class SetClock extends Clock {
  at = 10_000;
  override monotonic = () => this.at;
}

/** A line in the test's hand: it keeps what is said on it and brings nothing by itself. */
class Line implements NoticeLine {
  readonly beats: string[] = [];
  readonly announced: string[] = [];
  closed = false;

  constructor(readonly events: LineEvents) {}

  beat(message: string): Promise<number> {
    this.beats.push(message);
    return Promise.resolve(NaN);
  }

  announce(message: string): void {
    this.announced.push(message);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

class Notices extends ChangeNotices {
  readonly lines: Line[] = [];

  protected override open(events: LineEvents): Promise<NoticeLine> {
    const line = new Line(events);
    this.lines.push(line);
    return Promise.resolve(line);
  }
}

describe('ChangeNotices', () => {
  let clock: SetClock;
  let notices: Notices;
  let heard: string[];
  /** Whether the instance took itself for hearing when it was told to forget. */
  let forgotten: boolean[];
  beforeEach(async () => {
    jest.useFakeTimers();
    [heard, forgotten] = [[], []];
    clock = new SetClock();
    notices = new Notices(clock, Log.to('silent'));
    notices.subscribe({ changed: (kind, id) => void heard.push(`${kind}:${id}`), missed: () => void forgotten.push(notices.hearing) });
    await notices.onModuleInit();
  });
  afterEach(async () => {
    await notices.onApplicationShutdown();
    jest.useRealTimers();
  });

  const line = () => notices.lines.at(-1)!;
  const hear = (beat = line().beats.at(-1)!) => line().events.heard(beat);

  async function pass(milliseconds: number): Promise<void> {
    for (let step = 0; step < milliseconds; step += 50) {
      clock.at += 50;
      await jest.advanceTimersByTimeAsync(50);
    }
  }

  it('relies on nothing before its own first heartbeat', () => {
    expect(notices.hearing).toBe(false);
    hear('beat:another:10000');
    expect(notices.hearing).toBe(false);
    hear();
    expect(notices.hearing).toBe(true);
  });

  it('tells what has changed, and of what it does not know nothing', () => {
    for (const message of ['session:a', 'user:b', 'key:c', 'other:d', '', 'session']) line().events.heard(message);
    expect(heard).toEqual(['session:a', 'user:b', 'key:c', 'session:']);
  });

  it('is deaf two seconds after the latest heartbeat that it heard was sent', async () => {
    hear();
    await pass(1_950);
    expect(notices.hearing).toBe(true);
    await pass(50);
    expect(notices.hearing).toBe(false);
  });

  it('goes by when a heartbeat was sent: one that was long under way says nothing about now', async () => {
    hear();
    const [first] = line().beats;
    await pass(1_500);
    hear(first);
    await pass(500);
    expect(notices.hearing).toBe(false);
    hear(first);
    expect([notices.hearing, forgotten]).toEqual([false, [false]]);
  });

  it('has everything forgotten before it relies on anything again', async () => {
    hear();
    expect(forgotten).toEqual([false]);
    await pass(500);
    hear();
    expect(forgotten).toEqual([false]);
    await pass(2_000);
    // The line is still the same, and what was said on it meanwhile may never have come.
    hear();
    expect([notices.hearing, notices.lines.length, forgotten]).toEqual([true, 1, [false, false]]);
  });

  it('relies on nothing from the loss of its line until the next one’s first heartbeat', async () => {
    hear();
    const lost = line();
    lost.events.lost();
    expect([notices.hearing, lost.closed]).toEqual([false, true]);
    await pass(300);
    expect(notices.hearing).toBe(false);
    expect(notices.lines).toHaveLength(2);
    // What the old line still brings counts for nothing.
    lost.events.heard(lost.beats.at(-1)!);
    lost.events.heard('session:a');
    lost.events.missed();
    expect([notices.hearing, heard, forgotten]).toEqual([false, [], [false]]);
    hear();
    expect([notices.hearing, forgotten]).toEqual([true, [false, false]]);
  });

  it('gives a line up that brings no heartbeat', async () => {
    hear();
    const silent = line();
    await pass(3_000);
    expect([silent.closed, notices.losses]).toEqual([true, 1]);
    expect(notices.lines.length).toBeGreaterThan(1);
  });

  it('passes on that more has changed than can be told', () => {
    hear();
    line().events.missed();
    expect(forgotten).toEqual([false, true]);
  });

  it('announces on the line of now, and says nothing where there is none', async () => {
    notices.announce('session', 'a');
    const first = line();
    first.events.lost();
    notices.announce('session', 'b');
    await pass(300);
    notices.announce('user', 'c');
    expect([first.announced, line().announced]).toEqual([['session:a'], ['user:c']]);
  });
});
