import { Clock } from '../../src/clock/clock';

/** The machine's clock, moved forward (or back) by what the test says. */
export class TestClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance(seconds: number): void {
    this.offset += seconds * 1000;
  }
}
