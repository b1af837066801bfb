#include "sync/link.hpp"

#include "base/log.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using house::Line;

std::string sentence(const Error& error) {
    switch (error.code) {
        case Errc::unreachable:
            return "Mews cannot be reached: " + error.context;
        case Errc::no_answer:
            return "Mews does not answer: " + error.context;
        case Errc::server_fault:
            return "Mews has a fault: " + error.context;
        case Errc::malformed:
            return "what answers is not Mews: " + error.context;
        case Errc::unauthorized:
            return "Mews refuses our tokens: " + error.context;
        default:
            return error.context;
    }
}

}  // namespace

void Link::failed(const Error& error) {
    switch (error.code) {
        case Errc::unreachable:
        case Errc::no_answer:
        case Errc::server_fault:
        case Errc::malformed:
            if (++failures_ >= 2 || line_ != Line::up) observe(Line::down, sentence(error));
            return;
        case Errc::unauthorized:
            observe(Line::refused, sentence(error));
            return;
        case Errc::throttled:
        case Errc::too_heavy:
        case Errc::refused:
        case Errc::held_back:
            return;
    }
}

void Link::round_completed() {
    failures_ = 0;
    quick_.reset();
    slow_.reset();
    observe(Line::up, {});
}

void Link::observe(Line line, std::string cause) {
    if (line != line_) {
        if (line == Line::up) {
            log::info("line to Mews is up");
        } else {
            log::warning("line to Mews is {}: {}", line == Line::down ? "down" : "refused", cause);
        }
        if (line_ == Line::up || line_ == Line::unknown) down_since_ = clock_.steady_now();
    } else if (line != Line::up && cause == cause_ && is_written_) {
        return;  // nothing new to write down
    }
    const bool lost = line != line_ && line != Line::up;
    line_ = line;
    cause_ = cause;
    is_written_ = door_.apply(house::LineObserved{.line = line, .cause = std::move(cause)});
    if (lost && on_lost) on_lost();
}

Duration Link::next_pause() {
    if (line_ == Line::up || clock_.steady_now() - down_since_ < 10min)
        return 250ms + quick_.next(random_);
    return 30s + slow_.next(random_);
}

}  // namespace stayd::sync
