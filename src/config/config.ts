/** The four legacy wire formats. */
export const DIALECT_NAMES = ['mixapp', 'uprogress', 'amadis', 'appmixer'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** The API a request or a session belongs to: ours or one of the dialects. */
export const API_NAMES = ['native', ...DIALECT_NAMES] as const;
export type ApiName = (typeof API_NAMES)[number];

export type SignUpMode = 'open' | 'verified' | 'closed';
export type RecoveryMode = 'faithful' | 'safe';
/** Which requests have a line in the log; `changes`: those that are no read, and every failure. */
export type RequestLogMode = 'all' | 'changes' | 'none';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Where traces go, and how many. */
export interface TracingSettings {
  /** Base address of an OpenTelemetry collector; no trailing slash. */
  readonly endpoint: string;
  /** Sent with every batch, such as the collector's key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Share of the traces that begin here, 0 to 1; who calls with a sampled trace is always traced. */
  readonly ratio: number;
}

/** How long a session lives, in seconds. `idle: null` means no idle limit. */
export interface SessionLifetime {
  readonly absolute: number;
  readonly idle: number | null;
}

/**
 * `server`: the one running service of the data directory. `guest`: a command, beside a running service or without one, on a
 * database that is there. `founder`: a command that makes it where it is not.
 */
export type ProgramRole = 'server' | 'guest' | 'founder';

/**
 * Everything the environment decides, read once at start. Injected by this class; a service reads its own slice.
 * All durations are seconds.
 */
export class Config {
  /** A program on somebody's own machine: development mailbox, generated secrets, faithful legacy recovery. */
  readonly local!: boolean;
  readonly logLevel!: LogLevel;
  readonly logRequests!: RequestLogMode;
  /** Directory of the embedded database and of generated keys, absolute. */
  readonly dataDir!: string;

  readonly http!: {
    readonly host: string;
    readonly port: number;
    /** Seconds between the signal to stop and the end of listening, in which balancers notice that this instance is not ready. */
    readonly drainSeconds: number;
    /** Origin and path that links in mails start with; no trailing slash. */
    readonly publicUrl: string;
    /** Addresses or networks of proxies whose `X-Forwarded-*` counts; empty: none. */
    readonly trustProxy: readonly string[];
    readonly corsOrigins: readonly string[];
  };

  readonly database!: {
    /** Null: the embedded PostgreSQL under `dataDir`. */
    readonly url: string | null;
    /** For migrations and advisory locks, when `url` is a transaction pooler. */
    readonly directUrl: string | null;
    readonly pool: number;
  };

  readonly redisUrl!: string | null;

  readonly mail!: {
    /** Null: mails land in the development mailbox (local mode). `none`: no mail is sent. */
    readonly smtpUrl: string | null;
    readonly from: string;
    /** Connections of one instance to the mail server, and so letters that it hands over at once. */
    readonly connections: number;
  };

  readonly secrets!: {
    /** 32 bytes: encrypts what is kept encrypted. */
    readonly current: Buffer;
    /** The key before `current`, tried when decrypting. */
    readonly previous: Buffer | null;
  };

  readonly accounts!: {
    readonly signUp: SignUpMode;
    /** Scope that a caller needs to create an account through Appmixer's API; null: anybody may. */
    readonly apiUserCreateScope: string | null;
  };

  readonly passwords!: {
    /** Base address of the service of breached passwords; null: it is not asked. */
    readonly breachedUrl: string | null;
  };

  readonly tokens!: {
    /** `iss` and `aud` of access tokens; null: an urn:uuid kept in the database. */
    readonly issuer: string | null;
    readonly accessTokenTtl: number;
    /** How long a key signs before the next one takes over. */
    readonly signingKeyTtl: number;
  };

  readonly sessions!: {
    readonly native: SessionLifetime;
    /** Mixapp and UProgress, whose clients have no refresh. */
    readonly legacy: SessionLifetime;
    /** By its document: its tokens say 30 days, and its clients know no idle limit. */
    readonly appmixer: SessionLifetime;
    readonly maxPerUser: number;
  };

  readonly dialects!: {
    readonly enabled: readonly DialectName[];
    readonly recovery: RecoveryMode;
    /** False where `recovery` is only the default, which a proxied request must not profit from. */
    readonly recoveryChosen: boolean;
    readonly uprogressClientUrl: string | null;
    readonly passwordPolicy: 'legacy' | 'native';
  };

  /** Null: nothing is traced, and nothing of it is loaded. */
  readonly tracing!: TracingSettings | null;

  /** Bearer token of `/metrics`; null: only this machine may read it. */
  readonly metricsToken!: string | null;
  readonly audit!: {
    /** How long events stay in the audit trail. */
    readonly retention: number;
  };

  readonly throttle!: boolean;

  /** A MaxMind database (.mmdb) that tells the place of an address; null: none is told. */
  readonly geoipDatabase!: string | null;

  constructor(values: ConfigValues) {
    Object.assign(this, values);
    Object.freeze(this);
  }
}

export type ConfigValues = { [K in keyof Config]: Config[K] };
