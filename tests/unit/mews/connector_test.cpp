#include "mews/connector.hpp"

#include "recorded.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
using model::List;

const Write check_in = StartReservation{id("0f515589-99b4-423d-b83a-b237009f0509")};
const Write new_task = AddTask{.name = "Call Ada Lovelace",
                               .description = "",
                               .department_id = {},
                               .service_order_id = {},
                               .deadline_utc = utc("2015-09-17T12:00:00Z")};
constexpr const char* said_no =
    R"({"Message":"Invalid ReservationId.","RequestId":"r-1","Details":null})";

TEST_F(ConnectorTest, SendsTheCredentialsInTheBody) {
    pms.will_answer(200, recorded("configuration"));
    ASSERT_TRUE(run(connector.configuration()));
    EXPECT_EQ(pms.last_body(), (boost::json::object{{"ClientToken", "CLIENT-TOKEN-1"},
                                                    {"AccessToken", "ACCESS-TOKEN-2"},
                                                    {"Client", "stayd 0.1.0"}}));
    EXPECT_EQ(pms.requests.back().path.find("TOKEN"), std::string::npos);
}

TEST_F(ConnectorTest, ReadsTextsInTheLanguageThatConfigurationNamed) {
    const auto first_name = [&] {
        pms.will_answer(200, recorded("services"));
        const auto page = run(connector.list({.list = List::services})).value();
        return std::string{page.rows[0].cell("name").bytes()};
    };
    EXPECT_EQ(first_name(), "Accommodation");
    pms.will_answer(200, recorded("configuration"));
    ASSERT_TRUE(run(connector.configuration()));
    EXPECT_EQ(first_name(), "Alojamento");
}

TEST_F(ConnectorTest, GivesThePageAndItsCursor) {
    pms.will_answer(200, recorded("tasks"));
    const Result<ListPage> page = run(
        connector.list({.list = List::tasks, .ids = {id("65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50")}}));
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 2u);
    EXPECT_EQ(page->cursor, "76ce1d3d-0a2b-4e6c-9b40-1c2d3e4f5061");
}

TEST_F(ConnectorTest, TakesNoContentForAnEmptyPage) {
    pms.will_answer(204, "");
    const Result<ListPage> page = run(connector.list({.list = List::resources}));
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 0u);
    EXPECT_EQ(page->cursor, std::nullopt);
    EXPECT_EQ(page->rows.list(), List::resources);
}

TEST_F(ConnectorTest, SendsNothingWhenItIsAskedForNothing) {
    const Result<ListPage> page = run(connector.list({.list = List::resource_categories}));
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->rows.list(), List::resource_categories);
    EXPECT_EQ(pms.requests.size(), 0u);
    EXPECT_EQ(rate_limit.used(0), 0);
}

TEST_F(ConnectorTest, CountsEveryCallAndWaitsForItsTurn) {
    RateLimit tight{{{1, 10s}}, clock};
    Connector waiting{pms, tight, breaker, {}};
    pms.will_answer(204, "");
    pms.will_answer(204, "");
    EXPECT_TRUE(run(waiting.list({.list = List::services})));
    EXPECT_EQ(tight.used(0), 1);
    EXPECT_THROW(run(waiting.list({.list = List::services})), std::runtime_error);
    EXPECT_EQ(pms.requests.size(), 1u);
}

TEST_F(ConnectorTest, AnUnreadableAnswerIsMalformedAndWasAnswered) {
    for (int i = 0; i < 2; ++i) pms.will_answer(200, "<html>");
    const Result<ListPage> page = run(connector.list({.list = List::services}));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, Errc::malformed);
    EXPECT_EQ(page.error().status, 200);
    const Result<Configuration> configuration = run(connector.configuration());
    ASSERT_FALSE(configuration);
    EXPECT_EQ(configuration.error().code, Errc::malformed);
    EXPECT_EQ(configuration.error().status, 200);
}

struct Status {
    int status;
    Errc code;
};

