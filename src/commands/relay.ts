import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { parseWait } from '../cli/duration.js';
import { relayLimitFlags, relayLimits } from '../cli/relay-limits.js';
import { logLine } from '../cli/relay-log.js';
import { redisOf } from '../cli/relay-redis.js';
import { handedOverSocket, untilTold } from '../cli/relay-signals.js';
import { jsonToOutput } from '../cli/terminal/screen.js';
import { readRelayFiles, relayMetrics, startRelay, type Relay as RelayServer, type RelayEvent } from '../library/relays.js';

export default class Relay extends MpcCommand {
  static override summary = 'Run a relay, where parties meet.';
  static override description =
    'The relay passes encrypted frames between the parties of a session. It cannot read, alter or join one, keeps nothing on disk, and is trusted with nothing: it sees sizes, times and network addresses.\n\nCtrl-C ends it. SIGTERM first lets running sessions end, for as long as --drain says. SIGHUP makes it read its certificate and tokens again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --port 443 --tls-cert cert.pem --tls-key key.pem',
    '<%= config.bin %> <%= command.id %> --port 0 --json',
    '<%= config.bin %> <%= command.id %> --token-file tokens.txt --max-connections-per-address 200',
    '<%= config.bin %> <%= command.id %> --metrics-port 9464 --log json',
    '<%= config.bin %> <%= command.id %> --redis redis://10.0.0.5:6379',
  ];
  static override flags = withEnvironment({
    host: Flags.string({ description: 'Address to listen on; 0.0.0.0 for all of this machine’s.', default: '127.0.0.1' }),
    port: Flags.integer({ description: 'Port to listen on; 0 picks a free one.', default: 7766, min: 0, max: 65_535 }),
    'tls-cert': Flags.string({ description: 'Certificate (PEM): the relay then speaks wss.', helpValue: 'FILE', dependsOn: ['tls-key'] }),
    'tls-key': Flags.string({ description: 'Its private key (PEM).', helpValue: 'FILE', dependsOn: ['tls-cert'] }),
    'trust-proxy': Flags.boolean({ description: 'Take clients’ addresses from X-Forwarded-For. Only behind a proxy of yours.' }),
    'token-file': Flags.string({ description: 'Let in only those who show an admission token from this file. One token a line.', helpValue: 'FILE' }),
    redis: Flags.string({ description: 'Share rooms with other relays through this Redis.', helpValue: 'URL', helpGroup: 'SERVICE' }),
    'redis-password-file': Flags.string({ description: 'The password of Redis, in a file that only you can read.', helpValue: 'FILE', dependsOn: ['redis'], helpGroup: 'SERVICE' }),
    'redis-ca': Flags.string({ description: 'Authorities (PEM) for the certificate of Redis, beside the usual ones.', helpValue: 'FILE', dependsOn: ['redis'], helpGroup: 'SERVICE' }),
    drain: Flags.string({ description: 'How long running sessions may go on after SIGTERM.', helpValue: 'DURATION', default: '30s', helpGroup: 'SERVICE' }),
    'metrics-port': Flags.integer({ description: 'Serve metrics for Prometheus on this port; 0 picks a free one.', min: 0, max: 65_535, helpGroup: 'SERVICE' }),
    'metrics-host': Flags.string({ description: 'Address to serve metrics on.', default: '127.0.0.1', helpGroup: 'SERVICE' }),
    log: Flags.option({ options: ['text', 'json'] as const, default: 'text', description: 'How the log is written.', helpGroup: 'SERVICE' })(),
    'log-addresses': Flags.boolean({ description: 'Write clients’ network addresses into the log.', helpGroup: 'SERVICE' }),
    ...relayLimitFlags,
  });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Relay);
    const drainMs = parseWait(flags.drain, 'drain');
    const metrics = flags['metrics-port'] === undefined ? undefined : await relayMetrics();
    const onEvent = (event: RelayEvent): void => {
      metrics?.count(event);
      this.note(logLine(event, flags.log, new Date()));
    };
    const readFiles = async () => readRelayFiles({ tlsCert: flags['tls-cert'], tlsKey: flags['tls-key'], tokenFile: flags['token-file'] });
    const redis = flags.redis === undefined ? undefined : await redisOf({ url: flags.redis, passwordFile: flags['redis-password-file'], caFile: flags['redis-ca'] });
    const relay = await startRelay({
      redis,
      ...(await readFiles()),
      host: flags.host,
      port: flags.port,
      listenFd: handedOverSocket(process.env, process.pid),
      trustProxy: flags['trust-proxy'],
      limits: relayLimits(flags),
      onEvent,
      reportAddresses: flags['log-addresses'],
    });
    const service = await metrics?.serve(relay, flags['metrics-host'], flags['metrics-port'] ?? 0);
    if (this.common.json) jsonToOutput({ url: relay.url, ...(service === undefined ? {} : { metrics: service.url }) });
    else this.print(service === undefined ? relay.url : `${relay.url}\nMetrics: ${service.url}`);
    if (flags.log === 'text') this.note('The relay listens. Ctrl-C ends it.');
    const problem = (what: string): void => onEvent({ kind: 'problem', what, ...relay.answers.counts() });
    await untilTold({
      reload: async () => {
        try {
          relay.reload(await readFiles());
          if (flags.log === 'text') this.note('Certificate and tokens are read again.');
        } catch (error) {
          problem(`what SIGHUP asked to read again cannot be used, and the old stays: ${error instanceof Error ? error.message : String(error)}`);
        }
      },
      drain: async () => this.#drain(relay, drainMs, flags.log === 'text' ? flags.drain : undefined),
    });
    if (flags.log === 'text') this.note('Closing …');
    await Promise.all([relay.close(), service?.close()]);
    return {};
  }

  async #drain(relay: RelayServer, ms: number, shown: string | undefined): Promise<void> {
    const { rooms } = relay.answers.counts();
    if (shown !== undefined && rooms > 0) this.note(`No new sessions from now on; ${rooms} that run have ${shown} to end.`);
    await relay.drain(ms);
  }

  // The one line was printed when the relay began to listen.
  override async run(): Promise<void> {
    await this.execute();
  }
}
