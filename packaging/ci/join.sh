#!/bin/sh
# Joins a session in a job that nobody watches (docs/ci.md): join.sh AGREEMENT [flags of mpc join]
#
#   MPC_HOME         the home that stays from run to run: runs, ledger and receipts are in it
#   JOIN_RESULTS     a folder for result.json and receipt.json, which must not be there yet
#   JOIN_PASSPHRASE  the passphrase of the identity in MPC_HOME, from the secrets of the CI service
#   JOIN_IDENTITY    or the whole identity: identity.json in base64. MPC_HOME must then hold none
#
# All other settings of mpc join come as flags, or in their own variables, such as MPC_CSV and MPC_APPROVE.
{ set +x; } 2>/dev/null # A shell with -x would print the secrets.
set -u
umask 077

usage() {
  printf 'join.sh: %s\n' "$1" >&2
  exit 2
}

private= pid= stopped= code=
trap '[ -z "$private" ] || rm -rf "$private"' EXIT
# mpc decides how it ends, and is waited for. It takes no SIGINT from a shell that runs it in the background.
trap 'stopped=yes; [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null' HUP INT TERM

# Secrets go on in files, never in arguments, nor in the variables of programs that are started here.
identity=${JOIN_IDENTITY-} passphrase=${JOIN_PASSPHRASE-}
unset JOIN_IDENTITY JOIN_PASSPHRASE
case $(command -v printf) in */*) usage 'this shell has no printf of its own, and would show secrets as arguments.' ;; esac

[ $# -gt 0 ] || usage 'name the agreement.'
[ -n "${MPC_HOME-}" ] || usage 'set MPC_HOME to a folder that stays from run to run.'
[ -n "${JOIN_RESULTS-}" ] || usage 'set JOIN_RESULTS to a folder for result and receipt.'
[ ! -e "$JOIN_RESULTS" ] || usage "$JOIN_RESULTS is there already: name a new folder for each run."
MPC_HOME=${MPC_HOME%/} home=${MPC_HOME%/}
private=$(mktemp -d "${TMPDIR:-/tmp}/mpc-join-XXXXXX") || exit 1

if [ -n "$identity" ]; then
  # State stays in the home, as XDG's mpc/; the configuration is a copy that holds the identity.
  case $home in /*/mpc) ;; *) usage 'with JOIN_IDENTITY, MPC_HOME must be an absolute path that ends with /mpc.' ;; esac
  [ ! -e "$home/identity.json" ] || usage "$home holds an identity: use that, or take it away."
  mkdir "$private/mpc" || exit 1
  printf '%s' "$identity" | base64 -d > "$private/mpc/identity.json" 2>/dev/null || usage 'JOIN_IDENTITY is not base64.'
  for file in parties.json house-rules.json relay-tokens.json config.json; do
    [ ! -e "$home/$file" ] || cp "$home/$file" "$private/mpc/$file" || exit 1
  done
  unset MPC_HOME
  export XDG_CONFIG_HOME="$private" XDG_STATE_HOME="${home%/mpc}"
fi
if [ -n "$passphrase" ]; then
  printf '%s\n' "$passphrase" > "$private/passphrase" || exit 1
  set -- "$@" --passphrase-file "$private/passphrase"
fi
unset identity passphrase

mkdir -p "$JOIN_RESULTS" || exit 1
# Named mpc-tool, since mpc is another program on some machines. What it prints holds the result, and stays out of the log.
mpc-tool join "$@" --no-input --json --out "$JOIN_RESULTS/result.json" > "$private/output.json" &
pid=$!
[ -z "$stopped" ] || kill -TERM "$pid" 2>/dev/null
wait "$pid"
code=$?
# A signal ends the wait, and not yet mpc.
while [ -n "$stopped" ]; do
  stopped=
  wait "$pid"
  again=$?
  [ "$again" -eq 127 ] || code=$again
done

session=$(sed -n '1s/^{"session":"\([0-9a-f]\{64\}\)".*/\1/p' "$private/output.json")
if [ -n "$session" ]; then
  # Also with an incomplete receipt (exit 6), the session is valid. If --out failed, what was printed is the result.
  [ -e "$JOIN_RESULTS/result.json" ] || cp "$private/output.json" "$JOIN_RESULTS/result.json"
  [ ! -e "$home/receipts/$session.json" ] || cp "$home/receipts/$session.json" "$JOIN_RESULTS/receipt.json"
else
  grep '^{"error"' "$private/output.json" >&2
  rmdir "$JOIN_RESULTS" 2>/dev/null
fi
exit "$code"