TEST_F(ConnectorTest, TurnsEveryStatusOfAReadIntoItsError) {
    const Status statuses[] = {
        {400, Errc::refused},      {401, Errc::unauthorized}, {403, Errc::refused},
        {404, Errc::refused},      {408, Errc::too_heavy},    {409, Errc::refused},
        {410, Errc::refused},      {413, Errc::refused},      {429, Errc::throttled},
        {500, Errc::server_fault}, {502, Errc::server_fault}, {503, Errc::server_fault},
        {599, Errc::server_fault}, {301, Errc::malformed},    {418, Errc::malformed},
        {201, Errc::malformed},
    };
    for (const auto& [status, code] : statuses) {
        ScriptedPms answers;
        RateLimit unlimited{{}, clock};
        Breaker unbroken{clock, random};
        Connector reader{answers, unlimited, unbroken, {}};
        answers.will_answer(status, said_no);
        const Result<ListPage> page = run(reader.list({.list = List::services}));
        ASSERT_FALSE(page) << status;
        EXPECT_EQ(page.error().code, code) << status;
        EXPECT_EQ(page.error().status, status);
        EXPECT_EQ(page.error().context, "services: HTTP " + std::to_string(status) +
                                            ": Invalid ReservationId. (Request-Id r-1)");
    }
}

TEST_F(ConnectorTest, TurnsEveryStatusOfAWriteIntoARefusalOrAnError) {
    for (const int status : {400, 401, 403, 404, 409, 410, 413}) {
        pms.will_answer(status, said_no);
        const Result<WriteAnswer> answer = run(connector.write(check_in));
        ASSERT_TRUE(answer) << status;
        const Refusal& refusal = std::get<Refusal>(*answer);
        EXPECT_EQ(refusal.status, status);
        EXPECT_EQ(refusal.message, "Invalid ReservationId.");
        EXPECT_EQ(refusal.request_id, "r-1");
    }
    for (const auto& [status, code] :
         {Status{408, Errc::too_heavy}, Status{500, Errc::server_fault},
          Status{503, Errc::server_fault}, Status{302, Errc::malformed}}) {
        pms.will_answer(status, said_no);
        const Result<WriteAnswer> answer = run(connector.write(check_in));
        ASSERT_FALSE(answer) << status;
        EXPECT_EQ(answer.error().code, code) << status;
        EXPECT_EQ(answer.error().status, status);
    }
}

TEST_F(ConnectorTest, PassesOnWhatTheTransportSays) {
    for (const Errc code : {Errc::unreachable, Errc::no_answer, Errc::malformed}) {
        pms.will_fail({.code = code, .context = "connection refused"});
        const Result<ListPage> page = run(connector.list({.list = List::services}));
        ASSERT_FALSE(page);
        EXPECT_EQ(page.error().code, code);
        EXPECT_EQ(page.error().context, "services: connection refused");
        pms.will_fail({.code = code, .context = "reset"});
        const Result<WriteAnswer> answer = run(connector.write(check_in));
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, code);
        EXPECT_EQ(answer.error().context, "reservations/start: reset");
    }
}

TEST_F(ConnectorTest, TellsTheRateLimitOfAThrottling) {
    pms.will_answer({.status = 429, .body = "", .retry_after = 17s});
    const Result<WriteAnswer> answer = run(connector.write(check_in));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::throttled);
    EXPECT_EQ(answer.error().retry_after, 17s);
    pms.will_answer(204, "");
    std::optional<Result<WriteAnswer>> later;
    const auto in_its_turn = [this]() -> asio::awaitable<Result<WriteAnswer>> {
        auto permission = connector.permission_to_write();
        co_await std::move(permission);
        auto writing = connector.write(check_in);
        co_return co_await std::move(writing);
    };
    asio::co_spawn(io, in_its_turn(),
                   [&](std::exception_ptr, Result<WriteAnswer> got) { later = got; });
    clock.advance(16999ms);
    EXPECT_FALSE(later);
    clock.advance(1ms);
    ASSERT_TRUE(later);
    EXPECT_TRUE(later->has_value());
}

TEST_F(ConnectorTest, AThrottledReadCarriesTheTimeToWait) {
    pms.will_answer({.status = 429, .body = "slow down", .retry_after = 3s});
    const Result<ListPage> page = run(connector.list({.list = List::services}));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().retry_after, 3s);
    EXPECT_EQ(page.error().context, "services: HTTP 429");
}

TEST_F(ConnectorTest, AWriteIsDoneWithAnEmptyObjectOrNoContent) {
    for (const auto& [status, body] :
         {std::pair{200, "{}"}, std::pair{200, R"( {"Extra":[1]} )"}, std::pair{204, ""}}) {
        pms.will_answer(status, body);
        const Result<WriteAnswer> answer = run(connector.write(check_in));
        ASSERT_TRUE(answer) << body;
        EXPECT_EQ(std::get<Receipt>(*answer).created_id, std::nullopt);
    }
}

