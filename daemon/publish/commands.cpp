#include "publish/commands.hpp"

#include <algorithm>

#include "stayd/v1/command.pb.h"

namespace stayd::publish {
namespace {

/// Foreign bytes: what lies beyond the range of a Timestamp (years 1 to 9999) is taken as its end.
UtcTime time_of(const google::protobuf::Timestamp& stamp) {
    const auto seconds =
        std::clamp<std::int64_t>(stamp.seconds(), -62'135'596'800, 253'402'300'799);
    const auto nanos = std::clamp(stamp.nanos(), 0, 999'999'999);
    return UtcTime{std::chrono::seconds{seconds} + Duration{nanos / 1'000'000}};
}

model::ResourceState state_of(v1::ResourceState state) {
    switch (state) {
        case v1::RESOURCE_STATE_DIRTY:
            return model::ResourceState::dirty;
        case v1::RESOURCE_STATE_CLEAN:
            return model::ResourceState::clean;
        case v1::RESOURCE_STATE_INSPECTED:
            return model::ResourceState::inspected;
        case v1::RESOURCE_STATE_OUT_OF_SERVICE:
            return model::ResourceState::out_of_service;
        case v1::RESOURCE_STATE_OUT_OF_ORDER:
            return model::ResourceState::out_of_order;
        default:
            return model::ResourceState::other;
    }
}

/// nil for bytes that are no id: the house does not know it and says so.
Uuid id_of(const std::string& bytes) {
    return Uuid::from_bytes(bytes).value_or(Uuid{});
}

std::optional<Uuid> optional_id_of(const std::string& bytes) {
    if (bytes.empty()) return std::nullopt;
    return id_of(bytes);
}

/// Empty for a type this version does not know: the house says so.
std::string word_of(v1::BlockType type) {
    if (type == v1::BLOCK_TYPE_OUT_OF_ORDER) return "OutOfOrder";
    return type == v1::BLOCK_TYPE_INTERNAL_USE ? "InternalUse" : "";
}

std::optional<operations::FindingState> state_of(v1::FindingStage stage) {
    using operations::FindingState;
    switch (stage) {
        case v1::FINDING_STAGE_OPEN:
            return FindingState::open;
        case v1::FINDING_STAGE_ACKNOWLEDGED:
            return FindingState::acknowledged;
        case v1::FINDING_STAGE_SNOOZED:
            return FindingState::snoozed;
        case v1::FINDING_STAGE_WAIVED:
            return FindingState::waived;
        default:
            return std::nullopt;
    }
}

std::optional<insight::OfferDecision> decision_of(v1::OpportunityStage stage) {
    using insight::OfferDecision;
    switch (stage) {
        case v1::OPPORTUNITY_STAGE_OPEN:
            return OfferDecision::taken_back;
        case v1::OPPORTUNITY_STAGE_OFFERED:
            return OfferDecision::offered;
        case v1::OPPORTUNITY_STAGE_ACCEPTED:
            return OfferDecision::accepted;
        case v1::OPPORTUNITY_STAGE_DECLINED:
            return OfferDecision::declined;
        case v1::OPPORTUNITY_STAGE_DISMISSED:
            return OfferDecision::dismissed;
        default:
            return std::nullopt;
    }
}

/// One that this version does not know is said by its number, and the house refuses it.
std::string word_of(v1::OfferChannel channel) {
    switch (channel) {
        case v1::OFFER_CHANNEL_UNSPECIFIED:
            return {};
        case v1::OFFER_CHANNEL_DESK:
            return "Desk";
        case v1::OFFER_CHANNEL_PHONE:
            return "Phone";
        case v1::OFFER_CHANNEL_EMAIL:
            return "Email";
        case v1::OFFER_CHANNEL_MESSAGE:
            return "Message";
        default:
            return std::to_string(channel);
    }
}

template <class Values>
journal::Fields fields_of(const Values& values) {
    journal::Fields fields;
    for (const v1::FieldValue& field : values) {
        fields.set(field.name(), field.has_value() ? std::optional{field.value()} : std::nullopt);
    }
    return fields;
}

std::optional<house::Action> action_of(const v1::Command& command) {
    switch (command.action_case()) {
        case v1::Command::kSetRoomState:
            return house::SetRoomState{.room = id_of(command.set_room_state().room_id()),
                                       .state = state_of(command.set_room_state().state()),
                                       .note = command.set_room_state().note()};
        case v1::Command::kCreateTask: {
            const auto& task = command.create_task();
            house::CreateTask create{.title = task.title(),
                                     .description = task.description(),
                                     .department = optional_id_of(task.department_id()),
                                     .room = optional_id_of(task.room_id()),
                                     .priority = task.priority() == v1::TASK_PRIORITY_UNSPECIFIED
                                                     ? 3
                                                     : static_cast<int>(task.priority())};
            if (task.has_due()) create.due = time_of(task.due());
            return create;
        }
        case v1::Command::kAcceptTask:
            return house::AcceptTask{id_of(command.accept_task().task_id())};
        case v1::Command::kCompleteTask:
            return house::CompleteTask{id_of(command.complete_task().task_id())};
        case v1::Command::kCheckIn:
            return house::CheckIn{id_of(command.check_in().reservation_id())};
        case v1::Command::kSetGuestWaiting:
            return house::SetGuestWaiting{
                .reservation = id_of(command.set_guest_waiting().reservation_id()),
                .waiting = command.set_guest_waiting().waiting()};
        case v1::Command::kDismissChange:
            return house::DismissChange{id_of(command.dismiss_change().change_id())};
        case v1::Command::kReapplyChange:
            return house::ReapplyChange{id_of(command.reapply_change().change_id())};
        case v1::Command::kBlockRoom: {
            const auto& block = command.block_room();
            return house::BlockRoom{.room = id_of(block.room_id()),
                                    .type = word_of(block.type()),
                                    .name = block.reason(),
                                    .start = time_of(block.start()),
                                    .end = time_of(block.end()),
                                    .notes = block.notes()};
        }
        case v1::Command::kEndBlock:
            return house::EndBlock{id_of(command.end_block().block_id())};
        case v1::Command::kCheckOut:
            return house::CheckOut{
                .reservation = id_of(command.check_out().reservation_id()),
                .open_balance_reason = command.check_out().open_balance_reason()};
        case v1::Command::kMoveStay:
            return house::MoveStay{.reservation = id_of(command.move_stay().reservation_id()),
                                   .room = id_of(command.move_stay().room_id())};
        case v1::Command::kSetStayTimes: {
            const auto& times = command.set_stay_times();
            house::SetStayTimes set{.reservation = id_of(times.reservation_id())};
            if (times.has_start()) set.start = time_of(times.start());
            if (times.has_end()) set.end = time_of(times.end());
            return set;
        }
        case v1::Command::kUpdateGuest:
            return house::UpdateGuest{.guest = id_of(command.update_guest().guest_id()),
                                      .fields = fields_of(command.update_guest().fields())};
        case v1::Command::kUpdateCompany:
            return house::UpdateCompany{.company = id_of(command.update_company().company_id()),
                                        .fields = fields_of(command.update_company().fields())};
        case v1::Command::kSetAddress:
            return house::SetAddress{.guest = id_of(command.set_address().guest_id()),
                                     .fields = fields_of(command.set_address().fields())};
        case v1::Command::kAddDocument:
            return house::AddDocument{.guest = id_of(command.add_document().guest_id()),
                                      .fields = fields_of(command.add_document().fields())};
        case v1::Command::kRemoveDocument:
            return house::RemoveDocument{id_of(command.remove_document().document_id())};
        case v1::Command::kAddCompanion:
            return house::AddCompanion{
                .reservation = id_of(command.add_companion().reservation_id()),
                .guest = id_of(command.add_companion().guest_id())};
        case v1::Command::kRemoveCompanion:
            return house::RemoveCompanion{
                .reservation = id_of(command.remove_companion().reservation_id()),
                .guest = id_of(command.remove_companion().guest_id())};
        case v1::Command::kAddStayNote:
            return house::AddStayNote{
                .reservation = id_of(command.add_stay_note().reservation_id()),
                .text = command.add_stay_note().text()};
        case v1::Command::kAddGuestNote:
            return house::AddGuestNote{.guest = id_of(command.add_guest_note().guest_id()),
                                       .text = command.add_guest_note().text()};
        case v1::Command::kSellProduct:
            return house::SellProduct{
                .reservation = id_of(command.sell_product().reservation_id()),
                .product = id_of(command.sell_product().product_id()),
                .count = static_cast<int>(std::min(command.sell_product().count(), 1000U))};
        case v1::Command::kSendMessage:
            return house::SendMessage{.reservation = id_of(command.send_message().reservation_id()),
                                      .text = command.send_message().text()};
        case v1::Command::kRecord:
            return house::Record{.subject = id_of(command.record().subject_id()),
                                 .name = command.record().name(),
                                 .value = command.record().value()};
        case v1::Command::kDecideFinding: {
            const auto& decision = command.decide_finding();
            const auto state = state_of(decision.stage());
            if (!state) return std::nullopt;
            house::DecideFinding decide{.finding = id_of(decision.finding_id()),
                                        .state = *state,
                                        .reason = decision.reason()};
            if (decision.has_until()) decide.until = time_of(decision.until());
            return decide;
        }
        case v1::Command::kEditRule:
            return house::EditRule{.rule = command.edit_rule().rule(),
                                   .text = command.edit_rule().text(),
                                   .seen = command.edit_rule().seen()};
        case v1::Command::kDecideOpportunity: {
            const auto& said = command.decide_opportunity();
            const auto decision = decision_of(said.stage());
            if (!decision) return std::nullopt;
            house::DecideOpportunity decide{.opportunity = id_of(said.opportunity_id()),
                                            .decision = *decision,
                                            .channel = word_of(said.channel()),
                                            .reason = said.reason()};
            if (said.has_price()) decide.price = said.price();
            return decide;
        }
        case v1::Command::ACTION_NOT_SET:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::expected<house::StaffCommand, house::Ack> read_command(std::string_view device,
                                                            std::string_view payload) {
    const auto refuse = [device](const Uuid& id, std::string reason) {
        return std::unexpected(house::Ack{.command = id,
                                          .device = std::string{device},
                                          .durable = false,
                                          .reason = std::move(reason)});
    };
    v1::Command command;
    if (!command.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
        return refuse({}, "This is no stayd.v1.Command: see proto/stayd/v1/command.proto.");
    }
    const auto id = Uuid::from_bytes(command.command_id());
    if (!id) return refuse({}, "command_id must be the 16 bytes of a UUIDv7.");
    auto action = action_of(command);
    if (!action)
        return refuse(*id,
                      "The command says nothing to do, or something this version does not know.");
    house::StaffCommand read{.id = *id,
                             .device = std::string{device},
                             .user = command.user(),
                             .made = std::nullopt,
                             .action = std::move(*action)};
    if (command.has_made_at()) read.made = time_of(command.made_at());
    read.follows = optional_id_of(command.follows());
    return read;
}

std::string write_ack(const house::Ack& ack, std::uint64_t epoch, std::uint64_t revision) {
    v1::CommandAck message;
    message.set_command_id(reinterpret_cast<const char*>(ack.command.bytes.data()),
                           ack.command.bytes.size());
    message.set_outcome(ack.durable     ? v1::COMMAND_OUTCOME_DURABLE
                        : ack.too_early ? v1::COMMAND_OUTCOME_TOO_EARLY
                                        : v1::COMMAND_OUTCOME_NOT_SAVED);
    message.set_reason(ack.reason);
    message.mutable_version()->set_epoch(epoch);
    message.mutable_version()->set_version(revision);
    return message.SerializeAsString();
}

}  // namespace stayd::publish
