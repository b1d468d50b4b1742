/** Relays: running one in this process, and what a party needs to reach one. */
export { readRedisPassword, readRelayFiles, type RelayFiles, type RelaySecrets } from '../app/relay-files.js';
export { relayAdvice, relayArgument } from '../app/relay-address.js';
export { withAuthorities } from '../app/relay-way.js';
export { relayMetrics } from '../app/relay-metrics.js';
export { checkToken, readOneToken } from '../io/relay-tokens.js';
export { DEFAULT_LIMITS, type RelayLimits } from '../session/relay/limits.js';
export type { RelayMetrics } from '../session/relay/metrics.js';
export { startRelay, type Relay, type RelayEvent, type RelayOptions } from '../session/relay/server.js';
