import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { MpcError } from '../../errors.js';
import { answer, HTTP_BOUNDS, pathOf, respondTo } from './http.js';
import type { Relay, RelayEvent, RelayStats } from './server.js';

/** A relay's metrics for Prometheus: counts and amounts, and never who or which room. */
export class RelayMetrics {
  readonly #registry = new Registry();
  readonly #events: Counter<'kind'>;
  readonly #refusals: Counter<'reason'>;
  #relay: Relay | undefined;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#events = new Counter({ name: 'mpc_relay_events_total', help: 'Joins, returns, leaves and problems since the start.', labelNames: ['kind'], registers });
    this.#refusals = new Counter({ name: 'mpc_relay_refusals_total', help: 'Refusals since the start, by reason.', labelNames: ['reason'], registers });
    const now = (name: string, help: string, read: (stats: RelayStats) => number): void => {
      const relay = (): Relay | undefined => this.#relay;
      new Gauge({
        name: `mpc_relay_${name}`,
        help,
        registers,
        collect() {
          const stats = relay()?.stats();
          if (stats !== undefined) this.set(read(stats));
        },
      });
    };
    now('rooms', 'Rooms open now.', ({ rooms }) => rooms);
    now('connections', 'Connections open now.', ({ connections }) => connections);
    now('unjoined_connections', 'Connections that have no seat yet.', ({ unjoined }) => unjoined);
    now('paused_connections', 'Connections not read now: what they send cannot go on, or their budget is used up.', ({ paused }) => paused);
    now('waiting_bytes', 'Bytes that wait to be sent, with 512 for each frame.', ({ bufferedBytes }) => bufferedBytes);
    now('arriving_bytes', 'Bytes that arrived and are no whole message yet, with what their pieces cost.', ({ arrivingBytes }) => arrivingBytes);
    now('draining', '1 while no new rooms are opened.', ({ isDraining }) => Number(isDraining));
    const total = (name: string, help: string, read: (stats: RelayStats) => number): void => {
      const relay = (): Relay | undefined => this.#relay;
      new Counter({
        name: `mpc_relay_${name}_total`,
        help,
        registers,
        collect() {
          const stats = relay()?.stats();
          if (stats === undefined) return;
          this.reset();
          this.inc(read(stats));
        },
      });
    };
    total('forwarded_frames', 'Frames passed on since the start.', ({ forwardedFrames }) => forwardedFrames);
    total('forwarded_bytes', 'Bytes of payload passed on since the start.', ({ forwardedBytes }) => forwardedBytes);
    total('dropped_frames', 'Frames to addresses where nobody was, since the start.', ({ droppedFrames }) => droppedFrames);
  }

  count({ kind, reason }: RelayEvent): void {
    if (kind === 'refuse') this.#refusals.inc({ reason: reason ?? 'other' });
    else this.#events.inc({ kind });
  }

  /** Serves `/metrics`, with `/health` and `/ready`, on a port of its own. Throws USAGE if it cannot listen there. */
  async serve(relay: Relay, host: string, port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
    this.#relay = relay;
    const others = answer(relay.answers);
    const listener: RequestListener = (request, response) => {
      if (pathOf(request) !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
        others(request, response);
        return;
      }
      void this.#registry.metrics().then((text) => respondTo(request, response, 200, text, this.#registry.contentType));
    };
    const server = createServer(HTTP_BOUNDS, listener);
    server.maxConnections = 64;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => reject(new MpcError('USAGE', `Metrics cannot be served on ${host}, port ${port} (${cause.code ?? 'unknown error'}).`, 'Choose another --metrics-port (0 picks a free one) or --metrics-host.', { cause })));
      server.listen(port, host, resolve);
    });
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/metrics`;
    return {
      url,
      close: async () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }
}
