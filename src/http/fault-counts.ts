import { Injectable } from '@nestjs/common';
import type { ErrorCode } from '../errors/error-kinds';
import type { Api } from './api';

export interface FaultCount {
  readonly api: Api['name'];
  readonly code: ErrorCode;
  readonly count: number;
}

/** How often each API has answered with each code of the catalogue. */
@Injectable()
export class FaultCounts {
  private readonly counts = new Map<string, FaultCount>();

  add(api: Api['name'], code: ErrorCode): void {
    const key = `${api} ${code}`;
    this.counts.set(key, { api, code, count: (this.counts.get(key)?.count ?? 0) + 1 });
  }

  all(): FaultCount[] {
    return [...this.counts.values()];
  }
}