TEST_F(ConnectorTest, ANewTaskHasTheIdThatThePmsGaveIt) {
    pms.will_answer(200, R"({"TaskId":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"})");
    const Result<WriteAnswer> answer = run(connector.write(new_task));
    ASSERT_TRUE(answer);
    EXPECT_EQ(std::get<Receipt>(*answer).created_id, id("65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"));
}

TEST_F(ConnectorTest, AWriteWithAnUnreadableAnswerIsMalformed) {
    for (const char* body :
         {"", "null", "[]", "<html>welcome to the hotel WiFi</html>", "{", "{}x"}) {
        pms.will_answer(200, body);
        Breaker unbroken{clock, random};
        Connector writer{pms, rate_limit, unbroken, {}};
        const Result<WriteAnswer> answer = run(writer.write(check_in));
        ASSERT_FALSE(answer) << body;
        EXPECT_EQ(answer.error().code, Errc::malformed) << body;
    }
    for (const char* body : {"{}", R"({"TaskId":null})", R"({"TaskId":"7"})"}) {
        pms.will_answer(200, body);
        const Result<WriteAnswer> answer = run(connector.write(new_task));
        ASSERT_FALSE(answer) << body;
        EXPECT_EQ(answer.error().code, Errc::malformed) << body;
    }
}

TEST_F(ConnectorTest, SurvivesErrorBodiesOfEveryKind) {
    for (const char* body :
         {"", "<html>", "[1]", "{", R"({"Message":7})", R"({"Message":null,"RequestId":null})",
          R"({"Message":["x"]})", "\xff\xfe", "null", "\"text\""}) {
        pms.will_answer(403, body);
        const Result<WriteAnswer> answer = run(connector.write(check_in));
        ASSERT_TRUE(answer) << body;
        EXPECT_EQ(std::get<Refusal>(*answer).message, "") << body;
        pms.will_answer(500, body);
        Breaker unbroken{clock, random};
        Connector reader{pms, rate_limit, unbroken, {}};
        const Result<ListPage> page = run(reader.list({.list = List::services}));
        ASSERT_FALSE(page);
        EXPECT_EQ(page.error().context, "services: HTTP 500") << body;
    }
}

TEST_F(ConnectorTest, PrefersTheRequestIdOfTheHeader) {
    pms.will_answer({.status = 403, .body = said_no, .retry_after = {}, .request_id = "h-9"});
    EXPECT_EQ(std::get<Refusal>(run(connector.write(check_in)).value()).request_id, "h-9");
}

TEST_F(ConnectorTest, BoundsWhatThePmsSaysToOneShortLine) {
    std::string message = "two\\nlines\\u0007 ";
    for (int i = 0; i < 1000; ++i) message += "ä";
    pms.will_answer(403, R"({"Message":")" + message + R"("})");
    const std::string said = std::get<Refusal>(run(connector.write(check_in)).value()).message;
    EXPECT_EQ(said.substr(0, 11), "two lines  ");
    EXPECT_LE(said.size(), 300u);
    EXPECT_EQ(said.substr(said.size() - 2), "ä");
}

TEST_F(ConnectorTest, NeverRepeatsATokenNorWhatStaffWrote) {
    constexpr const char* echo =
        R"({"Message":"CLIENT-TOKEN-1 ACCESS-TOKEN-2 and ACCESS-TOKEN-2 about Ada Lovelace"})";
    pms.will_answer(401, echo);
    const Result<ListPage> page = run(connector.list({.list = List::services}));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().context, "services: HTTP 401: … … and … about Ada Lovelace");
    pms.will_answer(500, echo);
    const Result<WriteAnswer> answer = run(connector.write(new_task));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().context, "tasks/add: HTTP 500");
}

TEST_F(ConnectorTest, MasksACardNumberThatThePmsRepeats) {
    pms.will_answer(403, R"({"Message":"Invalid Notes '4111 1111 1111 1111'."})");
    EXPECT_EQ(std::get<Refusal>(run(connector.write(check_in)).value()).message,
              "Invalid Notes '[card …1111]'.");
}

