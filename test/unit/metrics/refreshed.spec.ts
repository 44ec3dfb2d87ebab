import { setImmediate } from 'node:timers/promises';
import { Clock } from '../../../src/clock/clock';
import { Log } from '../../../src/log/log';
import { Refreshed } from '../../../src/metrics/refreshed';

class SetClock extends Clock {
  at = 0;
  override monotonic = () => this.at;
}

describe('a figure that is dear to have', () => {
  const clock = new SetClock();
  let readings: (() => number)[];
  let times: number;
  let figure: Refreshed<number>;
  beforeEach(() => {
    clock.at = 0;
    times = 0;
    readings = [() => 1, () => 2, () => 3];
    figure = new Refreshed('test', 60_000, async () => (await setImmediate(), readings[times++]!()), clock, Log.to('silent'));
  });

  const settled = async () => {
    await setImmediate();
    await setImmediate();
  };

  it('is read once for all who ask within its time', async () => {
    expect(await Promise.all([figure.get(), figure.get(), figure.get()])).toEqual([1, 1, 1]);
    clock.at = 59_999;
    expect([await figure.get(), figure.age, times]).toEqual([1, 59.999, 1]);
  });

  it('is read anew after it, and nobody waits for that', async () => {
    await figure.get();
    clock.at = 60_000;
    expect(await figure.get()).toBe(1);
    await settled();
    expect([await figure.get(), times]).toEqual([2, 2]);
  });

  it('stays as it was where it cannot be read, and is tried no sooner again', async () => {
    readings[1] = () => {
      throw new Error('no');
    };
    await figure.get();
    clock.at = 60_000;
    await figure.get();
    await settled();
    clock.at = 90_000;
    expect([await figure.get(), figure.age, times]).toEqual([1, 90, 2]);
    clock.at = 120_000;
    await figure.get();
    await settled();
    expect(await figure.get()).toBe(3);
  });

  it('is none until it was read', async () => {
    readings[0] = () => {
      throw new Error('no');
    };
    expect([await figure.get(), figure.age]).toEqual([null, null]);
  });
});
