#include "mews/connector.hpp"

#include <fmt/format.h>

#include "mews/answers.hpp"
#include "mews/json_text.hpp"
#include "mews/requests.hpp"
#include "mews/write_requests.hpp"

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

/// Tells how a call ended that the breaker let go. A refusal shows that the operation works; what
/// was too heavy is asked for in smaller parts, and these must not be held back.
template <class T>
void tell(Breaker& breaker, const std::string& operation, const Result<T>& result) {
    if (result || is_refusal(result.error().code)) {
        breaker.succeeded(operation);
    } else if (result.error().code == Errc::too_heavy) {
        breaker.given_up(operation);
    } else {
        breaker.failed(operation, result.error().retry_after);
    }
}

std::unexpected<Error> held_back(std::string_view what, Duration rests) {
    return std::unexpected(Error{.code = Errc::held_back,
                                 .context = fmt::format("{}: rests after failures", what),
                                 .retry_after = rests});
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

using Body = Result<std::optional<std::string>>;

std::unexpected<Error> not_answered(std::string_view what, Error error) {
    error.context = fmt::format("{}: {}", what, error.context);
    return std::unexpected(std::move(error));
}

/// The body of a 200, nullopt for a 204, else the error.
Body body_of(std::string_view what, Result<HttpResponse> response, const Credentials& credentials) {
    if (!response) return not_answered(what, std::move(response.error()));
    const int status = response->status;
    if (const auto code = meaning_of(status)) {
        const auto retry_after = response->retry_after;
        Error error = error_of(*code, what, status, said(std::move(*response), credentials));
        if (code == Errc::throttled) error.retry_after = retry_after;
        return std::unexpected(std::move(error));
    }
    std::optional<std::string> body;
    if (status != 204) body = std::move(response->body);
    return body;
}

Result<Configuration> configuration_of(Body body) {
    if (!body) return std::unexpected(std::move(body.error()));
    auto configuration = read_configuration(std::move(*body).value_or(""));
    if (!configuration) return with_status(200, std::move(configuration.error()));
    return configuration;
}

Result<ListPage> page_of(const ListRequest& request, Body body, std::string_view language) {
    if (!body) return std::unexpected(std::move(body.error()));
    if (!*body) return empty_page(request.list);
    auto page = read_page(request, std::move(**body), language);
    if (!page) return with_status(200, std::move(page.error()));
    return page;
}

Result<WriteAnswer> answer_of(const Write& write, Result<HttpResponse> response,
                              const Credentials& credentials) {
    if (!response) return not_answered(operation(write), std::move(response.error()));
    const int status = response->status;
    const auto code = meaning_of(status);
    if (!code) {
        // No content stands for an empty object.
        auto receipt = read_receipt(write, status == 204 ? "{}" : std::move(response->body));
        if (!receipt) return with_status(status, std::move(receipt.error()));
        return *receipt;
    }
    const auto retry_after = response->retry_after;
    ErrorBody body = said(std::move(*response), credentials);
    if (is_refusal(*code)) {
        return Refusal{.status = status,
                       .message = std::move(body.message),
                       .request_id = std::move(body.request_id)};
    }
    // The message may repeat what staff wrote, which is for people and not for the log.
    body.message.clear();
    Error error = error_of(*code, operation(write), status, body);
    if (code == Errc::throttled) error.retry_after = retry_after;
    return std::unexpected(std::move(error));
}

}  // namespace

Connector::Connector(HttpClient& http, RateLimit& rate_limit, Breaker& breaker,
                     Credentials credentials)
    : http_(http),
      rate_limit_(rate_limit),
      breaker_(breaker),
      credentials_(std::move(credentials)) {}

/// One exchange that the breaker let go, with the rate limit's permission for a reading one. A 429
/// is told to the rate limit; every other status is the caller's to judge. A cancelled call is
/// given up here and not in a destructor: frames may outlive the breaker when the program ends.
asio::awaitable<Result<HttpResponse>> Connector::exchange(std::string operation,
                                                          HttpRequest request,
                                                          std::optional<Lane> lane) {
    try {
        if (lane) {
            auto permission = rate_limit_.acquire(*lane);
            co_await std::move(permission);
        }
        auto post = http_.post(std::move(request));
        Result<HttpResponse> response = co_await std::move(post);
        if (response && response->status == 429) rate_limit_.throttled(response->retry_after);
        co_return response;
    } catch (...) {
        breaker_.given_up(operation);
        throw;
    }
}

/// It is what the line is tried with, at the link's own pace: a breaker before it would only delay
/// the news that the line is back.
asio::awaitable<Result<Configuration>> Connector::configuration() {
    const std::string operation{model::entry(model::List::configuration).path};
    auto permission = rate_limit_.acquire(Lane::delta_poll);
    const auto sent = co_await std::move(permission);
    auto exchanging = exchange(operation, configuration_request(credentials_), std::nullopt);
    Result<HttpResponse> response = co_await std::move(exchanging);
    Result<Configuration> configuration =
        configuration_of(body_of("configuration", std::move(response), credentials_));
    if (configuration) {
        configuration->sent = sent;
        default_language_ = configuration->rows[0].cell("default_language_code").bytes();
    }
    co_return configuration;
}

asio::awaitable<Result<ListPage>> Connector::list(ListRequest request) {
    if (!asks_for_something(request)) co_return empty_page(request.list);
    const auto what = to_text(request.list);
    const std::string operation{model::entry(request.list).path};
    if (const auto rests = breaker_.rests(operation)) co_return held_back(what, *rests);
    auto exchanging = exchange(operation, list_request(credentials_, request), request.lane);
    Result<HttpResponse> response = co_await std::move(exchanging);
    Result<ListPage> page =
        page_of(request, body_of(what, std::move(response), credentials_), default_language_);
    tell(breaker_, operation, page);
    co_return page;
}

void Connector::was_too_heavy_at_the_least(model::List list) {
    breaker_.failed_at_the_least(std::string{model::entry(list).path});
}

asio::awaitable<void> Connector::permission_to_write() {
    auto permission = rate_limit_.acquire(Lane::staff_write);
    co_await std::move(permission);
}

asio::awaitable<Result<WriteAnswer>> Connector::write(Write write) {
    const std::string what{operation(write)};
    if (const auto rests = breaker_.rests(what)) co_return held_back(what, *rests);
    auto exchanging = exchange(what, write_request(credentials_, write), std::nullopt);
    Result<HttpResponse> response = co_await std::move(exchanging);
    Result<WriteAnswer> answer = answer_of(write, std::move(response), credentials_);
    tell(breaker_, what, answer);
    co_return answer;
}

}  // namespace stayd::mews
