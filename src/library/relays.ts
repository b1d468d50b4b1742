/** Relays: running one in this process, and reaching one. */
export { reachRelay } from '../app/reach-relay.js';
export { relayAdvice, relayArgument } from '../app/relay-address.js';
export { relayMetrics } from '../app/relay-metrics.js';
export { wayTo } from '../app/relay-way.js';
export { checkToken, readOneToken, readTokenFile } from '../io/relay-tokens.js';
export { DEFAULT_LIMITS, type RelayLimits } from '../session/relay/limits.js';
export type { RelayMetrics } from '../session/relay/metrics.js';
export { startRelay, type Relay, type RelayEvent, type RelayOptions } from '../session/relay/server.js';
