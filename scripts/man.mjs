// Writes man/: a manual page for each command, made from oclif.manifest.json, and mpc(1) with all of them.
// usage: node scripts/man.mjs      after scripts/manifest.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const root = new URL('..', import.meta.url);

/** Text as roff has it: the beginnings of requests, and hyphens that people copy, are escaped. */
const plain = (text) => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^(['.])/gm, '\\&$1');
const filled = (text, id) => plain(text.replaceAll('<%= config.bin %>', 'mpc').replaceAll('<%= command.id %>', id));
/** `code` in bold. */
const prose = (text, id) => filled(text, id).replace(/`([^`]*)`/g, '\\fB$1\\fP').split('\n\n').join('\n.PP\n');
const bold = (text) => `\\fB${plain(text)}\\fP`;
const italic = (text) => `\\fI${plain(text)}\\fP`;

const argumentOf = ({ name, required }) => (required ? italic(name.toUpperCase()) : `[${italic(name.toUpperCase())}]`);

function flagHead({ name, char, type, helpValue, allowNo, aliases = [] }) {
  const value = type === 'option' ? ` ${italic(helpValue ?? name.toUpperCase())}` : '';
  const long = [name, ...aliases].map((each) => bold(`--${each}`)).join(', ');
  return `${char === undefined ? '' : `${bold(`-${char}`)}, `}${long}${value}${allowNo ? `, ${bold(`--no-${name}`)}` : ''}`;
}

function flagText({ description = '', options, default: usual }) {
  const choices = options === undefined ? '' : ` One of ${options.join(', ')}.`;
  const otherwise = usual === undefined || typeof usual === 'boolean' || typeof usual === 'object' ? '' : ` Default: ${usual}.`;
  return prose(`${description}${choices}${otherwise}`, '');
}

const flagLines = (flag) => `.TP\n${flagHead(flag)}\n${flagText(flag)}`;

function groupsOf(flags) {
  const groups = new Map();
  for (const flag of Object.values(flags)) if (!flag.hidden) groups.set(flag.helpGroup ?? '', [...(groups.get(flag.helpGroup ?? '') ?? []), flag]);
  return [...groups].sort(([a], [b]) => (a === 'GLOBAL' ? 1 : b === 'GLOBAL' ? -1 : 0));
}

const header = (name, version) => `.TH "${name.toUpperCase().replaceAll('-', '\\-')}" "1" "" "mpc ${version}" "mpc manual"`;

/** @returns the page of one command. */
export function pageOf(command, version) {
  const id = command.id.replaceAll(':', ' ');
  const name = `mpc-${id.replaceAll(' ', '-')}`;
  const args = Object.values(command.args ?? {}).filter(({ hidden }) => !hidden);
  const examples = command.examples ?? [];
  return [
    header(name, version),
    `.SH NAME\n${plain(name)} \\- ${filled(command.summary ?? '', id)}`,
    `.SH SYNOPSIS\n${bold(`mpc ${id}`)} ${[...args.map(argumentOf), '[\\fIflags\\fP]'].join(' ')}`,
    ...(examples.length === 0 ? [] : [`.SH EXAMPLES\n.nf\n${examples.map((each) => filled(typeof each === 'string' ? each : each.command, id)).join('\n')}\n.fi`]),
    ...(command.description === undefined ? [] : [`.SH DESCRIPTION\n${prose(command.description, id)}`]),
    ...(args.length === 0 ? [] : [`.SH ARGUMENTS\n${args.map(({ name: arg, description = '' }) => `.TP\n${italic(arg.toUpperCase())}\n${prose(description, id)}`).join('\n')}`]),
    `.SH FLAGS\n${groupsOf(command.flags).map(([group, flags]) => `${group === '' ? '' : `.SS ${plain(group)}\n`}${flags.map(flagLines).join('\n')}`).join('\n')}`,
    `.SH ENVIRONMENT\nEvery flag can come from a variable: ${bold('MPC_')} and its name in capitals, with _ for \\-. What stands on the command line wins.`,
    `.SH EXIT STATUS\n0 done; 1 an error of the program; 2 usage; 3 declined; 4 trust; 5 somebody deviated or stopped; 6 network; 7 out of time; 8 bad input; 130 interrupted; 143 ended by SIGTERM.`,
    `.SH SEE ALSO\n${bold('mpc')}(1)`,
    '',
  ].join('\n');
}

/** @returns the page of the program. */
export function overviewOf(commands, { version, description }) {
  const lines = commands.map(({ id, summary = '' }) => `.TP\n${bold(`mpc-${id.replaceAll(':', '-')}`)}(1)\n${filled(summary, id.replaceAll(':', ' '))}`);
  return [
    header('mpc', version),
    `.SH NAME\nmpc \\- ${plain(description)}`,
    `.SH SYNOPSIS\n${bold('mpc')} \\fIcommand\\fP [\\fIflags\\fP]`,
    `.SH DESCRIPTION\nEach party keeps its file where it is and runs ${bold('mpc')}. They agree on what is computed, for what purpose and who learns the result. Nobody sees another\\(cqs data, and neither does the relay between them.`,
    `.SH COMMANDS\n${lines.join('\n')}`,
    `.SH FILES\n.TP\n\\fI~/.config/mpc\\fP, \\fI~/.local/state/mpc\\fP\nIdentity, known parties, defaults (\\fIconfig.json\\fP); receipts, shares, counters. ${bold('MPC_HOME')} names one folder for all of them. On Windows and macOS see docs/platforms.md.\n.TP\n\\fImpc.json\\fP\nIn the folder where a command runs: how this party\\(cqs own file is read.`,
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { commands } = JSON.parse(readFileSync(new URL('oclif.manifest.json', root), 'utf8'));
  const about = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const shown = Object.values(commands).filter(({ hidden }) => !hidden).sort((a, b) => (a.id < b.id ? -1 : 1));
  rmSync(new URL('man', root), { recursive: true, force: true });
  mkdirSync(new URL('man', root));
  for (const command of shown) writeFileSync(new URL(`man/mpc-${command.id.replaceAll(':', '-')}.1`, root), pageOf(command, about.version));
  writeFileSync(new URL('man/mpc.1', root), overviewOf(shown, about));
}
