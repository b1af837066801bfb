#include "publish/encode_parts.hpp"
#include "stayd/v1/finding.pb.h"
#include "stayd/v1/rule.pb.h"

namespace stayd::publish {
namespace {

v1::FindingStage stage_of(const operations::Finding& finding) {
    using operations::FindingState;
    if (finding.clears) return v1::FINDING_STAGE_MENDED;
    switch (finding.state) {
        case FindingState::acknowledged:
            return v1::FINDING_STAGE_ACKNOWLEDGED;
        case FindingState::snoozed:
            return v1::FINDING_STAGE_SNOOZED;
        case FindingState::waived:
            return v1::FINDING_STAGE_WAIVED;
        default:
            return v1::FINDING_STAGE_OPEN;
    }
}

}  // namespace

std::string content_of(const std::optional<house::FindingView>& shown) {
    if (!shown) return {};
    const auto& view = *shown;
    v1::FindingState finding;
    finding.set_finding_id(bytes(view.finding.id));
    finding.set_rule(view.finding.rule);
    finding.set_name(view.name);
    finding.set_subject(
        static_cast<v1::FindingSubject>(static_cast<int>(view.finding.subject) + 1));
    finding.set_subject_id(bytes(view.finding.about));
    finding.set_about(view.about);
    finding.set_severity(static_cast<v1::FindingSeverity>(view.finding.severity));
    finding.set_stage(stage_of(view.finding));
    finding.set_message(view.message);
    finding.set_fix(view.fix);
    finding.set_role(view.role);
    finding.set_priority(static_cast<std::uint32_t>(view.priority));
    finding.set_max_age_minutes(static_cast<std::uint32_t>(view.max_age_minutes));
    for (const auto& [name, value] : view.facts) {
        auto* fact = finding.add_facts();
        fact->set_name(name);
        fact->set_value(value);
    }
    finding.set_times(static_cast<std::uint32_t>(view.finding.times));
    put(finding.mutable_raised(), view.finding.raised);
    put(finding.mutable_since(), view.finding.changed);
    if (view.finding.until) put(finding.mutable_until(), *view.finding.until);
    finding.set_decided_by(view.finding.decided_by);
    finding.set_reason(view.finding.reason);
    if (view.arrival) put(finding.mutable_arrival(), *view.arrival);
    if (view.stay) finding.set_reservation_id(bytes(*view.stay));
    return finding.SerializeAsString();
}

std::string content_of(const std::optional<house::RuleView>& shown) {
    if (!shown) return {};
    const auto& view = *shown;
    v1::RuleState rule;
    rule.set_rule_id(bytes(view.id));
    rule.set_rule(view.rule.id);
    rule.set_name(view.rule.name);
    rule.set_subject(static_cast<v1::FindingSubject>(static_cast<int>(view.rule.subject) + 1));
    rule.set_severity(static_cast<v1::FindingSeverity>(view.rule.severity));
    rule.set_message(view.rule.message);
    rule.set_fix(view.rule.fix);
    rule.set_role(view.rule.role);
    rule.set_priority(static_cast<std::uint32_t>(view.rule.priority));
    rule.set_on(view.rule.on);
    rule.set_text(view.text);
    rule.set_text_version(view.rule.version);
    rule.set_file(view.file);
    rule.set_changed_by(view.by);
    put(rule.mutable_since(), view.since);
    return rule.SerializeAsString();
}

}  // namespace stayd::publish
