import { Clock } from '../../src/clock/clock';

const FIVE_MINUTES = 300_000;

describe('the clock', () => {
  let clock: Clock;
  let elapsed: number;
  beforeEach(() => {
    elapsed = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => elapsed);
    clock = new Clock();
  });
  afterEach(() => void jest.restoreAllMocks());

  it('goes on regardless of what the machine’s clock is set to', () => {
    const start = clock.now().getTime();
    const machine = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(machine + FIVE_MINUTES);
    elapsed = 2_000;
    expect(clock.now().getTime() - start).toBe(2_000);
  });

  it('takes over a time that is more than a second off, at the middle of the question and its answer', () => {
    const theirs = clock.now().getTime() - FIVE_MINUTES;
    elapsed = 200;
    expect(clock.follow(theirs, 0)).toBe(-FIVE_MINUTES - 100);
    expect(clock.now().getTime()).toBe(theirs + 100);
  });

  it.each([
    ['a difference of a second', () => clock.now().getTime() + 1_000, 0],
    ['an answer that took long', () => clock.now().getTime() + FIVE_MINUTES, -1_001],
    ['an answer that is no time', () => NaN, 0],
  ])('is left alone by %s', (_, theirs, askedAt) => {
    const before = clock.now();
    expect(clock.follow(theirs(), askedAt)).toBe(0);
    expect(clock.now()).toEqual(before);
  });
});
