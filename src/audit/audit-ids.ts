import { v7 as uuidv7 } from 'uuid';

/** Ids of the trail in the order of its events: by the clock, and within a millisecond as this instance saw them. */
export class AuditIds {
  private serial = 0;

  next(at: Date): string {
    this.serial = (this.serial + 1) >>> 0;
    return uuidv7({ msecs: at.getTime(), seq: this.serial });
  }

  /** Less than every id made at `moment` or later. */
  static before(moment: Date): string {
    return uuidv7({ msecs: moment.getTime(), seq: 0, random: new Uint8Array(16) });
  }
}
