import type { ValueTransformer } from 'typeorm';

/** PostgreSQL's bigint comes as text; identity values stay far below 2^53. */
export const identityNumber: ValueTransformer = { to: (value: unknown) => value, from: Number };
