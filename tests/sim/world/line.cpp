#include "tests/sim/world/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "sync/link.hpp"
#include "sync/pause.hpp"

namespace stayd::sim {

using namespace std::chrono_literals;

namespace {

/// What the real client tells of a call that ends so; nullopt when it has an answer.
std::optional<Error> fate(Fault fault) {
    switch (fault) {
        case Fault::none:
        case Fault::garbage:
        case Fault::drip:
            return std::nullopt;
        case Fault::refused:
            return Error{.code = Errc::unreachable, .context = "connection refused"};
        case Fault::hang:
            return Error{.code = Errc::no_answer, .context = "no answer in time"};
        case Fault::reset:
        case Fault::answer_lost:
        case Fault::reset_in_answer:
            return Error{.code = Errc::no_answer, .context = "connection reset"};
        case Fault::truncated:
            return Error{.code = Errc::no_answer, .context = "partial message"};
        case Fault::flood:
            return Error{.code = Errc::malformed, .context = "body limit exceeded"};
    }
    return std::nullopt;
}

/// Whether the status alone says that a write was done, or that it was not (sync.md R19).
bool says_what_became(int status) {
    constexpr int certain[] = {200, 204, 400, 401, 403, 404, 409, 429};
    return std::ranges::find(certain, status) != std::end(certain);
}

/// What the real client tells of an upgrade that is not granted.
std::optional<Error> refusal(SocketMode mode) {
    switch (mode) {
        case SocketMode::refuses_401:
            return Error{.code = Errc::unauthorized, .context = "HTTP 401", .status = 401};
        case SocketMode::refuses_503:
            return Error{.code = Errc::server_fault, .context = "HTTP 503", .status = 503};
        case SocketMode::open:
        case SocketMode::silent:
        case SocketMode::closes:
            break;
    }
    return std::nullopt;
}

}  // namespace

/// Of a create that leaves: null when it is none, or of a kind of which staff may make two that are
/// alike. Nobody sends two that say the same before it is known what became of the first.
Line::Create* Line::note_create(const mews::HttpRequest& request) {
    const auto operation = request.path.substr(request.path.rfind('/') + 1);
    constexpr const char* may_be_alike[] = {"addProduct", "addCompanion", "orders/add"};
    if (!operation.starts_with("add") || std::ranges::any_of(may_be_alike, [&](const char* kind) {
            return request.path.ends_with(kind);
        }))
        return nullptr;
    const auto now = clock_.steady_now();
    const auto [known, is_new] =
        creates_.try_emplace(request.path + request.body, Create{.sent = now});
    auto& create = known->second;
    if (!is_new && create.is_in_doubt && now - create.sent < sync::Settings{}.settle)
        sent_again_early_.push_back(
            fmt::format("{} after {} s", request.path, (now - create.sent) / 1s));
    create = {.sent = now};
    return &create;
}

asio::awaitable<Result<mews::HttpResponse>> Line::post(mews::HttpRequest request) {
    sent_.note(clock_.utc_now(), request.path, 0);
    auto* create = note_create(request);
    const Duration way{10 + static_cast<std::int64_t>(random_.below(60))};
    auto there = clock_.sleep_for(way);
    co_await std::move(there);
    PmsRequest received{.method = "POST",
                        .target = request.path,
                        .headers = {{"Content-Type", "application/json"}},
                        .body = request.body};
    const auto response = pms_.handle(received, clock_.utc_now());
    const auto takes = response.delay + way + response.drip;
    const bool is_in_time = response.fault != Fault::hang && takes <= request.timeout;
    auto back = clock_.sleep_for(is_in_time ? takes : request.timeout);
    co_await std::move(back);
    if (create != nullptr)
        create->is_in_doubt =
            response.fault != Fault::refused &&
            (response.fault != Fault::none || !is_in_time || !says_what_became(response.status));
    if (const auto failed = fate(response.fault)) co_return std::unexpected(*failed);
    if (!is_in_time) co_return failure(Errc::no_answer, "no answer in time");
    mews::HttpResponse answer{.status = response.status, .body = response.body};
    answer.body.reserve(answer.body.size() + 64);
    if (const auto after = response.header("Retry-After"); !after.empty()) {
        answer.retry_after = std::chrono::seconds{std::stoi(after)};
    }
    answer.request_id = response.header("Request-Id");
    answer.date = std::chrono::floor<std::chrono::seconds>(response.date);
    co_return answer;
}

class Socket::Stream final : public mews::EventStream {
  public:
    Stream(Socket& socket, const asio::any_io_executor& executor)
        : socket_(socket),
          arrived_(executor),
          closes_(socket.pms_.settings().socket.mode == SocketMode::closes) {
        socket_.open_ = this;
    }
    ~Stream() override {
        if (socket_.open_ == this) socket_.open_ = nullptr;
    }
    void push(const std::string& frame) {
        frames_.push_back(frame);
        arrived_.notify();
    }
    asio::awaitable<Result<std::string>> next_frame() override {
        for (Duration idle{0}; frames_.empty(); idle += 5s) {
            if (closes_) co_return failure(Errc::no_answer, "socket closed");
            if (socket_.pms_.line() != Fault::none)
                co_return failure(Errc::no_answer, "socket broke");
            if (idle > 120s) co_return failure(Errc::no_answer, "silent");
            auto waiting = sync::wait_or_signal(socket_.clock_, 5s, arrived_);
            co_await std::move(waiting);
        }
        std::string frame = std::move(frames_.front());
        frames_.pop_front();
        co_return frame;
    }

  private:
    Socket& socket_;
    Signal arrived_;
    bool closes_;
    std::deque<std::string> frames_;
};

Socket::Socket(Pms& pms, ManualClock& clock, const asio::any_io_executor& executor)
    : pms_(pms), clock_(clock), executor_(executor) {
    pms_.set_event_sink([this](const std::string& frame) {
        if (open_ != nullptr) open_->push(frame);
    });
}

asio::awaitable<Result<std::unique_ptr<mews::EventStream>>> Socket::connect() {
    auto there = clock_.sleep_for(30ms);
    co_await std::move(there);
    if (pms_.line() != Fault::none) co_return failure(Errc::unreachable, "connection refused");
    if (const auto refused = refusal(pms_.settings().socket.mode))
        co_return std::unexpected(*refused);
    std::unique_ptr<mews::EventStream> stream = std::make_unique<Stream>(*this, executor_);
    co_return stream;
}

}  // namespace stayd::sim
