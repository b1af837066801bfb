#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "house/views.hpp"

// What all messages are made with.

namespace stayd::publish {

inline void put(google::protobuf::Timestamp* to, UtcTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    to->set_seconds(seconds.time_since_epoch().count());
    to->set_nanos(static_cast<int>((time - seconds).count()) * 1'000'000);
}

inline std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

/// A payload without its version; nothing when it is no such message.
template <class Message>
std::optional<std::string> strip(std::string_view payload) {
    Message message;
    if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
        return std::nullopt;
    message.clear_version();
    return message.SerializeAsString();
}

/// The content of a message, without its version; empty when there is none.
std::string content_of(const std::optional<house::FindingView>& view);
std::string content_of(const std::optional<house::RuleView>& view);
std::string content_of(const std::optional<house::OpportunityView>& view);

}  // namespace stayd::publish
