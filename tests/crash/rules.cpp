#include "tests/crash/rules.hpp"

#include "tests/support/a_rule.hpp"

namespace stayd::crash {

const house::RulesLoaded& rules_of_the_hotel() {
    static const house::RulesLoaded loaded{
        .sources = {{.file = "rules.d/rules.toml", .text = sim::rule_of_dirty_rooms},
                    {.file = "rules.d/offers.toml", .text = R"toml(
        [[opportunity]]
        id = "X-02"
        name = "Flowers"
        when = "1"
        price = "5000000"
        prior = 20
        effort_minutes = 3
        skips = ["frequency", "exclusions", "room first"]
        say = "'Flowers?'"
        why = "'It is a long way from home'"
        task = "'Flowers'"
    )toml"}},
        .by = "stayd",
        .program = "crash"};
    return loaded;
}

const char* const conclusions_stand = R"sql(
    INSERT OR IGNORE INTO finding (uid, rule, rule_version, subject, subject_uid, severity, state, evidence, times,
                                   raised_utc_ms, changed_utc_ms, decided_by, reason)
        SELECT uid, 'X-01', 1, 'room', uid, 2, 'Open', '{}', 1, 0, 0, '', '' FROM resource ORDER BY id LIMIT 6;
    INSERT OR IGNORE INTO opportunity
        SELECT uid, 'X-02', uid, 'Open', json_object('name', 'Flowers', 'stage', 'Desk', 'currency', 'EUR', 'price', 500,
               'expected', 100, 'rank', 1, 'acceptance', 20, 'counted', json('true'), 'needs_availability', json('false'),
               'guardrail', 0, 'reason', '', 'say', 'Flowers?', 'why', '', 'decided_by', '')
        FROM reservation WHERE state = 'Confirmed' ORDER BY id LIMIT 10;
)sql";

}  // namespace stayd::crash
