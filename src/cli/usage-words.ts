/** What oclif finds wrong with a command line, in words of this program's. */

/** oclif repeats the whole flag list after its first line, and a suggestion to run --help. */
export function inOneLine(said: string): string {
  return said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'See more help with --help')
    .join(' ');
}

const SAYINGS: readonly (readonly [RegExp, (...groups: string[]) => string])[] = [
  [/^Parsing (--\S+) Expected an integer greater than or equal to (\S+) but received: (.*)$/, (flag, least, value) => `${flag} ${value}: a whole number of at least ${least} is expected`],
  [/^Parsing (--\S+) Expected an integer less than or equal to (\S+) but received: (.*)$/, (flag, most, value) => `${flag} ${value}: a whole number of at most ${most} is expected`],
  [/^Parsing (--\S+) Expected an integer but received: (.*)$/, (flag, value) => `${flag} ${value}: a whole number is expected`],
  [/^Expected (--[^=\s]+)=(.*) to be one of: (.*)$/, (flag, value, choices) => `${flag} ${value}: one of these is expected: ${choices}`],
  [/^Expected (.*) to be one of: (.*)$/, (value, choices) => `"${value}": one of these is expected: ${choices}`],
  [/^Flag (--\S+) expects a value$/, (flag) => `${flag} expects a value`],
  [/^Flag (--\S+) can only be specified once$/, (flag) => `${flag} is given more than once`],
  // Without the value, which may be anything.
  [/^The following errors? occurred: (--[^=\s]+)=.* cannot also be provided when using (--[^=\s]+).*$/, (flag, other) => `${flag} and ${other} exclude each other`],
  [/^Missing 1 required arg: (\S+) +(?:\(\S+\) )?(.*)$/, (name, about) => `${name.toUpperCase()} is missing: ${uncapitalised(about)}`],
  [/^The following errors? occurred: Missing required flag (\S+)$/, (flag) => `--${flag} is missing`],
];

/** A sentence for one line of oclif's; that line itself where it is none of those known. */
export function ownWords(line: string): string {
  const bare = line.replace(/\.$/, '');
  for (const [pattern, say] of SAYINGS) {
    const found = pattern.exec(bare);
    if (found !== null) return ended(say(...found.slice(1)));
  }
  return ended(line);
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function uncapitalised(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
