export interface Exception {
  readonly file: string;
  readonly tests?: readonly string[];
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[];
