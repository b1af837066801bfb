#include "sync/events.hpp"

#include "base/log.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;

constexpr Duration least_pause = 2500ms;  // with the jitter, 5 s on average

}  // namespace

asio::awaitable<void> EventListener::run() {
    Backoff backoff{5s, 60s};
    for (;;) {
        if (link_.is_up()) {
            auto connecting = socket_.connect();
            auto stream = co_await std::move(connecting);
            if (stream) {
                log::info("event socket of Mews connected");
                connected_ = true;
                puller_.socket_changed(true);
                for (;;) {
                    auto reading = (*stream)->next_frame();
                    const auto frame = co_await std::move(reading);
                    if (!frame) {
                        log::info("event socket of Mews ended: {}", frame.error().context);
                        break;
                    }
                    backoff.reset();
                    if (const auto hints = mews::parse_events(*frame)) {
                        puller_.hint(*hints);
                    } else {
                        log::warning("event not understood: {}", hints.error().context);
                    }
                }
                connected_ = false;
                puller_.socket_changed(false);
            } else {
                log::debug("event socket of Mews: {}", stream.error().context);
            }
        }
        auto pausing = clock_.sleep_for(least_pause + backoff.next(random_));
        co_await std::move(pausing);
    }
}

}  // namespace stayd::sync
