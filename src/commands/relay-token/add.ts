import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { relayArgument } from '../../library/relays.js';
import { askSecret } from '../../cli/terminal/prompts.js';
import { MpcError } from '../../library/errors.js';
import { checkToken, readOneToken } from '../../library/relays.js';

export default class RelayTokenAdd extends MpcCommand {
  static override summary = 'Keep the admission token of a relay that is not open to everybody.';
  static override description =
    'Whoever runs the relay gives you the token. It is kept on this machine (0600) and shown to that relay alone: it is in no agreement and no receipt. An invite that you make carries it, so that those who are invited need none of their own.\n\nThe token is asked for at the terminal, read from a file, or from standard input with --token-file -.';
  static override examples = ['<%= config.bin %> <%= command.id %> wss://relay.example.org', '<%= config.bin %> <%= command.id %> wss://relay.example.org --token-file token.txt'];
  static override args = { url: Args.string({ name: 'URL', description: 'Address of the relay (wss://…).', required: true }) };
  static override flags = withEnvironment({
    'token-file': Flags.string({ description: 'File that holds only the token (0600); - for standard input.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(RelayTokenAdd);
    const url = relayArgument(args.url);
    const token = await this.#read(flags['token-file']);
    const relay = await this.store.relayTokens.add(url, token);
    this.note(`This party shows its token to ${relay} from now on.`);
    if (relay.startsWith('ws:') && !/^ws:\/\/(localhost|127\.|\[::1\])/.test(relay)) this.note('Warning: over ws:// the token travels unencrypted, and whoever watches the network can take it. Use wss:// where the relay has it.');
    return { relay };
  }

  async #read(file: string | undefined): Promise<string> {
    if (file !== undefined) return readOneToken(file);
    if (!this.isInteractive) throw new MpcError('USAGE', 'The token is missing.', 'Give a file that holds it with --token-file FILE, or --token-file - for standard input.');
    return checkToken(await askSecret('Admission token:'));
  }
}
