#include "insight/readiness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/toml_reader.hpp"
#include "insight/shipped.hpp"

namespace stayd::insight {
namespace {

using enum Presence;

constexpr std::array<std::string_view, 9> state_words{"CallNow",  "Waiting",    "Blocked",
                                                      "LateRisk", "DeskNeeded", "Preparing",
                                                      "Ready",    "CheckedIn",  "Cancelled"};

/// What the state needs to know besides the criteria. Late: less than 30 minutes of slack
/// (hotel-domain.md 3.2, 3.4); a stay without a room has an hour and a half of work before it.
constexpr const char* fact_expressions[] = {
    "state",
    "guest_waiting",
    R"sql(CASE WHEN state <> 'Confirmed' OR room_ready THEN 0
               WHEN ready_minutes IS NULL THEN due(eta_utc_ms - minutes(90 + 30) + 1)
               WHEN vacated_utc_ms + minutes(ready_minutes + 30) > eta_utc_ms THEN 1
               ELSE due(eta_utc_ms - minutes(ready_minutes + 30) + 1) END)sql",
    "state = 'Confirmed' AND due(default_start_utc_ms + hours(6))",
    "eta_utc_ms",
    "eta_confidence",
    "vacated_utc_ms",
    "ready_minutes",
    "vip_rank",
    R"sql(CASE WHEN state <> 'Confirmed' OR room_uid IS NULL OR room_ready THEN 0
               ELSE 1000 * guest_waiting
                  + CASE WHEN guest_waiting OR vacated_utc_ms + minutes(ready_minutes) > eta_utc_ms THEN 400
                         WHEN due(eta_utc_ms - minutes(ready_minutes) + 1) THEN 400
                         WHEN vacated_utc_ms + minutes(ready_minutes + 30) > eta_utc_ms THEN 200
                         WHEN due(eta_utc_ms - minutes(ready_minutes + 30) + 1) THEN 200 ELSE 0 END
                  + 100 * due(eta_utc_ms - minutes(120))
                  + 40 * vip_rank + 30 * needs_assistance + 20 * (minors > 0) + 10 * asked_early END)sql"};

bool read_text(const toml::node& node, std::string& into) {
    const auto text = node.value_exact<std::string>();
    if (text) into = *text;
    return text && !text->empty();
}

bool read_gate(const toml::node& node, Gate& into) {
    const auto word = node.value_or(std::string_view{});
    if (word == "hard") into = Gate::hard;
    if (word == "soft") into = Gate::soft;
    return word == "hard" || word == "soft" || word == "none";
}

bool read_weight(const toml::node& node, int& into) {
    const auto weight = node.value_exact<std::int64_t>();
    if (!weight || *weight < 0 || *weight > 100) return false;
    into = static_cast<int>(*weight);
    return true;
}

std::optional<std::int64_t> number(const storage::Value& value) {
    const auto* found = std::get_if<std::int64_t>(&value);
    return found != nullptr ? std::optional{*found} : std::nullopt;
}

bool is_true(const storage::Value& value) {
    return number(value).value_or(0) != 0;
}

}  // namespace

std::string_view to_word(ReadinessState state) {
    return state_words[static_cast<std::size_t>(state)];
}

std::optional<ReadinessState> readiness_from(std::string_view word) {
    const auto* found = std::ranges::find(state_words, word);
    if (found == state_words.end()) return std::nullopt;
    return static_cast<ReadinessState>(found - state_words.begin());
}

int readiness_score(const std::vector<CriterionResult>& criteria) {
    int points = 0;
    int applicable = 0;
    for (const auto& criterion : criteria) {
        points += criterion.points;
        applicable += criterion.weight;
    }
    return applicable == 0 ? 100 : (100 * points + applicable / 2) / applicable;
}

ReadinessState readiness_state(const StayMoment& moment,
                               const std::vector<CriterionResult>& criteria) {
    const auto fails = [&](Gate gate) {
        return std::ranges::any_of(criteria, [gate](const auto& criterion) {
            return criterion.gate == gate && !criterion.passes;
        });
    };
    if (moment.state == "Canceled") return ReadinessState::cancelled;
    if (moment.state == "Started" || moment.state == "Processed") return ReadinessState::checked_in;
    if (moment.guest_waiting)
        return fails(Gate::hard) ? ReadinessState::waiting : ReadinessState::call_now;
    if (moment.is_stuck) return ReadinessState::blocked;
    if (fails(Gate::hard))
        return moment.is_late ? ReadinessState::late_risk : ReadinessState::preparing;
    return fails(Gate::soft) ? ReadinessState::desk_needed : ReadinessState::ready;
}

