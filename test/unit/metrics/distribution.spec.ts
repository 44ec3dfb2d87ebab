import { Distribution } from '../../../src/metrics/distribution';

test('a distribution counts each time in every class up to it, the bound included', () => {
  const times = new Distribution();
  for (const seconds of [0.0004, 0.001, 0.0011, 3, 99]) times.note(seconds);
  const { buckets, count, sum } = times.cumulative();
  const at = new Map(buckets);
  expect([at.get('0.001'), at.get('0.0025'), at.get('2.5'), at.get('5'), at.get('10'), at.get('+Inf')]).toEqual([2, 3, 3, 4, 4, 5]);
  expect([count, sum]).toEqual([5, expect.closeTo(102.0025, 6)]);
});
