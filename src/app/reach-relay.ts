import { MpcError } from '../errors.js';
import { dial } from '../session/relay/dial.js';
import type { RelayProblem } from '../session/relay/problem.js';
import { relayArgument } from './relay-address.js';
import { wayTo } from './relay-way.js';
import type { Store } from './store.js';

const USUAL_WAIT_MS = 5_000;
const MAX_PAYLOAD_BYTES = 1_024;

/** Connects to a relay and leaves at once: a sentence about how it went, and which way. Throws USAGE and RELAY_UNREACHABLE. */
export async function reachRelay({ relayTokens }: Pick<Store, 'relayTokens'>, url: string, ca?: string, waitMs = USUAL_WAIT_MS): Promise<string> {
  relayArgument(url, '--relay');
  const [way, admissionToken] = [await wayTo(url, ca), await relayTokens.tokenFor(url)];
  const route = way.proxy === undefined ? 'directly' : `through ${way.proxy}`;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const dialled = dial({ url, way, admissionToken }, { handshakeTimeout: waitMs, maxPayload: MAX_PAYLOAD_BYTES });
    const { socket } = dialled;
    const fail = ({ text, next }: RelayProblem): void => {
      clearTimeout(timer);
      reject(new MpcError('RELAY_UNREACHABLE', `${url} cannot be reached${way.proxy !== undefined && text.startsWith(way.proxy) ? '' : ` (${route})`}: ${text}.`, next ?? 'Check the address, the firewall, and that the relay runs.'));
      socket.terminate();
    };
    const timer = setTimeout(() => fail(dialled.silence()), waitMs);
    socket.on('open', () => {
      clearTimeout(timer);
      resolve(`${url} answers${admissionToken === undefined ? '' : ', with the token kept here'}, ${route}, ${Math.round(performance.now() - started)} ms`);
      socket.close();
    });
    socket.on('unexpected-response', (_, response) => fail(dialled.responseProblem(response.statusCode ?? 0, undefined, '')));
    socket.on('error', (error: Error & { code?: string }) => fail(dialled.errorProblem(error)));
  });
}
