#include "operations/opportunities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdlib>

#include "journal/sha256.hpp"

namespace stayd::operations {
namespace {

namespace json = boost::json;
using insight::OfferDecision;

constexpr std::array<std::string_view, 8> state_words{
    "Open", "Blocked", "Offered", "Accepted", "Declined", "Dismissed", "Expired", "Withdrawn"};

std::string to_json(const Opportunity& one) {
    json::object object{{"name", one.name},
                        {"stage", one.stage},
                        {"currency", one.currency},
                        {"price", one.price},
                        {"expected", one.expected},
                        {"rank", one.rank},
                        {"acceptance", one.acceptance}};
    object["counted"] = one.is_counted;
    object["needs_availability"] = one.needs_availability;
    object["guardrail"] = one.guardrail;
    object["reason"] = one.reason;
    object["say"] = one.say;
    object["why"] = one.why;
    if (one.expires) object["expires"] = to_ms(*one.expires);
    object["decided_by"] = one.decided_by;
    if (one.decided) object["decided"] = to_ms(*one.decided);
    return json::serialize(object);
}

void read_json(const std::string& text, Opportunity& into) {
    const auto value = json::parse(text);
    const auto& object = value.as_object();
    const auto word = [&](std::string_view name) {
        return std::string{object.at(name).as_string()};
    };
    const auto number = [&](std::string_view name) {
        return object.at(name).to_number<std::int64_t>();
    };
    const auto moment = [&](std::string_view name) {
        return object.contains(name) ? std::optional{from_ms(number(name))} : std::nullopt;
    };
    into.name = word("name");
    into.stage = word("stage");
    into.currency = word("currency");
    into.price = number("price");
    into.expected = number("expected");
    into.rank = number("rank");
    into.acceptance = number("acceptance");
    into.is_counted = object.at("counted").as_bool();
    into.needs_availability = object.at("needs_availability").as_bool();
    into.guardrail = static_cast<int>(number("guardrail"));
    into.reason = word("reason");
    into.say = word("say");
    into.why = word("why");
    into.expires = moment("expires");
    into.decided_by = word("decided_by");
    into.decided = moment("decided");
}

std::int64_t number_in(const journal::Fields& fields, std::string_view name) {
    return std::strtoll(fields.text(name).c_str(), nullptr, 10);
}

/// As it was said: nothing of it moves with the facts any more.
Opportunity as_decided(const OfferAnswer& answer) {
    return {.name = answer.value.text("Name"),
            .stage = answer.value.text("Stage"),
            .currency = answer.value.text("Currency"),
            .price = number_in(answer.value, "Price"),
            .expected = number_in(answer.value, "Expected"),
            .reason = answer.value.text("Reason"),
            .say = answer.value.text("Say"),
            .why = answer.value.text("Why"),
            .expires = parse_iso8601(answer.value.text("Expires")),
            .decided_by = answer.by,
            .decided = answer.offer.at};
}

Opportunity as_judged(const insight::Opportunity& found) {
    return {.name = found.rule->name,
            .stage = std::string{insight::to_word(found.stage)},
            .currency = found.currency,
            .price = found.value.price,
            .expected = found.expected,
            .rank = found.rank,
            .acceptance = found.acceptance,
            .is_counted = found.is_counted,
            .needs_availability = found.rule->needs_availability,
            .guardrail = found.guarded.number,
            .reason = found.guarded.why,
            .say = found.say,
            .why = found.why,
            .expires = found.expires_utc_ms ? std::optional{from_ms(*found.expires_utc_ms)}
                                            : std::nullopt};
}

/// Why what was said cannot be had; empty when it can. A guest who was told of a room gets that
/// one.
std::string why_gone(const OfferAnswer& answer, const insight::Opportunity* found) {
    if (found == nullptr) return "It is no longer to be had";
    if (found->guarded.number > 0) return found->guarded.why;
    const auto room = Uuid::parse(answer.value.text("Room"));
    const bool is_other_room = room && found->room != room;
    return found->is_feasible && !is_other_room ? std::string{} : found->rule->cannot;
}

/// What was said stands while it is to be had, at the price at which it was said. What is over is
/// so for good; what was withdrawn can be had again while its time lasts.
Opportunity while_offered(const OfferAnswer& answer, const insight::Opportunity* found,
                          UtcTime now) {
    auto said = as_decided(answer);
    const bool is_late = (said.expires && *said.expires <= now) || (found && found->is_over);
    const auto gone = why_gone(answer, found);
    const auto was = answer.lapse ? answer.lapse->state : OpportunityState::offered;
    if (was == OpportunityState::expired || (is_late && was != OpportunityState::withdrawn)) {
        said.state = OpportunityState::expired;
    } else if (!gone.empty() || is_late) {
        said.state = OpportunityState::withdrawn;
        said.reason = gone.empty() ? answer.lapse->reason : gone;
        if (found != nullptr) said.guardrail = found->guarded.number;
    } else {
        said.state = OpportunityState::offered;
        said.rank = found->rank;
        said.acceptance = found->acceptance;
        said.is_counted = found->is_counted;
        said.needs_availability = found->rule->needs_availability;
    }
    return said;
}

OpportunityState state_after(OfferDecision decision) {
    switch (decision) {
        case OfferDecision::offered:
            return OpportunityState::offered;
        case OfferDecision::accepted:
            return OpportunityState::accepted;
        case OfferDecision::declined:
            return OpportunityState::declined;
        case OfferDecision::dismissed:
            return OpportunityState::dismissed;
        case OfferDecision::taken_back:
            break;
    }
    return OpportunityState::open;
}

bool is_told(const OfferAnswer* answer) {
    return answer != nullptr && answer->offer.decision != OfferDecision::taken_back;
}
bool is_untold(OpportunityState state) {
    return state == OpportunityState::open || state == OpportunityState::blocked;
}

std::optional<Opportunity> while_untold(const insight::Opportunity* found) {
    if (found == nullptr || !found->is_feasible || !found->is_worth_it || found->is_over)
        return std::nullopt;
    auto open = as_judged(*found);
    open.state = open.guardrail > 0 ? OpportunityState::blocked : OpportunityState::open;
    return open;
}

std::optional<Opportunity> stand(const OfferAnswer* answer, const insight::Opportunity* found,
                                 UtcTime now) {
    if (!is_told(answer)) return while_untold(found);
    if (answer->offer.decision == OfferDecision::offered) return while_offered(*answer, found, now);
    auto ended = as_decided(*answer);
    ended.state = state_after(answer->offer.decision);
    return ended;
}

}  // namespace

const OfferAnswer* newest_of(std::span<const OfferAnswer> answers, std::string_view rule) {
    const OfferAnswer* newest = nullptr;
    for (const auto& answer : answers) {
        if (answer.offer.rule == rule) newest = &answer;
    }
    return newest;
}

Opportunity as_recorded(Opportunity shown, const OfferAnswer* newest,
                        const insight::Opportunity* found) {
    std::optional<Opportunity> other;
    if (is_told(newest)) {
        const auto state = state_after(newest->offer.decision);
        const bool is_of_it = !is_untold(shown.state) && shown.decided == newest->offer.at;
        const bool has_lapsed =
            state == OpportunityState::offered && (shown.state == OpportunityState::expired ||
                                                   shown.state == OpportunityState::withdrawn);
        if (is_of_it && (shown.state == state || has_lapsed)) return shown;
        other = as_decided(*newest);
        other->state = state;
    } else if (found != nullptr) {
        other = as_judged(*found);
        other->state = other->guardrail > 0 ? OpportunityState::blocked : OpportunityState::open;
    }
    if (!other) {
        if (!is_untold(shown.state)) shown.state = OpportunityState::open;
        return shown;
    }
    other->id = shown.id;
    other->rule = shown.rule;
    other->stay = shown.stay;
    return std::move(*other);
}

std::string_view to_word(OpportunityState state) {
    return state_words[static_cast<std::size_t>(state)];
}

std::optional<OpportunityState> opportunity_state_from(std::string_view word) {
    const auto* found = std::ranges::find(state_words, word);
    if (found == state_words.end()) return std::nullopt;
    return static_cast<OpportunityState>(found - state_words.begin());
}

Uuid Opportunities::id_of(std::string_view rule, const Uuid& stay) {
    return journal::id_made_of(rule, stay);
}

std::string Opportunities::tally_key(std::string_view rule, insight::OfferStage stage,
                                     std::string_view segment) {
    return fmt::format("{} {} {}", rule, insight::to_word(stage), segment);
}

std::vector<OfferAnswer> Opportunities::answers(const Uuid& stay) {
    auto query = database_.statement(R"sql(
        SELECT value, made_by, accepted_utc_ms, uid, lapse.state, lapse.reason
          FROM change LEFT JOIN offer_lapse AS lapse ON lapse.change_uid = change.uid
         WHERE about_uid = :stay AND kind = 'DecideOpportunity' ORDER BY seq
    )sql");
    query.bind(":stay", stay);
    std::vector<OfferAnswer> all;
    while (query.step()) {
        auto value = journal::Fields::from_json(query.text(0));
        const auto decision = insight::offer_decision_from(value.text("State"));
        if (!decision) continue;
        std::optional<Lapse> lapse;
        if (const auto state = opportunity_state_from(query.text(4)))
            lapse = Lapse{.state = *state, .reason = query.text(5)};
        all.push_back(
            {.change = query.uuid(3),
             .offer = {.rule = value.text("Rule"), .decision = *decision, .at = query.time(2)},
             .by = query.text(1),
             .value = std::move(value),
             .lapse = std::move(lapse)});
    }
    return all;
}

insight::Tally Opportunities::tally(const std::string& rule, insight::OfferStage stage,
                                    const std::string& segment, UtcTime before) {
    if (before != tallied_before_) tallies_.clear();
    tallied_before_ = before;
    const auto key = tally_key(rule, stage, segment);
    const auto known = tallies_.find(key);
    if (known != tallies_.end()) return known->second;
    return tallies_[key] = count(key, before);
}

insight::Tally Opportunities::count(const std::string& key, UtcTime before) {
    auto query = database_.statement(R"sql(
        SELECT count(*), coalesce(sum(decision = 'Accepted'), 0) FROM (
            SELECT value ->> 'State' AS decision, max(seq) FROM change
             WHERE kind = 'DecideOpportunity' AND value ->> 'Tally' = :key AND accepted_utc_ms < :before
             GROUP BY subject_uid)
         WHERE decision IN ('Offered', 'Accepted', 'Declined')
    )sql");
    query.bind(":key", key).bind(":before", before);
    query.step();
    return {.offered = query.integer(0), .accepted = query.integer(1)};
}

Opportunities::Entered Opportunities::enter(const Uuid& stay,
                                            const insight::OpportunityJudge::Judged& judged,
                                            std::span<const OfferAnswer> answers, UtcTime now) {
    Entered entered;
    std::map<std::string, const OfferAnswer*> newest;
    std::map<std::string, const insight::Opportunity*> found;
    for (const auto& answer : answers) newest[answer.offer.rule] = &answer;
    for (const auto& offer : judged.offers) found[offer.rule->id] = &offer;
    std::map<std::string, Opportunity> wanted;
    const auto look = [&](const std::string& rule) {
        if (!judged.known || wanted.contains(rule)) return;
        const auto answer = newest.find(rule);
        const auto offer = found.find(rule);
        auto one = stand(answer == newest.end() ? nullptr : answer->second,
                         offer == found.end() ? nullptr : offer->second, now);
        if (!one) return;
        one->id = id_of(rule, stay);
        one->rule = rule;
        one->stay = stay;
        if (answer != newest.end()) note_lapse(*answer->second, *one, entered, now);
        wanted.emplace(rule, std::move(*one));
    };
    for (const auto& [rule, answer] : newest) look(rule);
    for (const auto& [rule, offer] : found) look(rule);

    for (const auto& before : of(stay)) {
        const auto now_is = wanted.find(before.rule);
        if (now_is == wanted.end()) {
            remove(before.id);
            entered.changed.push_back(before.id);
        } else if (now_is->second == before) {
            wanted.erase(now_is);
        }
    }
    for (const auto& [rule, one] : wanted) {
        put(one);
        entered.changed.push_back(one.id);
    }
    return entered;
}

/// Kept by the decision, not by the stay: what has lapsed stays so when the stay is over.
void Opportunities::note_lapse(const OfferAnswer& answer, const Opportunity& one, Entered& into,
                               UtcTime now) {
    using enum OpportunityState;
    if (one.state == offered && one.expires && (!into.again || *one.expires < *into.again))
        into.again = one.expires;
    if (one.state == offered && answer.lapse) {
        auto stands_again = database_.statement("DELETE FROM offer_lapse WHERE change_uid = :uid");
        stands_again.bind(":uid", answer.change).run();
    }
    if (one.state != expired && one.state != withdrawn) return;
    if (!answer.lapse) into.lapsed.push_back(one);
    auto put = database_.statement(R"sql(
        INSERT INTO offer_lapse (change_uid, state, reason, at_utc_ms) VALUES (:uid, :state, :reason, :now)
        ON CONFLICT (change_uid) DO UPDATE SET reason = excluded.reason WHERE reason <> excluded.reason
    )sql");
    put.bind(":uid", answer.change).bind(":state", to_word(one.state));
    put.bind(":reason", one.reason).bind(":now", now).run();
}

std::optional<Opportunity> Opportunities::find(const Uuid& id) {
    auto query = database_.statement(
        "SELECT rule, stay_uid, state, value FROM opportunity WHERE uid = :uid");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    Opportunity one{
        .id = id,
        .rule = query.text(0),
        .stay = query.uuid(1),
        .state = opportunity_state_from(query.text(2)).value_or(OpportunityState::open)};
    read_json(query.text(3), one);
    return one;
}

std::vector<Opportunity> Opportunities::of(const Uuid& stay) {
    auto query = database_.statement(
        "SELECT uid, rule, state, value FROM opportunity WHERE stay_uid = :stay ORDER BY rule");
    query.bind(":stay", stay);
    std::vector<Opportunity> all;
    while (query.step()) {
        all.push_back(
            {.id = query.uuid(0),
             .rule = query.text(1),
             .stay = stay,
             .state = opportunity_state_from(query.text(2)).value_or(OpportunityState::open)});
        read_json(query.text(3), all.back());
    }
    return all;
}

void Opportunities::put(const Opportunity& one) {
    auto put = database_.statement(R"sql(
        INSERT INTO opportunity (uid, rule, stay_uid, state, value) VALUES (:uid, :rule, :stay, :state, :value)
        ON CONFLICT (uid) DO UPDATE SET state = excluded.state, value = excluded.value
    )sql");
    put.bind(":uid", one.id).bind(":rule", one.rule).bind(":stay", one.stay);
    put.bind(":state", to_word(one.state)).bind(":value", to_json(one)).run();
}

void Opportunities::remove(const Uuid& id) {
    auto remove = database_.statement("DELETE FROM opportunity WHERE uid = :uid");
    remove.bind(":uid", id).run();
}

}  // namespace stayd::operations
