import { document, type Operation } from '../../support/contract/document';
import { takeContractFaults } from '../../support/contract/watch';
import type { Attack } from './attack';
import { requestOf } from './request';
import { type HostileAnswer, send } from './send';
import type { World } from './world';

/** An operation of openapi.json. */
export interface Target {
  /** `DELETE /v2/sessions/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const TARGETS: readonly Target[] = Object.entries(document().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })),
);

/** Sends an attack and judges the answer: it is documented, is no failure of ours, and a refusal has changed nothing. */
export async function strike(world: World, { method, path, operation }: Target, attack: Attack): Promise<HostileAnswer> {
  const answer = await send(world.port, requestOf(method, path, operation, attack, world));
  const faults = takeContractFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  // Surplus is refused with 503 where that is documented, which the comparison above has made sure of.
  if (answer.status >= 500 && answer.status !== 503) throw new Error(`${answer.status} ${answer.body}`);
  if (isRefusal(answer)) {
    const changed = await world.changes();
    if (changed.length > 0) {
      // So that what is tried next, to make the example smaller, is judged by itself.
      await world.recover();
      throw new Error(`${answer.status} ${answer.body} has changed ${changed.join(', ')}`);
    }
  } else if (method !== 'get') {
    await world.recover();
  }
  return answer;
}

/** Mixapp refuses with status 200 and a code in the body. */
export function isRefusal({ status, body }: HostileAnswer): boolean {
  return status >= 400 || body.startsWith('{"error_code":');
}
