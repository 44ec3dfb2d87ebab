import { IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-node';
import type { TracingSettings } from '../config/config';
import { AllowListExporter } from './allow-list-exporter';

/** Milliseconds that the last spans may take on their way out. */
const GOODBYE = 2_000;

/** Asked for all the time, by machines. */
const NOT_TRACED = /^\/(health|metrics)(\/|\?|$)/;

export interface Tracing {
  /** Hands on what is kept. Never throws, and takes two seconds at most: a collector that is away keeps nobody. */
  stop(): Promise<void>;
}

/**
 * Traces requests and the statements they cause to an OpenTelemetry collector (OTLP over HTTP, JSON). To be called before
 * anything loads `http` or `pg`, which it wraps.
 */
export function startTracing({ endpoint, headers, serviceName, ratio }: TracingSettings): Tracing {
  const exporter = new AllowListExporter(new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers } }));
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => NOT_TRACED.test(url),
        // Whom we ask need not know of our traces.
        disableOutgoingRequestInstrumentation: true,
        requestHook: (span, request) => (request instanceof IncomingMessage ? bearTraceparent(span, request) : undefined),
      }),
      // What the program does by itself, twice a second, is no trace.
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    ],
  });
  return { stop: () => goodbye(provider) };
}

// So that the log names the request by its trace, whether the caller began the trace or we did.
function bearTraceparent(span: Span, request: IncomingMessage): void {
  const { traceId, spanId, traceFlags } = span.spanContext();
  request.headers['traceparent'] = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

async function goodbye(provider: NodeTracerProvider): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE)));
  await Promise.race([provider.shutdown().catch(() => undefined), limit]);
  clearTimeout(timer);
}
