import { Injectable } from '@nestjs/common';
import { type ApiName, Config, type SessionLifetime } from '../config/config';

/** Appmixer's tokens say 30 days, and its clients know no idle limit. */
const APPMIXER: SessionLifetime = { absolute: 30 * 86_400, idle: null };

/** How long the sessions of each API live. */
@Injectable()
export class Lifetimes {
  constructor(private readonly config: Config) {}

  of(client: ApiName): SessionLifetime {
    if (client === 'native') return this.config.sessions.native;
    return client === 'appmixer' ? APPMIXER : this.config.sessions.legacy;
  }
}
