import { presentAuthorization } from '../../../../src/dialects/uprogress/present-authorization';
import { presentCurrentUser } from '../../../../src/dialects/uprogress/present-user';
import type { Session } from '../../../../src/sessions/session.entity';
import type { User } from '../../../../src/users/user.entity';

const AT = new Date('2026-11-21T10:15:30Z');

const USER: User = {
  id: 'uuid',
  number: 21,
  objectId: 'f'.repeat(24),
  email: 'ann@example.com',
  emailVerifiedAt: AT,
  username: null,
  wishedUsername: null,
  name: 'Ann Lee',
  firstName: null,
  lastName: null,
  description: null,
  location: null,
  avatar: null,
  locale: null,
  metadata: { secret: 'x' },
  scopes: ['user', 'admin'],
  plan: 'free',
  disabledAt: null,
  createdAt: AT,
  updatedAt: AT,
  lastLoginAt: AT,
};

const SESSION: Session = {
  id: 'uuid',
  number: 1049,
  userId: 'uuid',
  client: 'uprogress',
  platform: 'macOS',
  platformVersion: '10.11',
  appName: 'Google Chrome',
  appVersion: null,
  provider: 'UProgress',
  label: 'label',
  ip: '192.0.2.1',
  userAgent: 'agent',
  pushToken: 'push',
  createdAt: AT,
  updatedAt: new Date('2026-11-22T00:00:00Z'),
  signedInAt: new Date('2026-11-23T00:00:00Z'),
  lastSeenAt: AT,
  expiresAt: AT,
  idleSeconds: 1,
  endedAt: null,
  endReason: null,
  refreshKey: Buffer.from('key'),
  refreshCounter: 3,
  refreshedAt: null,
  tokenGeneration: 2,
  keptTokenId: 'kept',
};

test('a user is shown with these keys and no other, null where unset', () => {
  expect(presentCurrentUser(USER)).toEqual({
    current_user: { id: 21, email: 'ann@example.com', nick: null, first_name: null, last_name: null, description: null, location: null, attachment: null },
  });
});

test('a user is shown with what is set, the picture by its address', () => {
  const set = { ...USER, username: 'ann', firstName: 'Ann', lastName: 'Lee', description: 'd', location: 'l', avatar: 'https://example.com/ann.png' };
  expect(presentCurrentUser(set).current_user).toEqual({
    id: 21,
    email: 'ann@example.com',
    nick: 'ann',
    first_name: 'Ann',
    last_name: 'Lee',
    description: 'd',
    location: 'l',
    attachment: { url: 'https://example.com/ann.png' },
  });
});

test('an authorization is shown with these keys and no other', () => {
  expect(presentAuthorization(SESSION, USER)).toEqual({
    id: 1049,
    user_id: 21,
    provider: 'UProgress',
    platform: 'macOS',
    platform_version: '10.11',
    app_name: 'Google Chrome',
    app_version: null,
    last_sign_in_at: '2026-11-23T00:00:00.000Z',
    created_at: '2026-11-21T10:15:30.000Z',
    updated_at: '2026-11-22T00:00:00.000Z',
  });
});
