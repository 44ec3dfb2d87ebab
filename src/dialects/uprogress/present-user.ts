import type { User } from '../../users/user.entity';
import type { UprogressCurrentUserAnswer } from './uprogress-answers.dto';

/** The signed-in person. Clients look for the picture's address in `attachment.url`. */
export const presentCurrentUser = (user: User): UprogressCurrentUserAnswer => ({
  current_user: {
    id: user.number,
    email: user.email,
    nick: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    description: user.description,
    location: user.location,
    attachment: user.avatar === null ? null : { url: user.avatar },
  },
});
