#include "publish/encode_profile.hpp"

#include <google/protobuf/util/time_util.h>

namespace stayd::publish {
namespace {

using google::protobuf::util::TimeUtil;

v1::ProfileTier wire(insight::Tier tier) {
    return static_cast<v1::ProfileTier>(static_cast<int>(tier) + 1);
}

v1::ProfileRole wire(insight::Role role) {
    return static_cast<v1::ProfileRole>(static_cast<int>(role) + 1);
}

void put(v1::ProfileGap* to, const house::ProfileView::Gap& gap) {
    to->set_field(gap.field);
    to->set_name(gap.name);
    to->set_tier(wire(gap.tier));
    to->set_weight(static_cast<std::uint32_t>(gap.weight));
    to->set_lost(static_cast<std::uint32_t>(gap.points_lost));
    to->set_doubtful(gap.quality > 0);
    if (gap.due) *to->mutable_due() = TimeUtil::MillisecondsToTimestamp(to_ms(*gap.due));
    to->set_fix(gap.fix);
    to->set_who(gap.who);
    to->set_blocks_check_in(gap.blocks_check_in);
    to->set_blocks_check_out(gap.blocks_check_out);
    to->set_blocks_report(gap.blocks_report);
}

}  // namespace

v1::StayProfile profile_message(const house::ProfileView& profile) {
    v1::StayProfile message;
    message.set_score(static_cast<std::uint32_t>(profile.score));
    message.set_legal(static_cast<std::uint32_t>(profile.legal));
    message.set_operational(static_cast<std::uint32_t>(profile.operational));
    message.set_commercial(static_cast<std::uint32_t>(profile.commercial));
    message.set_market(profile.market);
    message.set_missing_persons(static_cast<std::uint32_t>(profile.missing_persons));
    for (const auto& person : profile.persons) {
        auto* each = message.add_persons();
        each->set_name(person.name);
        each->set_role(wire(person.role));
        each->set_score(static_cast<std::uint32_t>(person.score));
        for (const auto& gap : person.gaps) put(each->add_gaps(), gap);
    }
    return message;
}

}  // namespace stayd::publish
