/** Whether every app of the run is three instances behind a balancer: `TEST_CLUSTER=1`. */
export function isCluster(): boolean {
  return process.env['TEST_CLUSTER'] === '1';
}
