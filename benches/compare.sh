#!/usr/bin/env bash
# Times errlog beside the tools people use for the same question, on generated logs, and checks that all of them
# answer alike: benches/compare.sh [-n RUNS] [-s SIZE] [-d FOLDER] [ERRLOG]
#
# A tool that is not installed is left out. The runs are interleaved (A B C A B C), so that a busy moment of the
# machine hits all alike; what is printed is the median. Every contender's command prints one number, its answer.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=5 size=1GiB folder=${TMPDIR:-/tmp}/errlog-compare
while getopts n:s:d: option; do
    case $option in
    n) runs=$OPTARG ;;
    s) size=$OPTARG ;;
    d) folder=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
errlog=${1:-target/release/errlog}
if [[ $# -eq 0 ]]; then
    cargo build --release --quiet
fi

mkdir -p "$folder"
cargo build --release --quiet --example generate
for kind in json plain access; do
    if [[ ! -s $folder/$size.$kind.truth.json ]]; then
        target/release/examples/generate --kind $kind --size "$size" \
            --out "$folder/$size.$kind.log" --truth "$folder/$size.$kind.truth.json"
    fi
done

# Reads a number or a sampled request's ID from a truth: truth KIND PATTERN.
truth() {
    sed -n "s/^ *\"$2\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$folder/$size.$1.truth.json"
}

names=() commands=()
contender() { # NAME PROGRAM COMMAND
    if command -v "$2" >/dev/null; then
        names+=("$1")
        commands+=("$3")
    fi
}

# Runs the contenders gathered so far: race TITLE FILE ANSWER.
race() {
    local title=$1 file=$2 answer=$3 bytes run i start end
    bytes=$(stat -c %s "$file")
    local -a times=() answers=()
    for ((run = 0; run < runs; run++)); do
        for i in "${!names[@]}"; do
            start=$(date +%s%N)
            answers[i]=$(LC_ALL=C log=$file bash -c "${commands[i]}") || true
            end=$(date +%s%N)
            times[i]+="$((end - start)) "
        done
    done
    printf '\n%s  (%s, %d MB, answer %s, median of %d)\n' \
        "$title" "$(basename "$file")" $((bytes / 1000000)) "$answer" "$runs"
    local first=0 median
    for i in "${!names[@]}"; do
        median=$(tr ' ' '\n' <<<"${times[i]% }" | sort -n | sed -n "$(((runs + 1) / 2))p")
        [[ $i -eq 0 ]] && first=$median
        awk -v name="${names[i]}" -v t="$median" -v first="$first" -v bytes="$bytes" \
            -v right="$([[ ${answers[i]} == "$answer" ]] && echo agrees || echo "ANSWERS ${answers[i]:-nothing}")" \
            'BEGIN { printf "  %-28s %8.3f s %8.0f MB/s  %6.2fx  %s\n", name, t / 1e9, bytes / t * 1e3, t / first, right }'
    done
    names=() commands=()
}

export errlog

file=$folder/$size.json.log
id=$(truth json id | sed -n '$p')
export id
lines=$(grep -cF "$id" "$file")
contender 'errlog find' "$errlog" '"$errlog" find "$id" --json "$log" | wc -l'
contender 'rg -F' rg 'rg -cF "$id" "$log"'
contender 'grep -F' grep 'grep -cF "$id" "$log"'
contender 'hl' hl 'hl -P --raw -f "requestId=$id" "$log" | wc -l'
race 'one request by its ID, JSON' "$file" "$lines"

contender 'errlog errors' "$errlog" '"$errlog" errors --json "$log" | wc -l'
contender 'rg' rg 'rg -c "\"level\":\"error\"|\"statusCode\":5[0-9][0-9]" "$log"'
contender 'grep -E' grep 'grep -cE "\"level\":\"error\"|\"statusCode\":5[0-9][0-9]" "$log"'
contender 'jq' jq 'jq -c "select(.level == \"error\" or .statusCode >= 500)" "$log" | wc -l'
contender 'hl' hl 'hl -P --raw -q "level = error or statusCode >= 500" "$log" | wc -l'
race 'failing entries, JSON' "$file" "$(truth json failing_events)"

contender 'errlog patterns --by endpoint' "$errlog" \
    '"$errlog" patterns --by endpoint --json "$log" | tr "," "\n" | sed -n "s/.*\"failures\": *\([0-9]*\).*/\1/p" | head -1'
contender 'mawk, distinct IDs' mawk \
    'mawk "/\"level\":\"error\"|\"statusCode\":5[0-9][0-9]/ { match(\$0, /\"requestId\":\"[^\"]*/); if (!seen[substr(\$0, RSTART, RLENGTH)]++) n++ } END { print n }" "$log"'
contender 'duckdb' duckdb \
    'duckdb -noheader -list -c "select count(distinct requestId) from read_json_auto('"'"'$log'"'"', format='"'"'newline_delimited'"'"') where level = '"'"'error'"'"' or statusCode >= 500"'
race 'failed requests, JSON' "$file" "$(truth json failures)"

file=$folder/$size.access.log
contender 'errlog patterns --by hour' "$errlog" \
    '"$errlog" patterns --by hour --json "$log" | tr "," "\n" | sed -n "s/.*\"failures\": *\([0-9]*\).*/\1/p" | head -1'
contender 'mawk' mawk 'mawk "\$9 ~ /^5[0-9][0-9]\$/ { hour[substr(\$4, 2, 14)]++ } END { for (h in hour) n += hour[h]; print n }" "$log"'
contender 'rg' rg 'rg -c "\" 5[0-9][0-9] " "$log"'
contender 'grep' grep 'grep -c "\" 5[0-9][0-9] " "$log"'
race 'failures by hour, access log' "$file" "$(truth access failures)"

file=$folder/$size.plain.log
contender 'errlog errors' "$errlog" '"$errlog" errors --json "$log" | wc -l'
contender 'rg, no traces' rg 'rg -c "^[-0-9]+ [0-9:,]+ ERROR|status=5[0-9][0-9]" "$log"'
contender 'mawk, no traces' mawk 'mawk "\$3 == \"ERROR\" || / status=5[0-9][0-9]/ { n++ } END { print n }" "$log"'
race 'failing entries whole, plain text' "$file" "$(truth plain failing_events)"