/// What shows that an operation does not work, five times in a row.
TEST_F(ConnectorTest, LetsAnOperationRestThatFailsAndTheOthersGoOn) {
    const std::vector<Result<HttpResponse>> failures = {
        std::unexpected(Error{.code = Errc::unreachable, .context = ""}),
        std::unexpected(Error{.code = Errc::no_answer, .context = ""}), HttpResponse{.status = 502},
        HttpResponse{.status = 503}, HttpResponse{.status = 200, .body = "<html>"}};
    for (const auto& failure : failures) {
        pms.will_do(failure);
        EXPECT_FALSE(run(connector.list({.list = List::services})));
    }
    const auto sent = pms.requests.size();
    const int used = rate_limit.used(0);
    const auto held = run(connector.list({.list = List::services}));
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().code, Errc::held_back);
    EXPECT_EQ(held.error().context, "services: rests after failures");
    EXPECT_GT(held.error().retry_after.value_or(0ms), 0ms);
    EXPECT_EQ(pms.requests.size(), sent);
    EXPECT_EQ(rate_limit.used(0), used);
    pms.will_answer(204, "");
    EXPECT_TRUE(run(connector.list({.list = List::resources})));
}

TEST_F(ConnectorTest, AnOperationIsNotIllWhoseQuestionWasTooHeavy) {
    for (int i = 0; i < 20; ++i) {
        pms.will_answer(408, "");
        EXPECT_EQ(run(connector.list({.list = List::services})).error().code, Errc::too_heavy);
    }
    EXPECT_EQ(breaker.open_count(), 0u);
}

TEST_F(ConnectorTest, AWriteThatIsHeldBackWasNotSent) {
    for (int i = 0; i < 5; ++i) {
        pms.will_answer(500, "");
        EXPECT_FALSE(run(connector.write(check_in)));
    }
    const auto held = run(connector.write(check_in));
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().code, Errc::held_back);
    EXPECT_EQ(pms.requests.size(), 5u);
}

TEST_F(ConnectorTest, ARefusalShowsThatTheOperationWorks) {
    for (const int status : {400, 401, 403, 404, 409, 410, 413, 400, 401, 403}) {
        pms.will_answer(status, said_no);
        EXPECT_TRUE(run(connector.write(check_in)));
        pms.will_answer(status, said_no);
        EXPECT_EQ(run(connector.list({.list = List::services})).error().status, status);
    }
    EXPECT_EQ(breaker.open_count(), 0u);
}

TEST_F(ConnectorTest, ACancelledProbeMayBeTriedAgain) {
    for (int i = 0; i < 5; ++i) {
        pms.will_fail({.code = Errc::unreachable, .context = ""});
        EXPECT_FALSE(run(connector.list({.list = List::services})));
    }
    clock.advance(5min);
    RateLimit tight{{{1, 10s}}, clock};
    Connector waiting{pms, tight, breaker, {}};
    pms.will_answer(204, "");
    run(waiting.list({.list = List::resources}));
    asio::cancellation_signal stop;
    asio::co_spawn(io, waiting.list({.list = List::services}),
                   asio::bind_cancellation_slot(stop.slot(), [](auto, auto) {}));
    clock.advance(1s);
    EXPECT_EQ(run(connector.list({.list = List::services})).error().code, Errc::held_back);
    stop.emit(asio::cancellation_type::terminal);
    clock.advance(1s);
    pms.will_answer(204, "");
    EXPECT_TRUE(run(connector.list({.list = List::services})));
}

TEST_F(ConnectorTest, ACancelledCallThatWaitsForItsTurnIsNotSent) {
    RateLimit tight{{{1, 10s}}, clock};
    Connector waiting{pms, tight, breaker, {}};
    pms.will_answer(204, "");
    run(waiting.list({.list = List::services}));
    asio::cancellation_signal stop;
    bool ended = false;
    auto keep = [&](std::exception_ptr thrown, Result<ListPage>) { ended = thrown != nullptr; };
    asio::co_spawn(io, waiting.list({.list = List::services}),
                   asio::bind_cancellation_slot(stop.slot(), keep));
    clock.advance(1s);
    stop.emit(asio::cancellation_type::terminal);
    clock.advance(1min);
    EXPECT_TRUE(ended);
    EXPECT_EQ(pms.requests.size(), 1u);
}

}  // namespace
}  // namespace stayd::mews
