#include "tests/sim/world/line.hpp"

#include <deque>

#include "sync/pause.hpp"

namespace stayd::sim {

using namespace std::chrono_literals;

asio::awaitable<Result<mews::HttpResponse>> Line::post(mews::HttpRequest request) {
    const Duration way{10 + static_cast<std::int64_t>(random_.below(60))};
    auto there = clock_.sleep_for(way);
    co_await std::move(there);
    PmsRequest received{.method = "POST",
                        .target = request.path,
                        .headers = {{"Content-Type", "application/json"}},
                        .body = request.body};
    const auto response = pms_.handle(received, clock_.utc_now());
    const auto wait = response.fault == Fault::hang
                          ? request.timeout
                          : std::min(request.timeout, response.delay + way);
    auto back = clock_.sleep_for(wait);
    co_await std::move(back);
    switch (response.fault) {
        case Fault::none:
            break;
        case Fault::refused:
            co_return failure(Errc::unreachable, "connection refused");
        case Fault::hang:
            co_return failure(Errc::no_answer, "no answer in time");
        case Fault::reset:
        case Fault::answer_lost:
            co_return failure(Errc::no_answer, "connection reset");
    }
    if (response.delay + way > request.timeout)
        co_return failure(Errc::no_answer, "no answer in time");
    mews::HttpResponse answer{.status = response.status, .body = response.body};
    answer.body.reserve(answer.body.size() + 64);
    if (const auto after = response.header("Retry-After"); !after.empty()) {
        answer.retry_after = std::chrono::seconds{std::stoi(after)};
    }
    answer.request_id = response.header("Request-Id");
    co_return answer;
}

class Socket::Stream final : public mews::EventStream {
  public:
    Stream(Socket& socket, const asio::any_io_executor& executor)
        : socket_(socket), arrived_(executor) {
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
    std::unique_ptr<mews::EventStream> stream = std::make_unique<Stream>(*this, executor_);
    co_return stream;
}

}  // namespace stayd::sim
