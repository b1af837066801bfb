#include "mews/connector.hpp"

#include <fmt/format.h>

#include "mews/answers.hpp"
#include "mews/json_text.hpp"
#include "mews/list_table.hpp"
#include "mews/requests.hpp"

namespace stayd::mews {
namespace {

constexpr std::size_t longest_message = 300;
constexpr std::size_t longest_request_id = 80;

/// What a status means (connector-api.md, "Errors"); nullopt for success. One that is not
/// documented, such as a proxy's redirect, is not the PMS's answer.
std::optional<Errc> meaning_of(int status) {
    switch (status) {
        case 200:
        case 204:
            return std::nullopt;
        case 400:
        case 403:
        case 404:
        case 409:
        case 410:
        case 413:
            return Errc::refused;
        case 401:
            return Errc::unauthorized;
        case 408:
            return Errc::too_heavy;
        case 429:
            return Errc::throttled;
        default:
            return status >= 500 && status <= 599 ? Errc::server_fault : Errc::malformed;
    }
}

bool is_refusal(Errc code) {
    return code == Errc::refused || code == Errc::unauthorized;
}

std::string without(std::string text, std::string_view secret) {
    if (secret.empty()) return text;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret)) {
        text.replace(at, secret.size(), "…");
    }
    return text;
}

/// What the PMS said, fit for a log line: bounded, one line, no token.
ErrorBody said(HttpResponse response, const Credentials& credentials) {
    ErrorBody body = read_error_body(std::move(response.body));
    if (!response.request_id.empty()) body.request_id = std::move(response.request_id);
    body.message = without(without(std::move(body.message), credentials.client_token),
                           credentials.access_token);
    return {.message = bounded(body.message, longest_message),
            .request_id = bounded(body.request_id, longest_request_id)};
}

Error error_of(Errc code, std::string_view what, int status, const ErrorBody& body) {
    std::string context = fmt::format("{}: HTTP {}", what, status);
    if (!body.message.empty()) context += ": " + body.message;
    if (!body.request_id.empty()) context += " (Request-Id " + body.request_id + ")";
    return {.code = code, .context = std::move(context), .status = status};
}

std::unexpected<Error> with_status(int status, Error error) {
    error.status = status;
    return std::unexpected(std::move(error));
}

}  // namespace

Connector::Connector(HttpClient& http, RateLimit& rate_limit, Credentials credentials)
    : http_(http), rate_limit_(rate_limit), credentials_(std::move(credentials)) {}

/// One exchange whose permission was acquired. A 429 is told to the rate limit; every other status
/// is the caller's to judge.
asio::awaitable<Result<HttpResponse>> Connector::exchange(std::string_view what,
                                                          HttpRequest request) {
    auto post = http_.post(std::move(request));
    Result<HttpResponse> response = co_await std::move(post);
    if (!response) {
        response.error().context = fmt::format("{}: {}", what, response.error().context);
    } else if (response->status == 429) {
        rate_limit_.throttled(response->retry_after);
    }
    co_return response;
}

/// One reading call: the body of a 200, nullopt for a 204, else the error.
asio::awaitable<Result<std::optional<std::string>>> Connector::read(std::string_view what,
                                                                    HttpRequest request,
                                                                    Lane lane) {
    auto permission = rate_limit_.acquire(lane);
    co_await std::move(permission);
    auto exchanged = exchange(what, std::move(request));
    Result<HttpResponse> response = co_await std::move(exchanged);
    if (!response) co_return std::unexpected(std::move(response.error()));
    const int status = response->status;
    const auto code = meaning_of(status);
    if (code) {
        const auto retry_after = response->retry_after;
        Error error = error_of(*code, what, status, said(std::move(*response), credentials_));
        if (code == Errc::throttled) error.retry_after = retry_after;
        co_return std::unexpected(std::move(error));
    }
    std::optional<std::string> body;
    if (status != 204) body = std::move(response->body);
    co_return body;
}

asio::awaitable<Result<Configuration>> Connector::configuration() {
    auto reading = read("configuration", configuration_request(credentials_), Lane::delta_poll);
    Result<std::optional<std::string>> body = co_await std::move(reading);
    if (!body) co_return std::unexpected(std::move(body.error()));
    Result<Configuration> configuration = read_configuration(std::move(*body).value_or(""));
    if (!configuration) co_return with_status(200, std::move(configuration.error()));
    default_language_ = configuration->enterprise.default_language_code;
    co_return configuration;
}

asio::awaitable<Result<ListPage>> Connector::list(ListRequest request) {
    if (!asks_for_something(request)) co_return empty_page(request.list);
    auto reading = read(to_text(request.list), list_request(credentials_, request), request.lane);
    Result<std::optional<std::string>> body = co_await std::move(reading);
    if (!body) co_return std::unexpected(std::move(body.error()));
    if (!*body) co_return empty_page(request.list);
    Result<ListPage> page = read_page(request.list, std::move(**body), default_language_);
    if (!page) co_return with_status(200, std::move(page.error()));
    co_return page;
}

asio::awaitable<void> Connector::permission_to_write() {
    return rate_limit_.acquire(Lane::staff_write);
}

asio::awaitable<Result<WriteAnswer>> Connector::write(Write write) {
    const std::string_view what = operation(write);
    auto exchanged = exchange(what, write_request(credentials_, write));
    Result<HttpResponse> response = co_await std::move(exchanged);
    if (!response) co_return std::unexpected(std::move(response.error()));
    const int status = response->status;
    const auto code = meaning_of(status);
    if (!code && status == 204) co_return Receipt{};
    if (!code) {
        Result<Receipt> receipt = read_receipt(write, std::move(response->body));
        if (!receipt) co_return with_status(status, std::move(receipt.error()));
        co_return *receipt;
    }
    const auto retry_after = response->retry_after;
    ErrorBody body = said(std::move(*response), credentials_);
    if (is_refusal(*code)) {
        co_return Refusal{.status = status,
                          .message = std::move(body.message),
                          .request_id = std::move(body.request_id)};
    }
    // The message may repeat what staff wrote, which is for people and not for the log.
    body.message.clear();
    Error error = error_of(*code, what, status, body);
    if (code == Errc::throttled) error.retry_after = retry_after;
    co_return std::unexpected(std::move(error));
}

}  // namespace stayd::mews
