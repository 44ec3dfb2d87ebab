import { randomBytes } from 'node:crypto';
import { attributeOf, type Collector, type Span, startCollector } from '../support/collector';
import { createDatabase, type TestDatabase } from '../support/database';
import { Program } from '../support/program';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const PASSWORD = 'Right-Horse-7-Staple';
const EMAIL = 'traced-person@example.com';

const SECRET = randomBytes(32).toString('base64');
const IN_QUERY = 'S3cretInAQuery';
const IN_PATH = 'S3cretInAPath0123456789';
/** Milliseconds: a program is started, and others may be at work on the machine. */
const PATIENCE = 120_000;

describe('traces', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  interface Answered {
    readonly status: number;
    readonly id: string | null;
    readonly body: Record<string, unknown>;
  }
  type Send = (method: string, path: string, headers?: Record<string, string>, json?: object) => Promise<Answered>;

  /** A program that does this and is told to stop, by which it hands on its spans. */
  async function whileServing(settings: Record<string, string>, act: (send: Send) => Promise<void>): Promise<void> {
    const program = await Program.start({ DATABASE_URL: database.url, LATCHKEY_SECRET: SECRET, ...settings });
    const send: Send = async (method, path, headers = {}, json) => {
      const type: Record<string, string> = json ? { 'content-type': 'application/json' } : {};
      const answer = await fetch(program.baseUrl + path, { method, headers: { ...headers, ...type }, body: json && JSON.stringify(json) });
      const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
      return { status: answer.status, id: answer.headers.get('x-request-id'), body };
    };
    try {
      await act(send);
    } finally {
      expect(await program.end('SIGTERM')).toMatchObject({ code: 0 });
    }
  }

  describe('of one program', () => {
    const answers: Record<string, Answered> = {};
    let sent: Collector;
    let token = '';
    beforeAll(async () => {
      sent = await startCollector();
      const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: sent.url, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b', OTEL_SERVICE_NAME: 'doorman' };
      await whileServing(settings, async (send) => {
        answers['signUp'] = await send('POST', '/v2/users', { traceparent: `00-${TRACE}-${CALLER}-01` }, { email: EMAIL, password: PASSWORD });
        token = String(answers['signUp'].body['accessToken']);
        await send('GET', '/health/ready');
        answers['read'] = await send('GET', `/v2/users/me?token=${IN_QUERY}`, { authorization: `Bearer ${token}` });
        await send('POST', `/v1/repair/${IN_PATH}`, {}, { password: PASSWORD });
        await send('GET', `/nothing/${IN_PATH}`);
        answers['taken'] = await send('POST', '/v2/users', {}, { email: EMAIL, password: PASSWORD });
      });
      await sent.close();
    }, PATIENCE);

    const requests = (route: string): Span[] => sent.spans().filter((span) => attributeOf(span, 'http.route') === route);

    it('go on with the caller’s, name the route as declared, and hold the statements of the request', () => {
      const request = requests('/v2/users').find(({ traceId }) => traceId === TRACE)!;
      expect(request).toMatchObject({ name: 'POST /v2/users', parentSpanId: CALLER, kind: 2 });
      expect(attributeOf(request, 'http.status_code') ?? attributeOf(request, 'http.response.status_code')).toBe('201');
      const statements = sent.spans().filter((span) => span.traceId === TRACE && (attributeOf(span, 'db.statement') ?? attributeOf(span, 'db.query.text')));
      expect(statements.length).toBeGreaterThan(3);
      expect(answers['signUp']?.id).toBe(TRACE);
    });

    it('begin here where the caller has none, and their id is the request’s', () => {
      expect(requests('/v2/users/me').map(({ name, traceId }) => [name, traceId])).toEqual([['GET /v2/users/me', answers['read']?.id]]);
    });

    it('say whose they are, to a collector that wants a key', () => {
      expect(sent.headers[0]).toMatchObject({ 'x-key': 'a b' });
      expect(sent.resource()).toContainEqual({ key: 'service.name', value: { stringValue: 'doorman' } });
    });

    it('leave out probes, and what the program does by itself', () => {
      expect(sent.spans().filter(({ parentSpanId, kind }) => !parentSpanId && kind !== 2)).toEqual([]);
      expect(requests('/health/ready')).toEqual([]);
    });

    it('hold no path, query, address, token, password or value', () => {
      expect(answers['taken']?.status).toBe(409);
      expect(requests('/v1/repair/:token')).toHaveLength(1);
      const bodies = sent.bodies.join('');
      for (const word of [EMAIL, PASSWORD, token, IN_QUERY, IN_PATH, '127.0.0.1']) expect(bodies).not.toContain(word);
    });
  });

  it(
    'are left out where the share says so, unless the caller’s is sampled',
    async () => {
      const collector = await startCollector();
      await whileServing({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '0' }, async (send) => {
        await send('GET', '/.well-known/jwks.json');
        await send('GET', '/.well-known/jwks.json', { traceparent: `00-${TRACE}-${CALLER}-01` });
      });
      expect(collector.spans().map(({ traceId }) => traceId)).toEqual([TRACE]);
      await collector.close();
    },
    PATIENCE,
  );

  it(
    'keep nobody waiting where the collector is away, neither requests nor the end',
    async () => {
      const collector = await startCollector();
      await collector.close();
      await whileServing({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, async (send) => {
        expect(await send('GET', '/.well-known/jwks.json')).toMatchObject({ status: 200 });
      });
    },
    PATIENCE,
  );
});
