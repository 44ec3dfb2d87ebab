import { parse } from 'pg-connection-string';
import type { DataSourceOptions } from 'typeorm';

type Target = Pick<Extract<DataSourceOptions, { type: 'postgres' }>, 'host' | 'port' | 'username' | 'password' | 'database' | 'ssl'>;

/**
 * A connection string as TypeORM's separate options. TypeORM's own reading of a url knows no socket directory
 * (`?host=/run/…`), which the embedded database is reached by.
 */
export function connectionOptions(url: string): Target {
  const { host, port, user, password, database, ssl } = parse(url);
  return {
    host: host ?? 'localhost',
    port: port ? Number(port) : undefined,
    username: user,
    password,
    database: database ?? undefined,
    ssl: ssl as Target['ssl'],
  };
}
