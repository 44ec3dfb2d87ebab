import { presentAccount, presentUser } from '../../../../src/dialects/appmixer/present-user';
import type { User } from '../../../../src/users/user.entity';

const AT = new Date('2026-11-21T10:15:30Z');

const USER: User = {
  id: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52',
  number: 7,
  objectId: '5c88c7cc04a917256c726c3d',
  email: 'abc@example.com',
  emailVerifiedAt: null,
  username: null,
  wishedUsername: null,
  name: 'Ann',
  firstName: null,
  lastName: null,
  description: null,
  location: null,
  avatar: null,
  locale: null,
  metadata: { team: 'north' },
  scopes: ['user'],
  plan: 'free',
  disabledAt: null,
  createdAt: AT,
  updatedAt: AT,
  lastLoginAt: null,
};

describe('Appmixer: a person', () => {
  it('is shown as the document shows one that has just signed in', () => {
    expect(presentAccount(USER)).toEqual({
      id: '5c88c7cc04a917256c726c3d',
      username: 'abc@example.com',
      isActive: false,
      email: 'abc@example.com',
      plan: 'free',
      vendor: null,
    });
  });

  it('is shown as the document shows one that asks after the own account', () => {
    expect(presentUser({ ...USER, plan: 'beta', emailVerifiedAt: AT })).toEqual({
      id: '5c88c7cc04a917256c726c3d',
      username: 'abc@example.com',
      isActive: true,
      email: 'abc@example.com',
      scope: ['user'],
      plan: 'beta',
    });
  });

  it('has the e-mail address for a username only where there is none', () => {
    expect([presentAccount({ ...USER, username: 'abc' }).username, presentUser({ ...USER, username: 'abc' }).username]).toEqual(['abc', 'abc']);
  });
});
