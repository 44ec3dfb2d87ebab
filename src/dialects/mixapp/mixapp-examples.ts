/** The answers as the published document prints them. */
const user = {
  avatar: '',
  email: 'user@domain.com',
  id: '58ecb9b427218c4f59ac1db9',
  last_login: '2017-04-11T14:10:44.761368829+03:00',
  name: 'YourName',
  password: 'b973b7e8ee9e6400e0dff36ca8fb6a96',
  reg_date: '2017-04-11T14:10:44.761368864+03:00',
  workplaces: [],
};

export const SIGNED_UP = { password: 'password', token: 'token', user };
export const SIGNED_IN = { token: 'token', user };
export const UPDATED = { user };
export const DONE = { result: true };
