import { presentUser } from '../../../../src/dialects/mixapp/present-user';
import type { User } from '../../../../src/users/user.entity';

const user: User = {
  id: '019aa8a5-3f0c-7c3e-9a51-0f8d6a3c1b52',
  number: 7,
  objectId: '58ecb9b427218c4f59ac1db9',
  email: 'User@Domain.com',
  emailVerifiedAt: null,
  username: 'user',
  wishedUsername: null,
  name: 'YourName',
  firstName: 'Your',
  lastName: 'Name',
  description: 'x',
  location: 'y',
  avatar: 'wefwef',
  locale: null,
  metadata: { a: 'b' },
  scopes: ['admin'],
  plan: 'free',
  disabledAt: null,
  createdAt: new Date('2017-04-11T11:10:44.761Z'),
  updatedAt: new Date('2018-01-01T00:00:00Z'),
  lastLoginAt: new Date('2017-05-01T08:00:00Z'),
};

test('exactly the eight fields', () => {
  expect(presentUser(user, 'b973b7e8ee9e6400e0dff36ca8fb6a96')).toEqual({
    avatar: 'wefwef',
    email: 'User@Domain.com',
    id: '58ecb9b427218c4f59ac1db9',
    last_login: '2017-05-01T08:00:00.000Z',
    name: 'YourName',
    password: 'b973b7e8ee9e6400e0dff36ca8fb6a96',
    reg_date: '2017-04-11T11:10:44.761Z',
    workplaces: [],
  });
});

test('what the account lacks is empty text, never null', () => {
  const shown = presentUser({ ...user, name: null, avatar: null, lastLoginAt: null }, '');
  expect(shown).toMatchObject({ name: '', avatar: '', last_login: '2017-04-11T11:10:44.761Z' });
});
