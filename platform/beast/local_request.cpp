#include "platform/beast/local_request.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "platform/beast/any_stream.hpp"

namespace stayd::platform {
namespace {

namespace wire = boost::beast::http;
constexpr std::size_t largest_answer = 64 * 1024 * 1024;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

asio::awaitable<Result<http::Response>> ask(StreamSocket socket, wire::verb method,
                                            std::string target, Duration limit) {
    AnyStream stream = plain_stream(std::move(socket));
    const Deadline deadline(stream, limit);
    wire::request<wire::string_body> request(method, target, 11);
    request.set(wire::field::host, "localhost");
    auto [error, bytes] = co_await wire::async_write(stream, request, use_tuple);
    boost::beast::flat_buffer buffer;
    wire::response_parser<wire::string_body> parser;
    parser.body_limit(largest_answer);
    if (!error)
        std::tie(error, bytes) = co_await wire::async_read(stream, buffer, parser, use_tuple);
    if (error) {
        co_return failure(Errc::no_answer,
                          deadline.has_passed()
                              ? "stayd does not answer: is it stuck? Its watchdog will "
                                "start it again."
                              : error.message());
    }
    auto response = parser.release();
    co_return http::Response{.status = static_cast<int>(response.result_int()),
                             .headers = {},
                             .body = std::move(response.body())};
}

}  // namespace

Result<http::Response> ask_local(const std::filesystem::path& socket, const std::string& method,
                                 const std::string& target, Duration limit) {
    asio::io_context io{1};
    StreamSocket connection(io);
    ErrorCode error;
    connection.connect(asio::local::stream_protocol::endpoint(socket.string()), error);
    if (error) {
        return failure(Errc::unreachable, fmt::format("cannot reach stayd at {}: {}",
                                                      socket.string(), error.message()));
    }
    std::optional<Result<http::Response>> answer;
    asio::co_spawn(io, ask(std::move(connection), wire::string_to_verb(method), target, limit),
                   [&answer](std::exception_ptr, Result<http::Response> result) {
                       answer = std::move(result);
                   });
    io.run();
    return std::move(*answer);
}

}  // namespace stayd::platform
