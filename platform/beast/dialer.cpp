#include "platform/beast/dialer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/beast/cancellation.hpp"

namespace stayd::platform {
namespace {

using asio::ip::tcp;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

SteadyTime steady_now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
}

Duration left_until(SteadyTime until) {
    return std::max(Duration::zero(), until - steady_now());
}

}  // namespace

Dialer::Dialer(asio::any_io_executor executor, Address address,
               std::optional<std::filesystem::path> authorities)
    : executor_(std::move(executor)), address_(std::move(address)) {
    if (address_.tls) tls_ = TlsContext::for_client(std::move(authorities));
}

asio::awaitable<Result<AnyStream>> Dialer::dial(Duration limit) {
    const auto until = steady_now() + limit;
    auto resolving = resolve(limit);
    auto endpoints = co_await std::move(resolving);
    if (!endpoints) co_return std::unexpected(endpoints.error());
    auto connecting = connect(std::move(*endpoints), until);
    auto socket = co_await std::move(connecting);
    if (!socket) co_return std::unexpected(socket.error());
    if (!tls_) co_return plain_stream(std::move(*socket));
    auto securing = tls_->connect(std::move(*socket), address_.host, left_until(until));
    auto stream = co_await std::move(securing);
    co_return stream;
}

asio::awaitable<Result<Dialer::Endpoints>> Dialer::resolve(Duration limit) {
    ErrorCode error;
    const auto literal = asio::ip::make_address(address_.host, error);
    if (!error) co_return Endpoints{tcp::endpoint(literal, address_.port)};

    // The system's resolver cannot be interrupted. A look-up that takes too long is left to itself,
    // and what it finds then goes nowhere.
    struct Lookup {
        explicit Lookup(const asio::any_io_executor& executor)
            : resolver(executor), done(executor) {}
        tcp::resolver resolver;
        asio::steady_timer done;
        bool finished = false;
        ErrorCode error;
        Endpoints found;
    };
    const auto lookup = std::make_shared<Lookup>(executor_);
    lookup->done.expires_after(limit);
    lookup->resolver.async_resolve(
        address_.host, std::to_string(address_.port),
        [lookup](ErrorCode failed, const tcp::resolver::results_type& results) {
            lookup->finished = true;
            lookup->error = failed;
            for (const auto& result : results) lookup->found.push_back(result.endpoint());
            lookup->done.cancel();
        });
    co_await lookup->done.async_wait(use_tuple);
    co_await leave_if_cancelled();
    if (!lookup->finished || lookup->error) {
        const std::string reason = lookup->finished ? lookup->error.message() : "timed out";
        co_return failure(Errc::unreachable,
                          fmt::format("looking up {}: {}", address_.host, reason));
    }
    co_return lookup->found;
}

asio::awaitable<Result<StreamSocket>> Dialer::connect(Endpoints endpoints, SteadyTime until) {
    std::string reason = "no address";
    for (std::size_t next = 0; next < endpoints.size(); ++next) {
        // A fair share of the time for each: an address that swallows everything must not keep us
        // from the next.
        const Duration share =
            left_until(until) / static_cast<std::int64_t>(endpoints.size() - next);
        AnyStream attempt = plain_stream(StreamSocket(executor_));
        const Deadline deadline(attempt, share);
        const StreamSocket::endpoint_type endpoint(endpoints[next]);
        const auto [error] = co_await attempt.socket().async_connect(endpoint, use_tuple);
        co_await leave_if_cancelled();
        if (!error) co_return std::move(attempt.socket());
        reason = deadline.has_passed() ? "timed out" : error.message();
    }
    co_return failure(Errc::unreachable,
                      fmt::format("connecting to {}: {}", address_.authority(), reason));
}

}  // namespace stayd::platform
