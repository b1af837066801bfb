#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "house/judge.hpp"

// What becomes of an offer, and what accepting it does. Judged upon the house as it is now: what
// was on the page may have gone meanwhile.

namespace stayd::house {

using namespace std::chrono_literals;
using insight::OfferDecision;
using journal::Kind;
using operations::OpportunityState;

namespace {

constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_task = 200;
constexpr Duration between_electronic = 72h;
constexpr Duration believed_availability = 10min;
constexpr Duration soonest_task = 30min;

constexpr std::array<std::string_view, 4> channels{"Desk", "Phone", "Email", "Message"};

bool is_electronic(std::string_view channel) {
    return channel == "Email" || channel == "Message";
}

std::string in_words(std::int64_t minor, const std::string& currency) {
    const int digits = insight::minor_digits(currency);
    if (digits == 0) return fmt::format("{} {}", currency, minor);
    std::int64_t whole = 1;
    for (int i = 0; i < digits; ++i) whole *= 10;
    return fmt::format("{} {}.{:0{}}", currency, minor / whole, minor % whole, digits);
}

/// Why a decision cannot follow what has become of the offer already.
std::string out_of_turn(const operations::Opportunity& known, OfferDecision decision) {
    const bool takes_back = decision == OfferDecision::taken_back;
    switch (known.state) {
        case OpportunityState::open:
            return takes_back ? "There is nothing to take back." : "";
        case OpportunityState::offered:
            return "";
        case OpportunityState::blocked:
            if (decision == OfferDecision::dismissed) return "";
            return fmt::format("It may not be offered. {}.", known.reason);
        case OpportunityState::accepted:
            return "The guest has accepted it already.";
        case OpportunityState::declined:
        case OpportunityState::dismissed:
            return takes_back ? "" : "It was decided already. Take that back first.";
        case OpportunityState::expired:
            return "Its time is over.";
        case OpportunityState::withdrawn:
            return fmt::format("It is no longer to be had. {}.", known.reason);
    }
    return "";
}

}  // namespace

/// Whether what the PMS has left is known, or can be asked (hotel-domain.md 4.3, 6).
bool Judge::is_known_up_to_now() const {
    auto line = house_.database().statement("SELECT line = 'Up' FROM house");
    if (line.step() && line.boolean(0)) return true;
    const auto read = house_.streams().find(model::List::availability).watermark;
    return read && *read + believed_availability >= now_;
}

/// Why it cannot be said, or taken, at this moment; empty when it can.
std::string Judge::sell(const Deal& deal, const DecideOpportunity& action) const {
    const auto& [known, offer, said] = deal;
    // The guest is never moved to another room than was told.
    const auto room = said != nullptr ? Uuid::parse(said->value.text("Room")) : std::nullopt;
    if (!offer.is_feasible || (room && offer.room != room)) return offer.rule->cannot + ".";
    const bool has_lapsed =
        known.state == OpportunityState::offered && known.expires && *known.expires <= now_;
    if (offer.is_over || has_lapsed) return "Its time is over.";
    if (offer.guarded.number > 0)
        return fmt::format("It may not be offered. {}.", offer.guarded.why);
    const auto price = known.price;
    if (action.price && *action.price != price)
        return fmt::format("The price is {} now.", in_words(price, known.currency));
    if (action.decision == OfferDecision::accepted) {
        // What the PMS will charge is what was said, or nothing is sold.
        if (offer.product && offer.value.price != price)
            return fmt::format("The price is {} now: offer it anew.",
                               in_words(offer.value.price, known.currency));
        if (offer.rule->needs_availability && !is_known_up_to_now())
            return "Mews cannot be reached, and what it has left is known too long ago. Confirm it "
                   "there first.";
    }
    if (!is_electronic(action.channel)) return {};
    if (!offer.may_email) return "The guest has not agreed to offers by e-mail or message.";
    for (const auto& answer : house_.conclusions().opportunities().answers(known.stay)) {
        if (is_electronic(answer.value.text("Channel")) &&
            answer.offer.at + between_electronic > now_)
            return "The guest had an offer by e-mail or message within the last 72 hours.";
    }
    return {};
}

/// None when there is none.
std::optional<Uuid> Judge::room_of(const Deal& deal, const Stay& stay) const {
    const auto id = deal.known.stay;
    const auto is_free = [&](const Uuid& one) {
        return taken(one, stay.start, stay.end, id).empty();
    };
    if (deal.offer.category) {
        const auto rooms = house_.conclusions().supply().rooms_of(*deal.offer.category, id, now_);
        const auto free = std::ranges::find_if(rooms, is_free);
        return free == rooms.end() ? std::nullopt : std::optional{*free};
    }
    return deal.offer.room && is_free(*deal.offer.room) ? deal.offer.room : std::nullopt;
}

/// The acts that give the guest what was bought, and the task that delivers it (hotel-domain.md
/// 4.3, 9). Why there is none; empty when there are.
std::string Judge::add_acts(const Deal& deal, Judgement& into) const {
    const auto& [known, offer, said] = deal;
    const auto stay = this->stay(known.stay);
    if (!stay) return "This reservation is not known here. Reload the page.";
    std::optional<Uuid> room;
    if (offer.category || offer.room) {
        room = room_of(deal, *stay);
        if (!room) return offer.rule->cannot + ".";
    }
    if (room) into.then.emplace_back(MoveStay{known.stay, *room});
    if (offer.start_utc_ms || offer.end_utc_ms) {
        SetStayTimes times{.reservation = known.stay};
        if (offer.start_utc_ms) times.start = from_ms(*offer.start_utc_ms);
        if (offer.end_utc_ms) times.end = from_ms(*offer.end_utc_ms);
        into.then.emplace_back(times);
    }
    if (offer.product)
        into.then.emplace_back(SellProduct{
            .reservation = known.stay, .product = *offer.product, .count = offer.count});
    const auto due = offer.task_due_utc_ms ? from_ms(*offer.task_due_utc_ms) : now_ + soonest_task;
    into.then.emplace_back(CreateTask{
        .title = offer.task.substr(0, longest_task),
        .description = known.price > 0 ? fmt::format("{}: {}{}", known.name,
                                                     in_words(known.price, known.currency),
                                                     offer.product ? ", ordered" : ", to be posted")
                                       : known.name,
        .room = room ? room : stay->room,
        .due = std::max(due, now_ + soonest_task)});
    return {};
}

/// What is written down. What was said stays as it was said, however it ends; of what was a slip
/// only what it would have been counted under.
journal::Fields Judge::value_of(const operations::Opportunity& known,
                                const operations::OfferAnswer* said,
                                const std::optional<insight::Opportunity>& offer,
                                OfferDecision decision) const {
    journal::Fields value;
    if (decision == OfferDecision::taken_back) {
        for (const auto* name : {"Rule", "Name", "Stage", "Version", "Tally"}) {
            if (said == nullptr || said->value.text(name).empty()) continue;
            value.set(name, said->value.text(name));
        }
        return value;
    }
    if (said != nullptr) return said->value;
    const auto stage = insight::offer_stage_from(known.stage);
    value.set("Rule", known.rule);
    value.set("Name", known.name);
    value.set("Stage", known.stage);
    value.set("Price", std::to_string(known.price));
    value.set("Currency", known.currency);
    value.set("Expected", std::to_string(known.expected));
    value.set("Say", known.say);
    value.set("Why", known.why);
    if (known.expires) value.set("Expires", to_iso8601(*known.expires));
    if (!offer) return value;
    value.set("Version", fmt::format("{:08x}", offer->rule->version));
    value.set("Tally", operations::Opportunities::tally_key(known.rule, stage, offer->segment));
    value.set("Facts", offer->evidence);
    value.set("Task", offer->task.substr(0, longest_task));
    if (offer->room) value.set("Room", offer->room->to_string());
    return value;
}

Judgement Judge::operator()(const DecideOpportunity& action) const {
    auto& conclusions = house_.conclusions();
    auto known = conclusions.opportunities().find(action.opportunity);
    if (!known) return no("This offer is no longer there. Reload the page.");
    const auto answers = conclusions.opportunities().answers(known->stay);
    const auto* newest = operations::newest_of(answers, known->rule);
    const auto offer = conclusions.offer_now(known->stay, known->rule, now_);
    known = operations::as_recorded(std::move(*known), newest, offer ? &*offer : nullptr);
    if (auto why = out_of_turn(*known, action.decision); !why.empty()) return no(std::move(why));
    const bool says_no =
        action.decision == OfferDecision::declined || action.decision == OfferDecision::dismissed;
    if (says_no && action.reason.empty()) return no("Say why.");
    if (characters(action.reason) > longest_reason)
        return no("The reason is too long: at most 500 characters.");
    const auto channel = action.channel.empty() ? std::string{channels.front()} : action.channel;
    if (std::ranges::find(channels, channel) == channels.end())
        return no("An offer is made at the desk, by phone, e-mail or message.");

    Judgement judgement{.kind = Kind::decide_opportunity,
                        .subject = action.opportunity,
                        .about = known->stay,
                        .base = {{"State", std::string{to_word(known->state)}}}};
    const bool sells =
        action.decision == OfferDecision::offered || action.decision == OfferDecision::accepted;
    const bool is_said = newest != nullptr && newest->offer.decision != OfferDecision::taken_back;
    const auto* said = is_said ? newest : nullptr;
    if (sells) {
        if (!offer) return no("It is no longer to be had.");
        const Deal deal{.known = *known, .offer = *offer, .said = said};
        auto why = sell(deal, action);
        if (why.empty() && action.decision == OfferDecision::accepted)
            why = add_acts(deal, judgement);
        if (!why.empty()) return no(std::move(why));
    }
    auto& value = judgement.value = value_of(*known, said, offer, action.decision);
    value.set("State", std::string{insight::to_word(action.decision)});
    value.set("Channel", channel);
    value.set("Reason", action.reason);
    return judgement;
}

}  // namespace stayd::house
