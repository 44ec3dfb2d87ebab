import type { ApiName } from '../../../src/config/config';
import { type DocumentedAnswer, operationOf, type Schema, schemaNamed } from './document';
import { headerFaults } from './headers';
import { keyStyleFaults, unstyled } from './key-style';
import { mismatches } from './validator';

/** An answer as it left the server. */
export interface Answer {
  readonly method: string;
  /** The path template of the route that answered (`/v2/sessions/{id}`); null where no route did. */
  readonly template: string | null;
  readonly api: ApiName | 'pages';
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** The request's `X-Key-Inflection`, where it has one. */
  readonly keyStyle?: string;
}

/** Routes that are for people, or for machines that know another format: not part of the document. */
const UNDOCUMENTED = /^\/(docs|docs-json|docs-yaml|dev|account|assets)(\/|$)|^\/$|\*/;

/** The shape of a failure where no route answered, by whose path it was. */
const ENVELOPES: Readonly<Record<ApiName, { schema: string; mediaType: string }>> = {
  native: { schema: 'ProblemDetailsDto', mediaType: 'application/problem+json' },
  mixapp: { schema: 'MixappFaultDto', mediaType: 'application/json' },
  uprogress: { schema: 'UprogressErrorAnswer', mediaType: 'application/json' },
  amadis: { schema: 'AmadisFailDto', mediaType: 'application/json' },
  appmixer: { schema: 'AppmixerFaultDto', mediaType: 'application/json' },
};

/** Everything in which an answer differs from openapi.json, as lines; none when it keeps the document. */
export function contractFaults(answer: Answer): string[] {
  if (answer.api === 'pages' || answer.method === 'OPTIONS') return [];
  if (answer.template === null) return undocumentedFaults(answer, answer.api);
  if (UNDOCUMENTED.test(answer.template)) return [];
  const operation = operationOf(answer.method === 'HEAD' ? 'get' : answer.method, answer.template);
  if (operation === undefined) return ['the route is not in openapi.json (npm run openapi)'];
  const documented = operation.responses[String(answer.status)];
  if (documented === undefined) return [`the status is not documented; the route has ${Object.keys(operation.responses).join(', ')}`];
  return [...headerFaults(answer.headers, documented), ...bodyFaults(answer, documented)];
}

/** Where no route is, there is only the envelope to keep. */
function undocumentedFaults(answer: Answer, api: ApiName): string[] {
  if (answer.method === 'HEAD' || answer.body === '') return [];
  const { schema, mediaType } = ENVELOPES[api];
  return contentFaults(answer, { [mediaType]: { schema: schemaNamed(schema) } });
}

function bodyFaults(answer: Answer, { content = {} }: DocumentedAnswer): string[] {
  const hasContent = Object.keys(content).length > 0;
  if (answer.method === 'HEAD') return [];
  if (!hasContent) return answer.body === '' ? [] : ['a body where none is documented'];
  return contentFaults(answer, content);
}

function contentFaults(answer: Answer, content: Readonly<Record<string, { schema?: Schema }>>): string[] {
  const mediaType = String(answer.headers['content-type'] ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase();
  const documented = content[mediaType];
  if (documented === undefined) return [`the content type "${mediaType}" is not documented, only ${Object.keys(content).join(', ')}`];
  if (!/[/+]json$/.test(mediaType)) return [];
  const body = parse(answer.body);
  if (body === undefined) return ['the body is not JSON'];
  if (answer.api !== 'uprogress') return mismatches(documented.schema ?? {}, body);
  return [...keyStyleFaults(body, answer.keyStyle), ...mismatches(documented.schema ?? {}, unstyled(body))];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
