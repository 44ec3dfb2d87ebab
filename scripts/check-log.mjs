// Looks for every password, token and mail link that the tests met in every line that the program logged meanwhile.
// Usage: node scripts/check-log.mjs <directory of the test run>
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Bytes that the search steps by: no needle is shorter. */
const GRAM = 6;
const MARK_BITS = 22;
const MARKS = 2 ** MARK_BITS;
/** Words that tests use as passwords and logs use for other things. */
const WORDS = /^(password|token|secret|string|latchkey|undefined|localhost|session|current|user|mixapp|uprogress|amadis|appmixer)$/i;

/** An id that a test offered in place of a secret. No secret of ours has this form. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * @param {string} directory where the tests left `*.log` and `secrets-*.jsonl`
 * @returns {{ secrets: number, lines: number, leaks: { file: string, line: string, secret: string }[] }}
 */
export function checkLog(directory) {
  const files = readdirSync(directory).map((name) => join(directory, name));
  const secrets = new Set(files.filter((file) => file.endsWith('.jsonl')).flatMap(readSecrets));
  const index = indexByGram([...secrets].flatMap(needlesOf));
  const logs = files.filter((file) => file.endsWith('.log')).map((file) => ({ file, text: readFileSync(file) }));
  const leaks = logs.flatMap(({ file, text }) => search(text, index).map((found) => ({ file, ...found })));
  const lines = logs.reduce((sum, { text }) => sum + text.toString('latin1').split('\n').length - 1, 0);
  return { secrets: secrets.size, lines, leaks };
}

function readSecrets(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** The forms in which a secret could stand in a line. One that is also an ordinary word or number counts only as a whole value. */
function needlesOf(secret) {
  if (WORDS.test(secret) || ID.test(secret)) return [];
  const json = JSON.stringify(secret);
  const distinctive = secret.length >= 8 && /[A-Z]|[^\x20-\x7e]/.test(secret) && /[^A-Za-z]/.test(secret);
  const forms = distinctive || secret.length >= 16 ? [json.slice(1, -1), encodeURIComponent(secret)] : [json, json.slice(1, -1).concat('\\"')];
  return [...new Set(forms)].map((form) => ({ secret, bytes: Buffer.from(form) })).filter(({ bytes }) => bytes.length >= GRAM);
}

/**
 * By their last bytes, since many begin alike: tokens with their header, or with the id of a session, which may be logged. And a mark for
 * the first four of these, which nearly every place of a log is without.
 */
function indexByGram(needles) {
  const byGram = new Map();
  const marks = new Uint8Array(MARKS);
  for (const needle of needles) {
    const end = needle.bytes.length - GRAM;
    const gram = hash(needle.bytes, end);
    const alike = byGram.get(gram);
    if (alike === undefined) byGram.set(gram, [needle]);
    else alike.push(needle);
    marks[markOf(needle.bytes.readInt32BE(end))] = 1;
  }
  return { byGram, marks };
}

function search(text, { byGram, marks }) {
  const found = [];
  let four = text.length < GRAM ? 0 : text.readInt32BE(0) >> 8;
  for (let at = 0; at + GRAM <= text.length; at++) {
    four = (four << 8) | text[at + 3];
    if (marks[markOf(four)] === 0) continue;
    const end = at + GRAM;
    const needle = byGram.get(hash(text, at))?.find(({ bytes }) => text.subarray(Math.max(0, end - bytes.length), end).equals(bytes));
    if (needle !== undefined) found.push({ secret: needle.secret, line: lineAround(text, at) });
  }
  return found;
}

function markOf(four) {
  return Math.imul(four, 0x9e3779b1) >>> (32 - MARK_BITS);
}

function hash(bytes, at) {
  return bytes.readUIntBE(at, GRAM);
}

function lineAround(text, at) {
  const end = text.indexOf('\n', at);
  return text.subarray(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end).toString();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { secrets, lines, leaks } = checkLog(process.argv[2] ?? '.');
  for (const { file, line, secret } of leaks.slice(0, 20)) console.error(`${file}: ${JSON.stringify(secret)} stands in the line\n  ${line.slice(0, 500)}`);
  console.log(`${lines} log lines searched for ${secrets} secrets: ${leaks.length} found`);
  // A run that logged nothing or met no secret has proved nothing.
  process.exitCode = leaks.length > 0 || secrets === 0 || lines === 0 ? 1 : 0;
}
