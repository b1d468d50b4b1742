import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A proxy in front of a relay that passes every piece on after a fixed time, in both directions. So a message between two parties takes twice that time longer. */
export async function startSlowProxy(relayUrl, ms) {
  const port = Number(new URL(relayUrl).port);
  const sockets = new Set();
  const server = createServer((client) => {
    const relay = connect(port, '127.0.0.1');
    for (const [from, to] of [[client, relay], [relay, client]]) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (piece) => setTimeout(() => to.write(piece), ms));
      from.on('close', () => {
        sockets.delete(from);
        setTimeout(() => to.destroy(), ms);
      });
      from.on('error', () => undefined);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
