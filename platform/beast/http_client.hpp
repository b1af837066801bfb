#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mews/http_client.hpp"
#include "platform/beast/dialer.hpp"

namespace stayd::platform {

struct HttpClientOptions {
    std::string address;  ///< `https://…`, or `http://…` on this machine
    std::optional<std::filesystem::path>
        authorities{};  ///< PEM; trust these only instead of the system's
    std::size_t body_limit = std::size_t{64} << 20;
    /// A connection unused for longer is not used again. A server closes idle ones too, and a
    /// request that crosses with that is one whose outcome nobody knows.
    Duration idle_limit{4'000};
    std::string user_agent = "stayd/0.1.0";
};

/// POST over connections kept alive: one a request under way, up to four waiting.
class BeastHttpClient final : public mews::HttpClient {
  public:
    /// Throws `std::runtime_error` for an address it does not take (address.hpp).
    BeastHttpClient(asio::any_io_executor executor, HttpClientOptions options);

    asio::awaitable<Result<mews::HttpResponse>> post(mews::HttpRequest request) override;

  private:
    struct Idle {
        AnyStream stream;
        SteadyTime since;
    };
    std::optional<AnyStream> take_idle();
    void keep(const AnyStream& stream);

    HttpClientOptions options_;
    Dialer dialer_;
    std::vector<Idle> idle_;
};

}  // namespace stayd::platform
