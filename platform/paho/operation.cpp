#include "platform/paho/operation.hpp"

#include <fmt/format.h>
#include <mqtt/async_client.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace stayd::platform {

Result<void> to_result(const Outcome& outcome) {
    const bool refused = outcome.reason_code >= MQTTREASONCODE_UNSPECIFIED_ERROR;
    if (outcome.succeeded && !refused) return {};
    return failure(refused ? Errc::refused : Errc::no_answer,
                   fmt::format("MQTT broker: {}", reason_text(outcome)));
}

std::string reason_text(const Outcome& outcome) {
    if (outcome.reason_code >= MQTTREASONCODE_UNSPECIFIED_ERROR) {
        const char* text =
            MQTTReasonCode_toString(static_cast<MQTTReasonCodes>(outcome.reason_code));
        return text == nullptr ? "refused" : text;
    }
    return outcome.return_code == MQTTASYNC_FAILURE
               ? "no connection"
               : mqtt::exception::error_str(outcome.return_code);
}

asio::awaitable<void> Wakeup::wait() {
    co_await channel_.async_receive(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        throw boost::system::system_error(asio::error::operation_aborted);
    }
}

asio::awaitable<Result<void>> outcome_of(OperationPtr operation) {
    struct GiveUp {
        OperationPtr operation;
        ~GiveUp() { operation->abandoned = true; }
    };
    const GiveUp give_up{operation};
    while (!operation->result) {
        auto waiting = operation->done.wait();
        co_await std::move(waiting);
    }
    co_return std::move(*operation->result);
}

}  // namespace stayd::platform
