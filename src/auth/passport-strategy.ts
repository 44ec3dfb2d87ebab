import { randomUUID } from 'node:crypto';
import passport, { type Strategy } from 'passport';

/**
 * Gives a strategy a name of its own. passport keeps names for the whole process: under one name the strategy of the
 * last application would verify the callers of every other application in the process.
 * @returns the name
 */
export function registerUniquely(strategy: Strategy): string {
  const name = `${strategy.name ?? 'strategy'}:${randomUUID()}`;
  passport.use(name, strategy);
  return name;
}
