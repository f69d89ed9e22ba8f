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

plays_the_script() {
    case " $* " in *" --script "*) ;; *) return 1 ;; esac
}

if plays_the_script "$@"; then # it never goes to Discord
    rehearses=yes
elif ! has_token; then
    # Said at once: to look whether all is installed, and to load it, may take seconds.
    echo "campaign bot: there is no DISCORD_TOKEN, so this is the rehearsal" >&2
    rehearses=yes
else
    rehearses=no
fi

if [ "$rehearses" = yes ]; then
    sh tools/venv.sh rehearsal
    exec .venv/bin/python -m bot rehearse "$@"
fi
sh tools/venv.sh base
exec .venv/bin/python -m bot run "$@"
