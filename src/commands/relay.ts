import { Flags } from '@oclif/core';
import { jsonToOutput } from '../io/screen.js';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { relayLimitFlags, relayLimits } from '../cli/relay-limits.js';
import { MpcError } from '../errors.js';
import { readBounded } from '../io/files.js';
import { readTokenFile } from '../io/relay-tokens.js';
import { startRelay, type RelayEvent } from '../session/relay/server.js';

const MAX_PEM_BYTES = 1024 * 1024;

export default class Relay extends MpcCommand {
  static override summary = 'Run a relay, where parties meet.';
  static override description =
    'The relay passes sealed frames between the parties of a session. It cannot read, alter or join one, keeps nothing on disk, and is trusted with nothing: it sees sizes, times and network addresses. Ctrl-C ends it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --port 443 --tls-cert cert.pem --tls-key key.pem',
    '<%= config.bin %> <%= command.id %> --port 0 --json',
    '<%= config.bin %> <%= command.id %> --token-file tokens.txt --max-connections-per-address 200',
  ];
  static override flags = withEnvironment({
    host: Flags.string({ description: 'Address to listen on; 0.0.0.0 for all of this machine’s.', default: '127.0.0.1' }),
    port: Flags.integer({ description: 'Port to listen on; 0 picks a free one.', default: 7766, min: 0, max: 65_535 }),
    'tls-cert': Flags.string({ description: 'Certificate (PEM): the relay then speaks wss.', helpValue: 'FILE', dependsOn: ['tls-key'] }),
    'tls-key': Flags.string({ description: 'Its private key (PEM).', helpValue: 'FILE', dependsOn: ['tls-cert'] }),
    'trust-proxy': Flags.boolean({ description: 'Take clients’ addresses from X-Forwarded-For. Only behind a proxy of yours.' }),
    'token-file': Flags.string({ description: 'Let in only who shows an admission token in this file, one a line.', helpValue: 'FILE' }),
    ...relayLimitFlags,
  });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Relay);
    const tls = await readTls(flags['tls-cert'], flags['tls-key']);
    const relay = await startRelay({
      host: flags.host,
      port: flags.port,
      tls,
      trustProxy: flags['trust-proxy'],
      limits: relayLimits(flags),
      tokens: flags['token-file'] === undefined ? undefined : await readTokenFile(flags['token-file']),
      onEvent: (event) => this.note(lineOf(event)),
    });
    if (this.common.json) jsonToOutput({ url: relay.url });
    else this.print(relay.url);
    this.note('The relay listens. Ctrl-C ends it.');
    await interruption();
    this.note('Closing …');
    await relay.close();
    return {};
  }

  // The one line was printed when the relay began to listen.
  override async run(): Promise<void> {
    await this.execute();
  }
}

async function readTls(cert: string | undefined, key: string | undefined): Promise<{ cert: Buffer; key: Buffer } | undefined> {
  if (cert === undefined || key === undefined) return undefined;
  const [certificate, secret] = await Promise.all([readBounded(cert, MAX_PEM_BYTES, 'USAGE', 'certificate'), readBounded(key, MAX_PEM_BYTES, 'USAGE', 'private key')]);
  if (certificate.length === 0 || secret.length === 0) throw new MpcError('USAGE', 'The certificate or its key is empty.', 'Give PEM files.');
  return { cert: Buffer.from(certificate), key: Buffer.from(secret) };
}

async function interruption(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

const EVENTS: Record<RelayEvent['kind'], string> = { join: 'a party joined', return: 'a party came back', leave: 'a party left', refuse: 'a connection was refused' };

/** Counts only: the log must not tell who met whom. */
function lineOf(event: RelayEvent): string {
  const seats = event.seats === undefined ? '' : ` (${event.present ?? 0} of ${event.seats} seats taken)`;
  return `${new Date().toISOString()} ${EVENTS[event.kind]}${event.reason === undefined ? '' : `: ${event.reason}`}${seats}; rooms ${event.rooms}, connections ${event.connections}`;
}
