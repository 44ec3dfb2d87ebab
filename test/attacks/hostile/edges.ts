import type { Schema } from '../../support/contract/document';

/** A value at a documented bound, one step inside it, or one step past it. */
export interface Edge {
  readonly value: string | number;
  readonly at: 'bound' | 'inside' | 'past';
}

interface Bounds {
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Step {
  readonly value: number;
  readonly at: Edge['at'];
}

/** Of more the bytes are too many for the body that they come in. */
const EMOJI_MAX = 2_500;

/** The edges of what a schema bounds: each bound, one less and one more. */
export function edgesOf(schema: Schema): Edge[] {
  const { format, minLength, maxLength, minimum, maximum } = schema as Bounds;
  const lengths = around(minLength, maxLength);
  const texts = format === 'email' ? withLength(lengths, addressOf) : [...withLength(lengths, textOf), ...withLength(lengths.filter(isShort), emojiOf)];
  return [...texts, ...around(minimum, maximum)];
}

function around(min: number | undefined, max: number | undefined): Step[] {
  const lower: Step[] = min === undefined ? [] : [past(min - 1), bound(min), inside(min + 1)];
  const upper: Step[] = max === undefined ? [] : [inside(max - 1), bound(max), past(max + 1)];
  return [...lower, ...upper];
}

const bound = (value: number): Step => ({ value, at: 'bound' });
const inside = (value: number): Step => ({ value, at: 'inside' });
const past = (value: number): Step => ({ value, at: 'past' });
const isShort = ({ value }: Step): boolean => value <= EMOJI_MAX;

function withLength(steps: readonly Step[], make: (length: number) => string): Edge[] {
  return steps.map(({ value, at }) => ({ value: make(value), at }));
}

const textOf = (length: number): string => 'k7Wq-Zt4!m'.repeat(Math.ceil(length / 10)).slice(0, length);

/** Lengths are those of code points (JSON Schema, 6.3.1), of which each of these takes two units. */
const emojiOf = (length: number): string => '🦊'.repeat(length);

/** An address of this length, whose parts are no longer than they may be (RFC 5321, 4.5.3.1). */
function addressOf(length: number): string {
  const local = 'l'.repeat(60);
  const rest = Math.max(1, length - local.length - '@.example'.length);
  const domain = 'd'.repeat(rest).replaceAll(/(d{59})d(?=d)/g, '$1.');
  return `${local}@${domain}.example`;
}
