import { parse } from 'yaml';
import { fileOfRepository } from '../support/sources';

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop_grace_period?: string;
}

const { services } = parse(fileOfRepository('docker-compose.yml')) as { services: Readonly<Record<string, Service>> };

describe('docker-compose.yml', () => {
  it('takes each setting of the service from the environment, so that exporting it changes something', () => {
    const { environment } = services['app']!;
    const fixed = Object.entries(environment).filter(([name, value]) => !value.startsWith(`\${${name}`) && name !== 'DATABASE_URL');
    expect(fixed).toEqual([]);
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(['PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM', 'TRUST_PROXY']));
  });

  it('names only settings that there are', () => {
    const known = [...fileOfRepository('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(Object.keys(services['app']!.environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('lets the service stop in its own time', () => {
    expect(parseInt(services['app']!.stop_grace_period ?? '0', 10)).toBeGreaterThan(14);
  });
});
