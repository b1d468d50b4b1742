/** Scripts that let a shell complete commands, flags and their values. */
import type { Command } from '@oclif/core';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What the program is called. */
const NAMES = 'mpc mpc-tool';

/** What a shell needs to know of a command. */
interface Completed {
  /** `party add`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** The values of its first argument, if it takes one of a few. */
  readonly choices: readonly string[];
}

interface CompletedFlag {
  readonly name: string;
  readonly char: string | undefined;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

/** The script for a shell, of the commands that are not hidden. */
export function completionScript(shell: Shell, commands: readonly Command.Loadable[]): string {
  const completed = commands
    .filter(({ hidden }) => !hidden)
    .map(asCompleted)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { bash, zsh, fish }[shell](completed);
}

function asCompleted({ id, summary, description, flags, args }: Command.Loadable): Completed {
  return {
    name: id.replaceAll(':', ' '),
    summary: plain(summary ?? description),
    choices: Object.values(args)[0]?.options ?? [],
    flags: Object.values(flags)
      .filter(({ hidden }) => hidden !== true)
      .map((flag) => ({ name: flag.name, char: flag.char, summary: plain(flag.summary ?? flag.description), takesValue: flag.type === 'option', values: flag.type === 'option' ? [...(flag.options ?? [])] : [] })),
  };
}

/** One line, without characters that have a meaning for a shell within single quotes, or for what completes. */
function plain(text = ''): string {
  return (text.split('\n', 1)[0] ?? '').replace(/<%.*?%>/g, '').replace(/[^\p{L}\p{N} .,;:()=/+’_^<>"…-]/gu, '').trim();
}

/** For each word that may follow these words, one of them. */
function nextWords(commands: readonly Completed[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const { name, choices } of commands) {
    if (choices.length > 0) next.set(name, new Set(choices));
    const words = name.split(' ');
    words.forEach((word, i) => {
      const before = words.slice(0, i).join(' ');
      next.set(before, (next.get(before) ?? new Set()).add(word));
    });
  }
  return next;
}

const flagWords = ({ flags }: Completed): string => flags.flatMap(({ name, char }) => [`--${name}`, ...(char === undefined ? [] : [`-${char}`])]).join(' ');

const withValues = (commands: readonly Completed[]): CompletedFlag[] => [...new Map(commands.flatMap(({ flags }) => flags).filter(({ values }) => values.length > 0).map((flag) => [flag.name, flag])).values()];

function bash(commands: readonly Completed[]): string {
  const words = [...nextWords(commands)].map(([before, next]) => `    ${quoted(before)}) words=${quoted([...next].join(' '))} ;;`);
  const flags = commands.map((command) => `    ${quoted(command.name)}) flags=${quoted(flagWords(command))} ;;`);
  const values = withValues(commands).map(({ name, values: each }) => `    --${name}) COMPREPLY=($(compgen -W ${quoted(each.join(' '))} -- "$current")); return ;;`);
  return `# mpc completion bash > ~/.local/share/bash-completion/completions/mpc
_mpc() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" flags="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    case " $(_mpc_words "$command") " in *" $word "*) command="\${command:+$command }$word" ;; *) break ;; esac
  done
  # A shell takes --flag=value, and NAME=FILE, apart at the "=".
  [[ $current == "=" ]] && current=""
  [[ $previous == "=" ]] && previous="\${COMP_WORDS[COMP_CWORD-2]}"
  case "$previous" in
${values.join('\n')}
  esac
  case "$command" in
${flags.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$(_mpc_words "$command")" -- "$current"))
    [[ \${#COMPREPLY[@]} -eq 0 && -n $flags ]] && COMPREPLY=($(compgen -f -- "$current"))
  fi
}
_mpc_words() {
  local words=""
  case "$1" in
${words.join('\n')}
  esac
  printf '%s' "$words"
}
complete -o filenames -F _mpc ${NAMES}
`;
}

function zsh(commands: readonly Completed[]): string {
  const words = [...nextWords(commands)].map(([before, next]) => `    ${quoted(before)}) candidates=(${[...next].map((word) => quoted(described(word, before, commands))).join(' ')}) ;;`);
  const flags = commands.map(({ name, flags: own }) => `    ${quoted(name)}) flags=(${own.flatMap(zshFlag).map(quoted).join(' ')}) ;;`);
  return `#compdef ${NAMES}
# mpc completion zsh > a folder of $fpath, as _mpc
_mpc() {
  local command="" word
  local -a candidates flags reply
  for word in \${words[2,CURRENT-1]}; do
    [[ $word == -* ]] && break
    _mpc_words "$command"
    (( \${reply[(I)$word]} )) || break
    command="\${command:+$command }$word"
  done
  case "$command" in
${flags.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
  if [[ \${PREFIX} != -* && \${#candidates} -gt 0 ]]; then
    _describe -t commands 'command' candidates
  elif [[ \${#flags} -gt 0 ]]; then
    _arguments $flags '*:file:_files'
  fi
}
_mpc_words() {
  case "$1" in
${[...nextWords(commands)].map(([before, next]) => `    ${quoted(before)}) reply=(${[...next].join(' ')}) ;;`).join('\n')}
    *) reply=() ;;
  esac
}
# Behind a name as well: NAME=FILE.
_mpc_files() {
  compset -P '*='
  _files
}
# Loaded by the first completion, or by hand.
if [[ \${funcstack[1]} == _mpc ]]; then
  _mpc "$@"
elif (( $+functions[compdef] )); then
  compdef _mpc ${NAMES}
fi
`;
}

function zshFlag({ name, char, summary, takesValue, values }: CompletedFlag): string[] {
  const value = takesValue ? `:${name}:${values.length > 0 ? `(${values.join(' ')})` : '_mpc_files'}` : '';
  const about = summary.replaceAll(':', '\\:');
  return [`*--${name}${takesValue ? '=' : ''}[${about}]${value}`, ...(char === undefined ? [] : [`*-${char}[${about}]${value}`])];
}

function described(word: string, before: string, commands: readonly Completed[]): string {
  const name = before === '' ? word : `${before} ${word}`;
  return `${word}:${(commands.find((command) => command.name === name)?.summary ?? '').replaceAll(':', '\\:')}`;
}

function fish(commands: readonly Completed[]): string {
  const lines = [...nextWords(commands)].flatMap(([before, next]) =>
    [...next].map((word) => {
      const name = before === '' ? word : `${before} ${word}`;
      const summary = commands.find((command) => command.name === name)?.summary ?? '';
      return `complete -c mpc -f -n ${quoted(`__mpc_at ${before}`.trim())} -a ${word} -d ${quoted(summary)}`;
    }),
  );
  const flags = commands.flatMap(({ name, flags: own }) =>
    own.map((flag) => `complete -c mpc -n ${quoted(`__mpc_in ${name}`)} -l ${flag.name}${flag.char === undefined ? '' : ` -s ${flag.char}`}${flag.takesValue ? ' -r' : ''}${flag.values.length > 0 ? ` -f -a ${quoted(flag.values.join(' '))}` : ''} -d ${quoted(flag.summary)}`),
  );
  return `# mpc completion fish > ~/.config/fish/completions/mpc.fish
function __mpc_words
  set -l words (commandline -opc)
  for word in $words[2..-1]
    string match -q -- '-*' $word; and return
    echo $word
  end
end
function __mpc_at
  set -l words (string join ' ' -- (__mpc_words))
  test "$words" = "$argv"
end
function __mpc_in
  set -l words (string join ' ' -- (__mpc_words))
  string match -q -- "$argv *" "$words "
end
${[...lines, ...flags].join('\n')}
complete -c mpc-tool -w mpc
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", '')}'`;
}
