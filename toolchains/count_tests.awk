# Reads what `ctest -V` prints and writes "passed failed skipped". GoogleTest, Node's test runner and scripts that end with
# "N passed, M failed[, K skipped]" are counted by their own cases, any other test as one.

# Lines of a test carry its number: "12: text". A case's line may be coloured.
/^[0-9]+: / {
    id = $1
    sub(/:$/, "", id)
    text = $0
    sub(/^[0-9]+: /, "", text)
    gsub(/\033\[[0-9;]*m/, "", text)
    if (match(text, /^\[  (PASSED|FAILED|SKIPPED) +\] [0-9]+ tests?/)) {
        split(substr(text, RSTART, RLENGTH), word, /[][ ]+/)
        add(word[2], word[3])
    } else if (match(text, /^(#|ℹ) (pass|fail|skipped|cancelled|todo) [0-9]+$/)) {
        split(text, word, " ")
        add(word[2] == "pass" ? "PASSED" : word[2] ~ /fail|cancelled/ ? "FAILED" : "SKIPPED", word[3])
    } else if (match(text, /^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/)) {
        split(text, word, " ")
        add("PASSED", word[1])
        add("FAILED", word[3])
        if (word[5] != "") add("SKIPPED", word[5])
    }
}

# " 3/12 Test  #7: unit_base .......   Passed    0.02 sec"
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    match($0, /#[0-9]+/)
    id = substr($0, RSTART + 1, RLENGTH - 1)
    if ($0 ~ /\*\*\*Skipped/) {
        if (!(counts[id, "SKIPPED"] > 0)) add("SKIPPED", 1)
    } else if ($0 ~ / Passed +[0-9.]+ sec/) {
        if (!(id in counted)) add("PASSED", 1)
    } else if (!(counts[id, "FAILED"] > 0)) {
        add("FAILED", 1)
    }
}

function add(outcome, number) {
    counted[id] = 1
    counts[id, outcome] += number
    total[outcome] += number
}

END { print total["PASSED"] + 0, total["FAILED"] + 0, total["SKIPPED"] + 0 }
