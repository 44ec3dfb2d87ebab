import type { Backlog } from '../../mail/outgoing-mail.repository';
import type { Metrics, Reading } from '../../metrics/metrics';
import type { Refreshed } from '../../metrics/refreshed';
import type { StoreFigures } from './store-figures';

/** What only the database knows: absent where it could not be asked. */
export function tellOfStore(metrics: Metrics, store: Refreshed<StoreFigures>, mail: Refreshed<Backlog>): void {
  const counts = (name: keyof StoreFigures, label: string) => async (): Promise<Reading> =>
    ((await store.get())?.[name] ?? []).map(([value, count]) => [{ [label]: value }, count] as const);
  metrics.gauge('latchkey_sessions', 'Living sessions, by API. Counted at most once a minute; every instance tells the same.', counts('sessions', 'api'));
  metrics.gauge('latchkey_accounts', 'Accounts, by state. Counted as the sessions.', counts('accounts', 'state'));
  metrics.gauge('latchkey_passwords', 'Passwords by the scheme of their hash. Counted as the sessions.', counts('schemes', 'scheme'));
  metrics.gauge('latchkey_store_figures_age_seconds', 'Age of the counts of sessions, accounts and passwords.', async () => {
    await store.get();
    return known(store.age);
  });

  const backlog = (read: (backlog: Backlog) => number) => async (): Promise<Reading> => {
    const found = await mail.get();
    return known(found === null ? null : read(found));
  };
  metrics.gauge(
    'latchkey_mail_waiting',
    'Mails that wait to be sent. Every instance tells the same.',
    backlog(({ waiting }) => waiting),
  );
  metrics.gauge(
    'latchkey_mail_oldest_seconds',
    'How long the oldest of the waiting mails has waited.',
    backlog(({ oldestAge }) => oldestAge),
  );
  metrics.gauge(
    'latchkey_mail_dead',
    'Mails that were given up; `latchkey mail retry` tries them again.',
    backlog(({ dead }) => dead),
  );
}

function known(figure: number | null): Reading {
  return figure === null ? [] : figure;
}
