import { Args } from '@oclif/core';
import { MpcCommand } from '../cli/base-command.js';
import { completionScript, SHELLS, type Shell } from '../cli/completion.js';

export default class Completion extends MpcCommand {
  static override summary = 'Print a script that lets your shell complete commands and flags.';
  static override description = 'Put the script where your shell looks for it; its first lines say where that is.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bash > ~/.local/share/bash-completion/completions/mpc',
    '<%= config.bin %> <%= command.id %> zsh > ~/.zfunc/_mpc',
    '<%= config.bin %> <%= command.id %> fish > ~/.config/fish/completions/mpc.fish',
  ];
  static override args = { shell: Args.string({ name: 'SHELL', description: 'bash, zsh or fish.', required: true, options: [...SHELLS] }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(Completion);
    const script = completionScript(args.shell as Shell, this.config.commands);
    this.print(script.trimEnd());
    return { shell: args.shell, script };
  }
}
