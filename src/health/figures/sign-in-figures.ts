import type { SignIn } from '../../auth/sign-in.service';
import { API_NAMES } from '../../config/config';
import type { HashQueue } from '../../credentials/hash-queue';
import type { Metrics } from '../../metrics/metrics';
import type { SessionRefresher } from '../../sessions/session-refresher';

/** Password hashes, sign-ins and the reuse of refresh tokens. Failed sign-ins are counted by code in latchkey_faults_total. */
export function tellOfSignIns(metrics: Metrics, hashes: HashQueue, signIn: SignIn, refresher: SessionRefresher): void {
  metrics.gauge('latchkey_hash_running', 'Password hashes at work.', () => hashes.depth.running);
  metrics.gauge('latchkey_hash_waiting', 'Password hashes that wait for their turn.', () => hashes.depth.waiting);
  metrics.histogram('latchkey_hash_wait_seconds', 'Time until a password hash had its turn.', () => [[{}, hashes.waits]]);
  metrics.counter('latchkey_hash_refusals_total', 'Password hashes that were refused: the queue was full, or the turn came too late.', () =>
    (['full', 'late'] as const).map((cause) => [{ cause }, hashes.refusals.of(cause)] as const),
  );
  metrics.counter('latchkey_sign_ins_total', 'Sign-ins by password that went well, by API.', () =>
    API_NAMES.map((api) => [{ api }, signIn.done.of(api)] as const),
  );
  metrics.counter('latchkey_refresh_reuse_total', 'Refresh tokens that were used again: the one before the last, an older one, a forged one.', () =>
    (['recent', 'stale', 'foreign'] as const).map((reuse) => [{ class: reuse }, refresher.reuses.of(reuse)] as const),
  );
}
