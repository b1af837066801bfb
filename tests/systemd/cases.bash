# Shared by the scripts of this folder: cases with a name, a count at the end.

passed=0 failed=0 skipped=0

# name command…: one case.
expect() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok: $name"
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        # shellcheck disable=SC2001 # each line gets the indent
        [[ -z $output ]] || sed 's/^/    /' <<<"$output"
        failed=$((failed + 1))
    fi
}

# Ends the script with the line ./check counts by.
finish() {
    local summary="$passed passed, $failed failed"
    ((skipped == 0)) || summary+=", $skipped skipped"
    echo "$summary"
    ((failed == 0)) && exit 0
    exit 1
}

skip_all() {
    echo "skipped: $*"
    exit 77
}

# seconds command…: polls until the command succeeds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS >= deadline)); then
            echo "waited in vain for: $*"
            return 1
        fi
        sleep 0.05
    done
}
