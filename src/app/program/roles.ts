import { MpcError } from '../../errors.js';
import type { Checked } from '../../language/check/program.js';
import { cleaned } from '../../session/clean.js';

/** Which parties have which role, each said as ROLE=NAME,NAME. Throws USAGE where the program has no such role, or not for so many. */
export function castOf(checked: Checked, values: readonly string[]): Map<string, readonly string[]> {
  const cast = new Map<string, readonly string[]>();
  for (const value of values) {
    const at = value.indexOf('=');
    const role = checked.roles.get(value.slice(0, at));
    const shown = cleaned(value, 60);
    if (at < 1 || role === undefined) throw new MpcError('USAGE', `--role ${shown} names no role of this program.`, `Its roles: ${[...checked.roles.keys()].join(', ')}. Write --role ROLE=NAME,NAME.`);
    if (cast.has(role.name)) throw new MpcError('USAGE', `--role ${role.name} is given twice.`, 'Put all of its parties behind one, with commas.');
    const names = value.slice(at + 1).split(',').map((name) => name.trim()).filter((name) => name !== '');
    if (new Set(names).size !== names.length) throw new MpcError('USAGE', `--role ${role.name} names a party twice.`, 'Name each once.');
    if (names.length < role.least || names.length > role.most) {
      throw new MpcError('USAGE', `${role.name} is ${role.isGroup ? `a group of ${role.least} to ${role.most} parties` : 'one party'}, and ${names.length} ${names.length === 1 ? 'is' : 'are'} named.`, `Write --role ${role.name}=NAME${role.isGroup ? ',NAME,…' : ''}.`);
    }
    cast.set(role.name, names);
  }
  return cast;
}
