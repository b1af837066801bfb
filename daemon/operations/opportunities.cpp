#include "operations/opportunities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdlib>
#include <map>

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

/// What was said stands while it is to be had, at the price at which it was said.
Opportunity while_offered(const OfferAnswer& answer, const insight::Opportunity* found,
                          UtcTime now) {
    auto said = as_decided(answer);
    said.state = OpportunityState::offered;
    if (said.expires && *said.expires <= now) {
        said.state = OpportunityState::expired;
    } else if (found == nullptr || !found->is_feasible || found->guarded.number > 0) {
        said.state = OpportunityState::withdrawn;
        said.reason = found == nullptr            ? "It is no longer to be had"
                      : found->guarded.number > 0 ? found->guarded.why
                                                  : found->rule->cannot;
        if (found != nullptr) said.guardrail = found->guarded.number;
    } else {
        said.rank = found->rank;
        said.acceptance = found->acceptance;
        said.is_counted = found->is_counted;
        said.needs_availability = found->rule->needs_availability;
    }
    return said;
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
    if (answer == nullptr) return while_untold(found);
    const auto ended = [&](OpportunityState state) {
        auto one = as_decided(*answer);
        one.state = state;
        return one;
    };
    switch (answer->offer.decision) {
        case OfferDecision::offered:
            return while_offered(*answer, found, now);
        case OfferDecision::accepted:
            return ended(OpportunityState::accepted);
        case OfferDecision::declined:
            return ended(OpportunityState::declined);
        case OfferDecision::dismissed:
            return ended(OpportunityState::dismissed);
        case OfferDecision::taken_back:
            return while_untold(found);
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_word(OpportunityState state) {
    return state_words[static_cast<std::size_t>(state)];
}

std::optional<OpportunityState> opportunity_state_from(std::string_view word) {
    const auto* found = std::ranges::find(state_words, word);
    if (found == state_words.end()) return std::nullopt;
    return static_cast<OpportunityState>(found - state_words.begin());
}

Uuid Opportunities::id_of(std::string_view rule, const Uuid& stay) {
    std::string bytes{rule};
    bytes.append(reinterpret_cast<const char*>(stay.bytes.data()), stay.bytes.size());
    const auto hash = journal::sha256(bytes);
    Uuid id;
    std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

std::string Opportunities::tally_key(std::string_view rule, insight::OfferStage stage,
                                     std::string_view segment) {
    return fmt::format("{} {} {}", rule, insight::to_word(stage), segment);
}

std::vector<OfferAnswer> Opportunities::answers(const Uuid& stay) {
    auto query = database_.statement(R"sql(
        SELECT value, made_by, accepted_utc_ms FROM change
         WHERE about_uid = :stay AND kind = 'DecideOpportunity' ORDER BY seq
    )sql");
    query.bind(":stay", stay);
    std::vector<OfferAnswer> all;
    while (query.step()) {
        auto value = journal::Fields::from_json(query.text(0));
        const auto decision = insight::offer_decision_from(value.text("State"));
        if (!decision) continue;
        all.push_back(
            {.offer = {.rule = value.text("Rule"), .decision = *decision, .at = query.time(2)},
             .by = query.text(1),
             .value = std::move(value)});
    }
    return all;
}

insight::Tally Opportunities::tally(const std::string& rule, insight::OfferStage stage,
                                    const std::string& segment, UtcTime before) {
    auto query = database_.statement(R"sql(
        SELECT count(*), coalesce(sum(decision = 'Accepted'), 0) FROM (
            SELECT value ->> 'State' AS decision, max(seq) FROM change
             WHERE kind = 'DecideOpportunity' AND value ->> 'Tally' = :key AND accepted_utc_ms < :before
             GROUP BY subject_uid)
         WHERE decision IN ('Offered', 'Accepted', 'Declined')
    )sql");
    query.bind(":key", tally_key(rule, stage, segment)).bind(":before", before);
    query.step();
    return {.offered = query.integer(0), .accepted = query.integer(1)};
}

std::vector<Opportunity> Opportunities::enter(const Uuid& stay,
                                              const insight::OpportunityJudge::Judged& judged,
                                              std::span<const OfferAnswer> answers, UtcTime now) {
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
        wanted.emplace(rule, std::move(*one));
    };
    for (const auto& [rule, answer] : newest) look(rule);
    for (const auto& [rule, offer] : found) look(rule);

    std::vector<Opportunity> changed;
    for (auto& before : of(stay)) {
        const auto now_is = wanted.find(before.rule);
        if (now_is == wanted.end()) {
            remove(before.id);
            changed.push_back(std::move(before));
        } else if (now_is->second == before) {
            wanted.erase(now_is);
        }
    }
    for (auto& [rule, one] : wanted) {
        put(one);
        changed.push_back(std::move(one));
    }
    return changed;
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
