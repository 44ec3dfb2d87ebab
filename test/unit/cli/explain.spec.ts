import { QueryFailedError } from 'typeorm';
import { explain } from '../../../src/cli/explain';

const ofDatabase = (code: string, message: string) => new QueryFailedError('SELECT 1', [], Object.assign(new Error(message), { code }));

describe('what an operator is told of a failure', () => {
  it('is in one line where nothing but the moment is wrong', () => {
    expect(explain(ofDatabase('28P01', 'password authentication failed'))).toBe('The database cannot be reached: password authentication failed');
    expect(explain(ofDatabase('55000', 'it takes no connections'))).toBe('The database cannot be reached: it takes no connections');
    expect(explain(ofDatabase('40P01', 'deadlock detected'))).toBe('The database cannot do it now: deadlock detected');
  });

  it('shows where it happened where it is a defect', () => {
    expect(explain(ofDatabase('42601', 'syntax error'))).toMatch(/^QueryFailedError: syntax error\n +at /);
  });
});
