import type { ApiName } from '../config/config';
import { deviceName } from '../sessions/device';
import type { Session } from '../sessions/session.entity';
import type { DeviceView, PageData } from './page-data';
import { type PageLanguage, spoken } from './page-language';

/** What the person has just done, as the address of the page says it. */
const DONE = { ended: 'sessions.done.ended', others: 'sessions.done.others', gone: 'sessions.done.gone' } as const;
export type Done = keyof typeof DONE;

const CLIENTS: Readonly<Record<ApiName, string>> = { native: 'Latchkey', mixapp: 'Mixapp', uprogress: 'UProgress', amadis: 'Amadis', appmixer: 'Appmixer' };

export interface SessionsView {
  readonly email: string;
  readonly sessions: readonly Session[];
  /** The session of the browser that looks. */
  readonly currentId: string;
  readonly now: Date;
  readonly done: Done | null;
  readonly language: PageLanguage;
}

/** One of the words that an address of ours may say; null for anything else. */
export function doneOf(word: string): Done | null {
  return Object.hasOwn(DONE, word) ? (word as Done) : null;
}

export function presentSessions({ email, sessions, currentId, now, done, language }: SessionsView): PageData['sessions'] {
  const devices = sessions.map((session) => presentDevice(session, currentId, now, language));
  return {
    email,
    done: done === null ? null : language.say(DONE[done]),
    current: devices.find(({ current }) => current) ?? null,
    others: devices.filter(({ current }) => !current),
  };
}

function presentDevice(session: Session, currentId: string, now: Date, language: PageLanguage): DeviceView {
  const { id, client, ip, createdAt, lastSeenAt } = session;
  return {
    id,
    current: id === currentId,
    name: deviceName(session) ?? language.say('sessions.unknown'),
    client: CLIENTS[client],
    ip,
    createdAt: spoken(language, createdAt, now),
    lastSeenAt: spoken(language, lastSeenAt, now),
  };
}
