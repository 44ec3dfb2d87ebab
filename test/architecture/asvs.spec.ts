import { fileOfRepository } from '../support/sources';

/** How many requirements of levels 1 and 2 each section of the ASVS 5.0.0 has: they come first in it, numbered from 1. */
const SECTIONS: Readonly<Record<string, number>> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7 },
  ...{ '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
};

const range = (section: string, from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `${section}.${from + i}`);
const required = Object.entries(SECTIONS).flatMap(([section, count]) => range(section, 1, count));

const rows = fileOfRepository('docs/security.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

/** The requirements that a row is about: `1.2.6–1.2.8, 1.3.8`, and `4.3` for a whole section. */
function numbersIn(cell: string): string[] {
  return cell.split(/, */).flatMap((part) => {
    const [from = '', to = from] = part.replace(/ \(3\)$/, '').split('–');
    const [chapter, section, number] = from.split('.').map(Number);
    const last = Number(to.split('.').at(-1));
    if (number !== undefined) return range(`${chapter}.${section}`, number, last);
    return Array.from({ length: last - section! + 1 }, (_, i) => `${chapter}.${section! + i}`).flatMap((name) => range(name, 1, SECTIONS[name] ?? 0));
  });
}

const WITHOUT_TEST = /^(not applicable|by construction|document|the operator’s|\*\*not met|\*\*in part)/;

describe('the ASVS table of docs/security.md', () => {
  it('has every requirement of levels 1 and 2, each once', () => {
    expect(required).toHaveLength(253);
    const listed = rows.flatMap(([, numbers = '']) => numbersIn(numbers));
    expect(required.filter((number) => !listed.includes(number))).toEqual([]);
    expect(listed.filter((number, i) => listed.indexOf(number) !== i)).toEqual([]);
  });

  it('names the level of what is of level 3, and lists nothing else beyond', () => {
    const beyond = rows.flatMap(([, numbers = '']) => numbers.split(/, */)).filter((part) => numbersIn(part).some((number) => !required.includes(number)));
    expect(beyond.filter((part) => !part.endsWith(' (3)'))).toEqual([]);
  });

  it('says of what names no test why there is none', () => {
    expect(rows.filter(([, , how = '', test = '']) => test === '' && !WITHOUT_TEST.test(how)).map(([, numbers]) => numbers)).toEqual([]);
  });

  it('is met by tests for the most part', () => {
    expect(rows.filter(([, , , test]) => test !== '').length).toBeGreaterThan(rows.length * 0.7);
  });
});
