#pragma once

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "mews/connector.hpp"
#include "sim/manual_clock.hpp"
#include "sim/world/seeded_random.hpp"

namespace stayd::mews {

/// A PMS that gives the answers it was told, in order, and keeps what it was asked.
class ScriptedPms final : public HttpClient {
  public:
    std::vector<HttpRequest> requests;

    void will_answer(int status, std::string body) {
        answers_.emplace_back(HttpResponse{.status = status, .body = std::move(body)});
    }
    void will_answer(HttpResponse response) { answers_.emplace_back(std::move(response)); }
    void will_do(Result<HttpResponse> answer) { answers_.push_back(std::move(answer)); }
    void will_fail(Error error) { answers_.emplace_back(std::unexpected(std::move(error))); }

    asio::awaitable<Result<HttpResponse>> post(HttpRequest request) override {
        requests.push_back(std::move(request));
        if (answers_.empty()) co_return failure(Errc::unreachable, "nothing scripted");
        Result<HttpResponse> answer = std::move(answers_.front());
        answers_.pop_front();
        co_return answer;
    }
    boost::json::object last_body() const {
        return boost::json::parse(requests.back().body).as_object();
    }

  private:
    std::deque<Result<HttpResponse>> answers_;
};

/// A connector before a scripted PMS.
struct ConnectorTest : testing::Test {
    asio::io_context io;
    sim::ManualClock clock{io, UtcTime{Duration{1'442'480'400'000}}};
    RateLimit rate_limit{{{160, std::chrono::seconds{30}}}, clock};
    sim::SeededRandom random{1};
    Breaker breaker{clock, random};
    ScriptedPms pms;
    Connector connector{pms,
                        rate_limit,
                        breaker,
                        {.client_token = "CLIENT-TOKEN-1",
                         .access_token = "ACCESS-TOKEN-2",
                         .client = "stayd 0.1.0"}};

    /// Runs to the end what needs no time to pass.
    template <class T>
    T run(asio::awaitable<T> task) {
        std::optional<T> result;
        auto keep = [&](std::exception_ptr thrown, T value) {
            if (thrown) std::rethrow_exception(thrown);
            result = std::move(value);
        };
        asio::co_spawn(io, std::move(task), keep);
        io.restart();
        io.poll();
        if (!result) throw std::runtime_error("the call waits");
        return std::move(*result);
    }
};

inline Uuid id(const char* text) {
    const auto parsed = Uuid::parse(text);
    if (!parsed) throw std::invalid_argument(text);
    return *parsed;
}
inline UtcTime utc(const char* text) {
    return parse_iso8601(text).value();
}

}  // namespace stayd::mews
