#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "platform/beast/address.hpp"
#include "platform/beast/any_stream.hpp"
#include "platform/beast/tls.hpp"

namespace stayd::platform {

/// Opens connections to one address: name, TCP, and TLS when the address asks for it.
class Dialer {
  public:
    /// `authorities`: trust these only instead of the system's. Throws as TlsContext::for_client.
    Dialer(asio::any_io_executor executor, Address address,
           std::optional<std::filesystem::path> authorities);

    const Address& address() const { return address_; }

    /// Every failure is `unreachable`: nothing of a request was said. Cancellation: any time.
    asio::awaitable<Result<AnyStream>> dial(Duration limit);

  private:
    using Endpoints = std::vector<asio::ip::tcp::endpoint>;
    asio::awaitable<Result<Endpoints>> resolve(Duration limit);
    asio::awaitable<Result<StreamSocket>> connect(Endpoints endpoints, SteadyTime until);

    asio::any_io_executor executor_;
    Address address_;
    std::optional<TlsContext> tls_;
};

}  // namespace stayd::platform
