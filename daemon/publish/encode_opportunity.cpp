#include "publish/encode_parts.hpp"
#include "stayd/v1/opportunity.pb.h"

namespace stayd::publish {
namespace {

v1::OpportunityMoment moment_of(const std::string& stage) {
    const auto at = insight::offer_stage_from(stage);
    return static_cast<v1::OpportunityMoment>(static_cast<int>(at) + 1);
}

v1::OpportunityStage stage_of(operations::OpportunityState state) {
    return static_cast<v1::OpportunityStage>(static_cast<int>(state) + 1);
}

}  // namespace

std::string content_of(const std::optional<house::OpportunityView>& view) {
    if (!view) return {};
    const auto& one = view->opportunity;
    v1::OpportunityState offer;
    offer.set_opportunity_id(bytes(one.id));
    offer.set_rule(one.rule);
    offer.set_name(one.name);
    offer.set_reservation_id(bytes(one.stay));
    offer.set_number(view->number);
    offer.set_guest(view->guest);
    offer.set_room(view->room);
    if (view->arrival) put(offer.mutable_arrival(), *view->arrival);
    if (view->departure) put(offer.mutable_departure(), *view->departure);
    offer.set_stage(stage_of(one.state));
    offer.set_moment(moment_of(one.stage));
    offer.set_say(one.say);
    offer.set_why(one.why);
    offer.set_currency(one.currency);
    offer.set_price(one.price);
    offer.set_expected_value(one.expected);
    offer.set_rank(one.rank);
    offer.set_acceptance_percent(
        static_cast<std::uint32_t>(insight::divided(one.acceptance, 10'000)));
    offer.set_counted(one.is_counted);
    offer.set_needs_availability(one.needs_availability);
    offer.set_guardrail(static_cast<std::uint32_t>(one.guardrail));
    offer.set_reason(one.reason);
    if (one.expires) put(offer.mutable_expires(), *one.expires);
    offer.set_decided_by(one.decided_by);
    if (one.decided) put(offer.mutable_decided(), *one.decided);
    return offer.SerializeAsString();
}

}  // namespace stayd::publish