ReadinessJudge::ReadinessJudge(storage::Database& database)
    : sheet_(database, rules::Subject::stay) {
    read();
    for (const auto& criterion : criteria_) {
        sheet_.add(criterion.points);
        sheet_.add(criterion.passes.empty()
                       ? fmt::format("({}) >= {}", criterion.points, criterion.weight)
                       : criterion.passes);
        sheet_.add(criterion.work_mends_it);
        facts_ = sheet_.add(criterion.hard_when) + 1;
    }
    for (const auto* expression : fact_expressions) sheet_.add(expression);
}

void ReadinessJudge::read() {
    static constexpr Key<Criterion> keys[] = {
        {"id", required, "\"R02\"",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.id); }},
        {"name", required, "a text",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.name); }},
        {"gate", required, "hard, soft or none",
         [](const toml::node& node, Criterion& into) { return read_gate(node, into.gate); }},
        {"weight", required, "a whole number from 0 to 100",
         [](const toml::node& node, Criterion& into) { return read_weight(node, into.weight); }},
        {"points", required, "an expression",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.points); }},
        {"passes", optional, "an expression",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.passes); }},
        {"hard_when", optional, "an expression",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.hard_when); }},
        {"work_mends_it", optional, "an expression",
         [](const toml::node& node, Criterion& into) {
             return read_text(node, into.work_mends_it);
         }},
        {"lacks", required, "a text",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.lacks); }},
        {"fix", required, "a text",
         [](const toml::node& node, Criterion& into) { return read_text(node, into.fix); }},
    };
    const auto document = toml::parse(shipped_criteria());
    Mistakes mistakes{"criteria.toml"};
    for (const auto& node : *document.get_as<toml::array>("criterion")) {
        Criterion criterion;
        read_table<Criterion>(*node.as_table(), "criterion", keys, criterion, mistakes);
        criteria_.push_back(std::move(criterion));
    }
    const auto lines = mistakes.lines();
    if (!lines.empty()) throw std::runtime_error(lines.front());
}

std::optional<Readiness> ReadinessJudge::judge(const Uuid& stay, int critical_findings) {
    const auto answer = sheet_.answer(stay);
    if (!answer.known) return std::nullopt;
    Readiness readiness;
    StayMoment moment;
    for (std::size_t at = 0; at < criteria_.size(); ++at) {
        const auto& criterion = criteria_[at];
        const auto* own = &answer.values[columns * at];
        const auto earned = number(own[points]);
        if (!earned) continue;  // it does not apply
        const bool is_met = is_true(own[passes]);
        const auto gate = is_true(own[is_hard]) ? Gate::hard : criterion.gate;
        if (gate == Gate::hard && !is_met && !is_true(own[work_mends_it])) moment.is_stuck = true;
        readiness.criteria.push_back({.id = criterion.id,
                                      .name = criterion.name,
                                      .gate = gate,
                                      .points = static_cast<int>(*earned),
                                      .weight = criterion.weight,
                                      .passes = is_met,
                                      .lacks = criterion.lacks,
                                      .fix = criterion.fix});
    }
    const bool is_calm = critical_findings == 0;
    readiness.criteria.push_back({.id = "R17",
                                  .name = "Nothing critical",
                                  .gate = Gate::hard,
                                  .points = is_calm ? 2 : 0,
                                  .weight = 2,
                                  .passes = is_calm,
                                  .lacks = "A critical finding stands",
                                  .fix = "See the findings of this stay"});
    if (!is_calm) moment.is_stuck = true;
    const auto fact = [&](std::size_t at) { return answer.values[facts_ + at]; };
    if (const auto* word = std::get_if<std::string>(&answer.values[facts_])) moment.state = *word;
    moment.guest_waiting = is_true(fact(1));
    moment.is_late = is_true(fact(2));
    readiness.no_show_risk = is_true(fact(3));
    readiness.eta_utc_ms = number(fact(4));
    readiness.eta_confidence = static_cast<int>(number(fact(5)).value_or(0));
    readiness.vacated_utc_ms = number(fact(6));
    readiness.ready_minutes = number(fact(7));
    readiness.vip_rank = static_cast<int>(number(fact(8)).value_or(0));
    readiness.rush = static_cast<int>(number(fact(9)).value_or(0));
    readiness.score = readiness_score(readiness.criteria);
    readiness.state = readiness_state(moment, readiness.criteria);
    return readiness;
}

}  // namespace stayd::insight
