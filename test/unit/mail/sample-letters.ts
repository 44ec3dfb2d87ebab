import type { Letter, LetterKind } from '../../../src/mail/letter';

export const LINK = 'https://accounts.example.com/account/page?token=a-b_c&next=1';

const to = 'ann@example.com';
const name = 'Ann';
const locale = 'en';

/** One letter of every kind. */
export const SAMPLES: Record<LetterKind, Letter> = {
  welcome: { kind: 'welcome', to, name, locale, link: LINK, hours: 24 },
  confirm_address: { kind: 'confirm_address', to, name, locale, link: LINK, hours: 24 },
  recover_password: { kind: 'recover_password', to, name, locale, link: LINK, minutes: 30 },
  password_changed: { kind: 'password_changed', to, name, locale, at: new Date('2026-11-21T21:18:00Z') },
  new_device: {
    kind: 'new_device',
    to,
    name,
    locale,
    device: 'Chrome on macOS',
    at: new Date('2026-11-21T21:18:00Z'),
    ip: '203.0.113.7',
    link: LINK,
    days: 7,
  },
  account_exists: { kind: 'account_exists', to, name, locale, link: LINK },
  address_change_notice: { kind: 'address_change_notice', to, name, locale, newAddress: 'new@example.com', undo: { link: LINK, hours: 72 } },
  address_restored: { kind: 'address_restored', to, name, locale },
  address_changed: { kind: 'address_changed', to, name, locale, newAddress: 'new@example.com' },
};
