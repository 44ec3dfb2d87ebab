/**
 * One line of the table.
 * @typedef {{ measure: string, value: number | null, unit?: string, atLeast?: number, atMost?: number, detail?: string }} Row
 */

const NUMBER = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

export const figure = (value) => (value === null ? '–' : NUMBER.format(value));

/** Whether a row's aim is reached; null where it has none. */
export function met({ value, atLeast, atMost }) {
  if (value === null || (atLeast === undefined && atMost === undefined)) return null;
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

/** The table as Markdown. @param {Row[]} rows */
export function markdown(rows, { machine, date }) {
  const lines = rows.map((row) => {
    const mark = { true: 'yes', false: '**no**', null: '' }[String(met(row))];
    return `| ${row.measure} | ${figure(row.value)}${row.unit ?? ''} | ${aim(row)} | ${mark} | ${row.detail ?? ''} |`;
  });
  const head = ['| measure | result | aim | met | figures |', '|---|---:|---:|---|---|'];
  return [...head, ...lines, '', `${machine}, ${date.slice(0, 10)}. Medians of interleaved rounds.`].join('\n');
}

function aim({ atLeast, atMost, unit = '' }) {
  if (atLeast !== undefined) return `≥ ${atLeast}${unit}`;
  return atMost === undefined ? '' : `≤ ${atMost}${unit}`;
}

const whole = (value) => Math.round(value).toLocaleString('en-US');

/** Rows that set one scenario against another. A scenario that was not run is told as such. */
export const against = (medians, ratio) => (measure, one, other, atLeast) => {
  const [mine, theirs] = [medians[one], medians[other]];
  if (mine === undefined || theirs === undefined) return { measure, value: null, atLeast, detail: 'not in this build' };
  return { measure, value: ratio(one, other), unit: ' ×', atLeast, detail: `${whole(mine.perSecond)}/s against ${whole(theirs.perSecond)}/s` };
};
