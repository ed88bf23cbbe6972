#!/usr/bin/env bash
# Times errlog beside the tools people use for the same question, on generated logs, and checks that all of them
# answer alike: benches/compare.sh [-n RUNS] [-s SIZE] [-b SIZE] [-d FOLDER] [ERRLOG]
#
# -s is the size of the three logs (1GiB), -b that of the large one for what does not depend on size (3GB).
#
# Prints a Markdown table: errlog's median time, the other's, and the median of the ratios of the runs in pairs. The
# runs are interleaved (A B C A B C), so that a busy moment of the machine hits all alike. A tool that is not installed
# is left out. Every contender's command prints its answer; the first of a race is errlog.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=5 size=1GiB big=3GB folder=${TMPDIR:-/tmp}/errlog-compare
while getopts n:s:b:d: option; do
    case $option in
    n) runs=$OPTARG ;;
    s) size=$OPTARG ;;
    b) big=$OPTARG ;;
    d) folder=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
errlog=${1:-target/release/errlog}
if [[ $# -eq 0 ]]; then
    cargo build --release --quiet
fi
export errlog

mkdir -p "$folder"
generate() { # NAME KIND SIZE DAYS
    if [[ ! -s $folder/$1.truth.json ]]; then
        [[ -x target/release/examples/generate ]] || cargo build --release --quiet --example generate
        target/release/examples/generate --kind "$2" --size "$3" --days "$4" \
            --out "$folder/$1.log" --truth "$folder/$1.truth.json"
    fi
}
for kind in json plain access; do
    generate "$size.$kind" $kind "$size" 7
done
generate "big.$big" plain "$big" 24
packed() { # COMMAND ENDING KIND...: compressed copies, made once
    local kind
    for kind in "${@:3}"; do
        local log=$folder/$size.$kind.log
        [[ -s $log$2 ]] || $1 <"$log" >"$log$2"
    done
}
command -v zstd >/dev/null && packed 'zstd -3 -q' .zst json plain
command -v gzip >/dev/null && packed 'gzip -6' .gz json

# Reads a number or a sampled request's ID from a truth: truth KIND PATTERN.
truth() {
    sed -n "s/^ *\"$2\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$folder/$size.$1.truth.json"
}

# The request in the middle of a log.
sample() {
    truth "$1" id | sed -n '20p'
}

median() {
    sort -g | sed -n "$(((runs + 1) / 2))p"
}

names=() commands=()
contender() { # NAME PROGRAM COMMAND
    if command -v "$2" >/dev/null; then
        names+=("$1")
        commands+=("$3")
    fi
}

# Runs the contenders gathered so far: race WORK GOAL FILE ANSWER. An answer of - is that of the first.
race() {
    local work=$1 goal=$2 file=$3 answer=$4 run i start end
    local -a times=() answers=() ratios=()
    for ((run = 0; run < runs; run++)); do
        local -a now=()
        for i in "${!names[@]}"; do
            start=$(date +%s%N)
            answers[i]=$(LC_ALL=C log=$file bash -c "${commands[i]}") || true
            end=$(date +%s%N)
            now[i]=$((end - start))
            times[i]+="${now[i]} "
            ratios[i]+="$(awk -v a="${now[0]}" -v b="${now[i]}" 'BEGIN { printf "%.4f", a / b }') "
        done
    done
    [[ $answer == - ]] && answer=${answers[0]}
    local own other ratio agrees
    own=$(tr ' ' '\n' <<<"${times[0]% }" | median)
    for i in "${!names[@]}"; do
        agrees=yes
        [[ ${answers[0]} == "$answer" ]] || agrees="NO, errlog says ${answers[0]:-nothing}"
        [[ ${answers[i]} == "$answer" ]] || agrees="NO: ${answers[i]:-nothing}"
        other=$(tr ' ' '\n' <<<"${times[i]% }" | median)
        ratio=$(tr ' ' '\n' <<<"${ratios[i]% }" | median)
        if ((i > 0)); then
            awk -v work="$work" -v goal="$goal" -v name="${names[i]}" -v own="$own" -v other="$other" -v ratio="$ratio" \
                -v agrees="$agrees" 'BEGIN { printf "| %s | %.3f s | `%s` %.3f s | %.2fx | %s | %s |\n", work, own / 1e9, name, other / 1e9, ratio, goal, agrees }'
        elif ((${#names[@]} == 1)); then
            awk -v work="$work" -v goal="$goal" -v own="$own" 'BEGIN { printf "| %s | %.3f s | | | %s | |\n", work, own / 1e9, goal }'
        fi
    done
    names=() commands=()
}

cat <<END
$(nproc) cores, $runs runs, logs of $size, the large one of $big

| work | errlog | against | ratio | goal | answers agree |
|---|---|---|---|---|---|
END

for kind in json plain access; do
    file=$folder/$size.$kind.log
    id=$(sample $kind)
    export id
    count='"$errlog" find "$id" --json "$log" | wc -l'
    lines=$(grep -cF "$id" "$file")
    contender 'errlog find' "$errlog" "$count"
    contender 'rg -F' rg 'rg -cF "$id" "$log"'
    contender 'grep -F' grep 'grep -cF "$id" "$log"'
    contender 'hl' hl 'hl -P --raw -f "requestId=$id" "$log" | wc -l'
    race "find an ID, $kind" '0.9x rg' "$file" "$lines"
    contender 'errlog find -j 1' "$errlog" '"$errlog" find -j 1 "$id" --json "$log" | wc -l'
    contender 'rg -F' rg 'rg -cF "$id" "$log"'
    race "find an ID, $kind, -j 1" '1.2x rg' "$file" "$lines"
done

id=$(sample json)
file=$folder/$size.json.log
lines=$(grep -cF "$id" "$file")
if [[ -s $file.zst ]]; then
    contender 'errlog find' "$errlog" '"$errlog" find "$id" --json "$log" | wc -l'
    contender 'rg -zF' rg 'rg -zcF "$id" "$log"'
    race 'find an ID, .zst' '0.95x rg' "$file.zst" "$lines"
    plain=$folder/$size.plain.log.zst
    export plain
    contender 'errlog find, both' "$errlog" '"$errlog" find "$id" --json "$log" "$plain" | wc -l'
    contender 'errlog find, one after the other' "$errlog" \
        '{ "$errlog" find "$id" --json "$log"; "$errlog" find -q "$id" --json "$plain"; } | wc -l'
    race 'find an ID, two .zst' '0.55x their sum' "$file.zst" -
fi
if [[ -s $file.gz ]]; then
    contender 'errlog find' "$errlog" '"$errlog" find "$id" --json "$log" | wc -l'
    contender 'rg -zF' rg 'rg -zcF "$id" "$log"'
    race 'find an ID, .gz' '0.35x rg' "$file.gz" "$lines"
fi

file=$folder/$size.plain.log
contender 'errlog errors' "$errlog" '"$errlog" errors --level error "$log" | grep -c "^[-0-9]* [0-9:,]* ERROR"'
contender 'rg -A 20 ERROR' rg 'rg -A 20 "^[-0-9]+ [0-9:,]+ ERROR" "$log" | grep -c "^[-0-9]* [0-9:,]* ERROR"'
race 'error blocks, plain text with Java traces' '0.6x rg' "$file" -

file=$folder/$size.json.log
contender 'errlog errors' "$errlog" '"$errlog" errors --level error "$log" | wc -l'
contender 'rg -F' rg 'rg -F "\"level\":\"error\"" "$log" | wc -l'
contender 'hl -l error' hl 'hl -P --raw -l error "$log" | wc -l'
race 'error blocks, JSON' '1.0x rg' "$file" -
contender 'errlog errors' "$errlog" '"$errlog" errors --json "$log" | wc -l'
contender 'jq' jq 'jq -c "select(.level == \"error\" or .statusCode >= 500)" "$log" | wc -l'
race 'failing entries as JSON' '' "$file" "$(truth json failing_events)"

# The same request is one failure, whatever it left; it is filed under what any of its entries says. The answer is the
# sum over all groups.
for by in endpoint user hour; do
    case $by in
    endpoint) column="method || ' ' || regexp_replace(split_part(url, '?', 1), '/[0-9a-f-]*[0-9][0-9a-f-]*', '/:id', 'g')" ;;
    user) column=userId ;;
    hour) column="date_trunc('hour', time)" ;;
    esac
    contender "errlog patterns --by $by" "$errlog" \
        "\"\$errlog\" patterns -q --by $by --json \"\$log\" | jq '[.groups[].failures] | add'"
    contender 'duckdb' duckdb "duckdb -noheader -list -c \"
        with requests as (select requestId, max($column) as key,
            bool_or(level = 'error' or coalesce(statusCode, 0) >= 500) as failed
            from read_json_auto('\$log', format='newline_delimited') group by requestId),
        groups as (select key, count(*) filter (failed) as failures, count(*) as requests from requests group by key)
        select sum(failures)::bigint from groups\""
    contender 'rg -F | mawk, failures only' mawk \
        'rg "\"level\":\"error\"|\"statusCode\":5[0-9][0-9]" "$log" | mawk "{ match(\$0, /\"requestId\":\"[^\"]*/); if (!seen[substr(\$0, RSTART, RLENGTH)]++) n++ } END { print n }"'
    race "failures by $by, with requests and rates, JSON" '0.4x duckdb' "$file" "$(truth json failures)"
done
file=$folder/$size.access.log
contender 'errlog patterns --by hour' "$errlog" '"$errlog" patterns -q --by hour --json "$log" | jq "[.groups[].failures] | add"'
contender 'mawk' mawk 'mawk "{ hour = substr(\$4, 2, 14); all[hour]++ } \$9 ~ /^5[0-9][0-9]\$/ { failed[hour]++ } END { for (h in failed) n += failed[h]; print n }" "$log"'
race 'failures by hour, with requests and rates, access' '' "$file" "$(truth access failures)"
contender 'errlog patterns' "$errlog" '"$errlog" patterns -q --by endpoint --json "$log" | jq "[.groups[].failures] | add"'
contender 'the same with -j 1' "$errlog" '"$errlog" patterns -q -j 1 --by endpoint --json "$log" | jq "[.groups[].failures] | add"'
race 'two threads against one, access' '0.54x' "$file" "$(truth access failures)"

# Both read the same file; the other tools read all of it.
file=$folder/big.$big.log
# Five minutes of the entry in the middle.
from=$(tail -c "+$(($(stat -c %s "$file") / 2))" "$file" | grep -m 1 -oE '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]') || true
export from
contender 'errlog events' "$errlog" '"$errlog" events --since "${from}0" --until "${from}5" "$log" | wc -l'
contender 'rg on the stamp' rg 'rg -c "^${from}[0-4]:" "$log"'
race "five minutes in the middle of $big" '< 0.050 s' "$file" -
contender 'errlog errors' "$errlog" '"$errlog" errors --since "${from}0" --until "${from}5" "$log" | grep -cE "^[-0-9]+ [0-9:,]+ (ERROR|.* status=5)"'
contender 'rg' rg 'rg "^${from}[0-4]:" "$log" | grep -cE "^[-0-9]+ [0-9:,]+ (ERROR|.* status=5)"'
race "errors of five minutes in the middle of $big" '< 0.050 s' "$file" -
contender 'errlog errors -n 20' "$errlog" \
    '"$errlog" errors -n 20 "$log" | grep -E "^[-0-9]+ [0-9:,]+ (ERROR|.* status=5)" | head -1 | cut -c 1-23'
contender 'tac | grep -m 20' tac \
    'tac "$log" | grep -m 20 -E "^[-0-9]+ [0-9:,]+ (ERROR|.* status=5)" | tail -1 | cut -c 1-23'
race "the last 20 errors of $big" '< 0.050 s' "$file" -
contender 'errlog --version' "$errlog" '"$errlog" --version'
race 'process start' '< 0.005 s' "$file" -

if [[ -x /usr/bin/time ]]; then
    printf '\n| peak memory | MB |\n|---|---|\n'
    memory() { # NAME COMMAND...
        printf '| %s | %s |\n' "$1" "$(/usr/bin/time -f %M "${@:2}" 2>&1 >/dev/null | tail -1 | awk '{ printf "%.0f", $1 / 1e3 }')"
    }
    for kind in json plain access; do
        log=$folder/$size.$kind.log
        memory "find, $kind" "$errlog" find "$(sample $kind)" "$log"
        memory "errors, $kind" "$errlog" errors "$log"
        memory "patterns --by endpoint, $kind" "$errlog" patterns -q --by endpoint "$log"
        memory "events, $kind" "$errlog" events "$log"
    done
    if [[ -s $folder/$size.json.log.zst ]]; then
        memory 'find, two .zst' "$errlog" find "$id" "$folder/$size.json.log.zst" "$folder/$size.plain.log.zst"
    fi
    memory "errors -n 20, $big" "$errlog" errors -n 20 "$folder/big.$big.log"
fi
