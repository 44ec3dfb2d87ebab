import { Injectable } from '@nestjs/common';
import { type ApiName, Config, type SessionLifetime } from '../config/config';

/** How long the sessions of each API live. */
@Injectable()
export class Lifetimes {
  constructor(private readonly config: Config) {}

  of(client: ApiName): SessionLifetime {
    const { native, appmixer, legacy } = this.config.sessions;
    if (client === 'native') return native;
    return client === 'appmixer' ? appmixer : legacy;
  }
}
