import { Injectable } from '@nestjs/common';
import type { RouteFacts } from '../log/request-log';
import { Distribution } from './distribution';

/** Methods that clients use; any other shares one name, so that nobody can make up more. */
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What was answered on one route, and in which time. */
export class RouteStatistics {
  readonly durations = new Distribution();
  readonly statuses = new Map<number, number>();

  constructor(readonly facts: RouteFacts) {}

  note(status: number, seconds: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.durations.note(seconds);
  }
}

/** Every route's statistics, for as long as the program runs. */
@Injectable()
export class RequestStatistics {
  private readonly routes = new Map<string, RouteStatistics>();

  of({ api, method, route }: RouteFacts): RouteStatistics {
    const facts = { api, method: METHODS.includes(method) ? method : 'other', route };
    const key = `${facts.api} ${facts.method} ${facts.route}`;
    const known = this.routes.get(key) ?? new RouteStatistics(facts);
    this.routes.set(key, known);
    return known;
  }

  /** Those that were called. */
  used(): RouteStatistics[] {
    return [...this.routes.values()].filter(({ statuses }) => statuses.size > 0);
  }
}
