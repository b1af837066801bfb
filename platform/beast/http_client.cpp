#include "platform/beast/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <charconv>

#include "platform/beast/cancellation.hpp"
#include "platform/beast/http_date.hpp"

namespace stayd::platform {
namespace {

namespace beast = boost::beast;
namespace wire = boost::beast::http;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_idle = 4;
/// What simdjson reads beyond the text (SIMDJSON_PADDING).
constexpr std::size_t padding = 64;

SteadyTime steady_now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
}

/// RFC 9110, 10.2.3: seconds, or a date, which is meant by the server's clock.
std::optional<Duration> read_retry_after(const std::string& text,
                                         std::optional<UtcTime> server_now) {
    constexpr std::int64_t most_seconds = 24 * 60 * 60;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (!text.empty() && error == std::errc{} && end == text.data() + text.size() && seconds >= 0) {
        return std::chrono::seconds{std::min(seconds, most_seconds)};
    }
    const auto date = parse_http_date(text);
    if (!date) return std::nullopt;
    const auto now = server_now.value_or(
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
    return std::clamp<Duration>(*date - now, Duration::zero(), std::chrono::seconds{most_seconds});
}

mews::HttpResponse to_response(wire::response<wire::string_body>&& from) {
    mews::HttpResponse response;
    response.status = static_cast<int>(from.result_int());
    response.date = parse_http_date(std::string(from[wire::field::date]));
    response.retry_after =
        read_retry_after(std::string(from[wire::field::retry_after]), response.date);
    response.request_id = std::string(from["Request-Id"]);
    response.body = std::move(from.body());
    response.body.reserve(response.body.size() + padding);
    return response;
}

/// Whether the peer said something that cannot be read, rather than nothing more.
bool is_malformed(const ErrorCode& error) {
    return error.category() == wire::make_error_code(wire::error::bad_method).category() &&
           error != wire::error::end_of_stream && error != wire::error::partial_message;
}

struct Exchange {
    Result<mews::HttpResponse> response;
    bool keep_alive = false;
};

Exchange broken_off(const Deadline& deadline, std::string_view doing, const ErrorCode& error) {
    const std::string reason = deadline.has_passed() ? "timed out" : error.message();
    const auto code =
        !deadline.has_passed() && is_malformed(error) ? Errc::malformed : Errc::no_answer;
    return {.response = failure(code, fmt::format("{}: {}", doing, reason))};
}

/// From the first byte of the request on: every failure leaves the outcome open.
asio::awaitable<Exchange> exchange(AnyStream stream, wire::request<wire::string_body> request,
                                   Duration limit, std::size_t body_limit) {
    const Deadline deadline(stream, limit);
    auto [error, bytes] = co_await wire::async_write(stream, request, use_tuple);
    co_await leave_if_cancelled();
    if (error) co_return broken_off(deadline, "sending the request", error);

    beast::flat_buffer buffer;
    while (true) {
        wire::response_parser<wire::string_body> parser;
        parser.body_limit(body_limit);
        std::tie(error, bytes) =
            co_await wire::async_read_header(stream, buffer, parser, use_tuple);
        co_await leave_if_cancelled();
        if (error) co_return broken_off(deadline, "waiting for the answer", error);
        if (parser.get().result_int() < 200)
            continue;  // "100 Continue" and its like announce the answer.
        if (const auto length = parser.content_length(); length && *length <= body_limit) {
            // Room for the padding from the start, so that the body is not copied for it.
            parser.get().body().reserve(*length + padding);
        }
        std::tie(error, bytes) = co_await wire::async_read(stream, buffer, parser, use_tuple);
        co_await leave_if_cancelled();
        if (error) co_return broken_off(deadline, "reading the answer", error);
        const bool keep_alive = parser.keep_alive() && buffer.size() == 0;
        co_return Exchange{.response = to_response(parser.release()), .keep_alive = keep_alive};
    }
}

}  // namespace

BeastHttpClient::BeastHttpClient(asio::any_io_executor executor, HttpClientOptions options)
    : options_(std::move(options)),
      dialer_(std::move(executor), parse_address(options_.address, Protocol::http),
              options_.authorities) {}

asio::awaitable<Result<mews::HttpResponse>> BeastHttpClient::post(mews::HttpRequest request) {
    const auto until = steady_now() + request.timeout;
    auto stream = take_idle();
    if (!stream) {
        auto dialing = dialer_.dial(request.timeout);
        auto dialed = co_await std::move(dialing);
        if (!dialed) co_return std::unexpected(dialed.error());
        stream = std::move(*dialed);
    }

    wire::request<wire::string_body> message(wire::verb::post,
                                             dialer_.address().path + request.path, 11);
    message.set(wire::field::host, dialer_.address().authority());
    message.set(wire::field::user_agent, options_.user_agent);
    message.set(wire::field::content_type, "application/json");
    message.set(wire::field::accept, "application/json");
    message.body() = std::move(request.body);
    message.prepare_payload();

    const Duration left = std::max(Duration::zero(), until - steady_now());
    auto exchanging = exchange(*stream, std::move(message), left, options_.body_limit);
    auto done = co_await std::move(exchanging);
    if (done.keep_alive) {
        keep(*stream);
    } else {
        stream->close();
    }
    co_return std::move(done.response);
}

std::optional<AnyStream> BeastHttpClient::take_idle() {
    const auto oldest = steady_now() - options_.idle_limit;
    while (!idle_.empty()) {
        const Idle last = std::move(idle_.back());
        idle_.pop_back();
        if (last.since > oldest && last.stream.is_quiet()) return last.stream;
        last.stream.close();
    }
    return std::nullopt;
}

void BeastHttpClient::keep(const AnyStream& stream) {
    if (idle_.size() == most_idle) {
        idle_.front().stream.close();
        idle_.erase(idle_.begin());
    }
    idle_.push_back({.stream = stream, .since = steady_now()});
}

}  // namespace stayd::platform
