#include "base/result.hpp"

namespace stayd {

const char* to_text(Errc code) {
    switch (code) {
        case Errc::unreachable:
            return "unreachable";
        case Errc::no_answer:
            return "no answer";
        case Errc::throttled:
            return "throttled";
        case Errc::too_heavy:
            return "too heavy";
        case Errc::server_fault:
            return "server fault";
        case Errc::unauthorized:
            return "unauthorized";
        case Errc::refused:
            return "refused";
        case Errc::held_back:
            return "held back";
        case Errc::malformed:
            return "malformed";
    }
    return "unknown";
}

}  // namespace stayd
