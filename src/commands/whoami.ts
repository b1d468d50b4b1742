import { MpcCommand } from '../cli/base-command.js';
import { identityJson } from '../cli/whoami.js';

export default class Whoami extends MpcCommand {
  static override summary = 'Show this party’s name, public key and fingerprint.';
  static override description = 'Send the public key to a partner, who adds it with `mpc party add`; read the fingerprint out over the phone.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  protected override async execute(): Promise<object> {
    await this.parse(Whoami);
    const json = identityJson(await this.store.identity.read());
    this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
    return json;
  }
}
