#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "mews/http_client.hpp"
#include "platform/beast/dialer.hpp"
#include "platform/beast/websocket.hpp"

namespace stayd::platform {

struct EventSocketOptions {
    std::string address;  ///< `wss://…`, or `ws://…` on this machine; `/ws/connector` is added
    std::string client_token;
    std::string access_token;
    std::optional<std::filesystem::path>
        authorities{};  ///< PEM; trust these only instead of the system's
    Duration connect_limit{20'000};
    /// A ping after half of it, 54 s as other clients of this PMS do; no answer within the other
    /// half ends the connection.
    Duration idle_limit{108'000};
};

class BeastEventSocket final : public mews::EventSocket {
  public:
    /// Throws `std::runtime_error` for an address it does not take (address.hpp).
    BeastEventSocket(asio::any_io_executor executor, EventSocketOptions options);

    asio::awaitable<Result<std::unique_ptr<mews::EventStream>>> connect() override;

  private:
    EventSocketOptions options_;
    Dialer dialer_;
};

}  // namespace stayd::platform
