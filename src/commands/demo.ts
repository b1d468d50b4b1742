import { MpcCommand } from '../cli/base-command.js';
import { Demonstration } from '../cli/demonstration.js';

export default class Demo extends MpcCommand {
  static override summary = 'Show the whole thing on this machine: a relay and parties as real processes.';
  static override description = 'Three hospitals learn the sum and the average of their salaries. Then police learn which names of a list of theirs are on the list of one of two NGOs, and not of which. Two directors learn who earns more, and five firms which tender is the lowest. Each party has its own identity and its own CSV file; everything is removed afterwards.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  protected override async execute(): Promise<object> {
    await this.parse(Demo);
    return new Demonstration((text) => this.print(text)).run();
  }
}
