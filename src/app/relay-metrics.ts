import type { RelayMetrics } from '../session/relay/metrics.js';

/** Numbers of a relay for Prometheus. What counts them is loaded only here: few relays serve them. */
export async function relayMetrics(): Promise<RelayMetrics> {
  const { RelayMetrics: Metrics } = await import('../session/relay/metrics.js');
  return new Metrics();
}
