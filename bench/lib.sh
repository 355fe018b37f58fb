# What the scripts of this folder share: result files, programs, valgrind, the server.
# shellcheck shell=bash
shopt -s inherit_errexit

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=$bench/results
built=${CARGO_TARGET_DIR:-$bench/target}/release
jobs=${JOBS:-2}
# Nothing is downloaded while something is measured.
cargo_options=(--offline)

# Opens the result file of a measurement: a line with the circumstances, then one with the names of the columns.
# Rows that this run does not measure are kept from the last one, so that a single program can be measured again.
begin() { # measurement, columns
    result=$1
    shift
    mkdir -p "$results"
    printf '\n%s\n' "$result"
    columns=$(tabbed "$@")
    rows=()
    echo "$columns"
}

# A program that fails leaves no figure, and with it the measurement ends.
row() { # the row's name, figures
    local figure
    for figure in "$@"; do
        [[ -n $figure ]] || { echo "bench: no figure of $result for $1" >&2; exit 1; }
    done
    rows+=("$(tabbed "$@")")
    echo "${rows[-1]}"
}

# Writes the file in one go, so that a measurement that is interrupted leaves the last one as it was.
finish() {
    local file=$results/$result.tsv new=$results/$result.new old names note
    note=$(machine)
    printf '%s\n' "${rows[@]}" >"$new.rows"
    old_rows "$file" >"$new.old"
    old=$(awk -F'\t' 'NR == FNR { seen[$1]; next } !($1 in seen)' "$new.rows" "$new.old")
    if [[ -n $old ]]; then
        # Their circumstances were others.
        names=$(cut -f1 "$new.rows" | paste -sd, | sed 's/,/, /g')
        note=$(grep '^# ' "$file" | grep -vF "# $names: " | sed 's/^# //')$'\n'"$names: $note"
    fi
    {
        echo "# ${note//$'\n'/$'\n'# }"
        echo "$columns"
        awk -F'\t' 'NR == FNR { row[$1] = $0; name[NR] = $1; count = NR; next }
            { print $1 in row ? row[$1] : $0; shown[$1] }
            END { for (at = 1; at <= count; at++) if (!(name[at] in shown)) print row[name[at]] }' "$new.rows" "$new.old"
    } >"$new"
    mv "$new" "$file"
    rm "$new.rows" "$new.old"
}

# The rows that a file has, if its columns are still the same.
old_rows() { # file
    [[ -f $1 && $(grep -v '^#' "$1" | head -1) == "$columns" ]] || return 0
    grep -v '^#' "$1" | tail -n +2
}

tabbed() {
    local IFS=$'\t'
    printf '%s\n' "$*"
}

machine() {
    local cpu
    cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
    printf '%s, %s cores, load %s, %s\n' "${cpu:-unknown processor}" "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)" \
        "$(rustc --version | cut -d' ' -f1,2)"
}

# Builds a program, if it is not up to date. One at a time, since cargo would give all of them the features of each.
need() { # program
    cargo build --quiet --manifest-path "$bench/Cargo.toml" "${cargo_options[@]}" --release -j"$jobs" -p "$1"
}

# What rustc took for one crate: CPU seconds (1) or peak memory in MB (2).
of_crate() { # file of rustc-time, crate, 1 or 2
    awk -v crate="$2" -v what="$3" '
        $1 == crate { cpu += $2 + $3; if ($4 > memory) memory = $4 }
        END { if (!cpu) print "-"; else if (what == 1) printf "%.1f\n", cpu; else printf "%.0f\n", memory * 1024 / 1e6 }' "$1"
}

# Instructions of a whole process, all threads. A program that fails has no figure, so its output is shown and the script
# ends, as long as the caller puts the figure in a variable of its own.
instructions_of() { # program, arguments
    local log
    log=$(mktemp)
    under_valgrind "$log" --tool=callgrind --callgrind-out-file=/dev/null "$@" || return 1
    awk '/Collected/ { print $NF }' "$log"
    rm -f "$log"
}

# Allocations of a whole process and the bytes that they asked for; the same holds.
allocations_of() { # program, arguments
    local log
    log=$(mktemp)
    under_valgrind "$log" --tool=memcheck --undef-value-errors=no "$@" || return 1
    awk '/total heap usage/ { gsub(",", ""); print $5, $9 }' "$log"
    rm -f "$log"
}

under_valgrind() { # log, valgrind's arguments
    local log=$1 code=0
    shift
    timeout 600 valgrind --log-file="$log" "$@" >"$log.output" 2>&1 || code=$?
    ((code == 0)) || cat "$log.output" "$log" >&2
    rm -f "$log.output"
    return "$code"
}

# Starts a server once and sets `url`, and for TLS `ca`: the file with the root of its certificate.
serve() { # http, https or mqtt
    [[ ${served:-} != "$1" ]] || return 0
    need server
    stop
    ca=$(mktemp)
    # The server ends by itself with its input.
    coproc server { exec "$built/server" "$1" "$ca"; }
    served=$1
    trap stop EXIT
    # shellcheck disable=SC2034,SC2154 # coproc sets the one, the callers use the other
    read -r url <&"${server[0]}"
}

# How many connections the server has had since the last time.
connections() {
    local count
    echo >&"${server[1]}"
    read -r count <&"${server[0]}"
    echo "$count"
}

stop() {
    [[ -n ${served:-} ]] || return 0
    # shellcheck disable=SC2154 # coproc sets it
    kill "$server_PID" 2>/dev/null || true
    wait "$server_PID" 2>/dev/null || true
    rm -f "$ca"
    served=
}

median() {
    sort -n | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}

least() {
    sort -n | head -1
}

most() {
    sort -n | tail -1
}
