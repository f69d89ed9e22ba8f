#!/bin/sh
# Run the bot on Discord where a token says which bot, and rehearse in a browser where none does.
#
#   sh tools/run.sh [options of `python -m bot run` or `python -m bot rehearse`]
#
# exec hands this process over to Python, so that Ctrl-C and SIGTERM reach it directly.
set -eu

# A line of .env that gives the token a value, as python-dotenv reads it; what comes before the name
# may be blanks, or the mark that some editors put at the beginning of a file.
token_line="^[^[:alnum:]_#]*(export[[:space:]]+)?DISCORD_TOKEN[[:space:]]*=[[:space:]]*[\"']?[^\"'#[:space:]]"

has_token() {
    [ -z "${DISCORD_TOKEN:-}" ] || return 0
    [ -f .env ] && LC_ALL=C grep -Eiq "$token_line" .env
}

rehearses() {
    case " $* " in *" --script "*) return 0 ;; esac # the scripted visit never goes to Discord
    ! has_token
}

if rehearses "$@"; then
    sh tools/venv.sh rehearsal
    exec .venv/bin/python -m bot rehearse "$@"
fi
sh tools/venv.sh base
exec .venv/bin/python -m bot run "$@"
