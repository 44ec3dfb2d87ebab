import type { User } from '../../users/user.entity';
import type { AmadisRegisteredDto, AmadisResetDto, AmadisSuccessDto } from './amadis.dto';

export const presentSuccess = (): AmadisSuccessDto => ({ status: 'success' });

export const presentRegistration = ({ user, secret }: { user: Pick<User, 'number'>; secret: Buffer }): AmadisRegisteredDto => ({
  status: 'success',
  data: { user_id: user.number, user_secret: secret.toString('base64') },
});

export const presentReset = ({ email, password }: { email: string; password: string }): AmadisResetDto => ({
  status: 'success',
  data: { email, password },
});
