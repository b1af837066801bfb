#include <algorithm>
#include <boost/json.hpp>

#include "house/conclusions.hpp"

// What can be offered to guests, kept in line with the facts as findings are; and with what other
// stays leave over of the house.

namespace stayd::house {

using rules::Subject;

/// What another guest could have now who could not before, or the other way round, is asked of
/// those to whom it could be offered, a part with each of the next ticks: today's arrivals are
/// many.
void Conclusions::ask_what_supply_moves(UtcTime now) {
    bool moved = false;
    for (const auto& [subject, uid] : asked_) {
        if (subject == Subject::room && supply_.look_at_room(uid)) moved = true;
    }
    if (moved) ask_soon(supply_.stays_for_rooms(), now);
    for (const auto& night : nights_) {
        if (supply_.look_at_night(night)) ask_soon(supply_.stays_for_night(night), now);
    }
}

void Conclusions::ask_soon(const std::vector<Uuid>& stays, UtcTime now) {
    for (const auto& stay : stays) {
        if (!asked_.contains({Subject::stay, stay})) ask_later(Subject::stay, stay, now);
    }
}

void Conclusions::hold(const Uuid& room, const Uuid& stay, UtcTime until, UtcTime now) {
    supply_.hold(room, stay, until);
    ask_soon(supply_.stays_for_rooms(), now);
}

void Conclusions::let_go_of_offered(const Uuid& stay, const Uuid& opportunity, UtcTime now) {
    bool is_free = false;
    for (const auto& answer : opportunities_.answers(stay)) {
        if (operations::Opportunities::id_of(answer.offer.rule, stay) != opportunity) continue;
        const auto room = Uuid::parse(answer.value.text("Room"));
        if (room && supply_.let_go(*room, stay)) is_free = true;
    }
    if (is_free) ask_soon(supply_.stays_for_rooms(), now);
}

/// The others are not looked at: their facts cost more than this. Without any price nothing can be
/// offered.
bool Conclusions::may_be_offered_something(const Uuid& stay) {
    auto query = database_.statement(R"sql(
        SELECT EXISTS (SELECT 1 FROM stay_now, house
                        WHERE uid = :uid AND state_now IN ('Confirmed', 'Started')
                          AND start_now_utc_ms < business_day_end_utc_ms + 15 * 86400000)
           AND (EXISTS (SELECT 1 FROM offered_product)
                OR EXISTS (SELECT 1 FROM order_item WHERE service_order_uid = :uid AND currency IS NOT NULL))
    )sql");
    query.bind(":uid", stay);
    return query.step() && query.boolean(0);
}

insight::OpportunityJudge::Judged Conclusions::judge_offers(
    const Uuid& stay, std::span<const operations::OfferAnswer> answers, UtcTime now) {
    if (!may_be_offered_something(stay)) return {};
    std::vector<insight::PastOffer> past;
    for (const auto& answer : answers) past.push_back(answer.offer);
    auto day = database_.statement("SELECT business_day_start_utc_ms FROM house");
    day.step();
    const auto this_morning = day.time(0);
    const auto tallies = [&](const std::string& rule, insight::OfferStage stage,
                             const std::string& segment) {
        return opportunities_.tally(rule, stage, segment, this_morning);
    };
    return offers_->judge(stay, past, tallies, now);
}

std::optional<UtcTime> Conclusions::judge_opportunities(const Uuid& stay, UtcTime now) {
    const auto answers = opportunities_.answers(stay);
    const auto judged = judge_offers(stay, answers, now);
    const auto entered = opportunities_.enter(stay, judged, answers, now);
    for (const auto& id : entered.changed) shown_.touch(ShownKind::opportunity, id);
    for (const auto& offer : entered.lapsed) audit_lapse(offer, now);
    if (!judged.again || !entered.again) return judged.again ? judged.again : entered.again;
    return std::min(*judged.again, *entered.again);
}

std::optional<insight::Opportunity> Conclusions::offer_now(const Uuid& stay,
                                                           const std::string& rule, UtcTime now) {
    if (!offers_) return std::nullopt;
    moments_->begin(now);
    const auto answers = opportunities_.answers(stay);
    auto judged = judge_offers(stay, answers, now);
    for (auto& offer : judged.offers) {
        if (offer.rule->id == rule) return std::move(offer);
    }
    return std::nullopt;
}

/// What staff did stands there by itself; what was said to a guest and cannot be kept, here.
void Conclusions::audit_lapse(const operations::Opportunity& offer, UtcTime now) {
    audit_.add({.at = now,
                .actor = "stayd",
                .device = {},
                .kind = "Offer",
                .subject = offer.id,
                .about = offer.stay,
                .what = std::string{operations::to_word(offer.state)},
                .after = boost::json::serialize(boost::json::object{{"price", offer.price}}),
                .why = offer.reason,
                .rule = offer.rule});
}

}  // namespace stayd::house
