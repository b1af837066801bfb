#include "base/invariant.hpp"

#include <cstdlib>

#include "base/log.hpp"

namespace stayd {

void invariant(bool condition, const char* text) {
    if (condition) return;
    log::error("broken invariant: {}", text);
    std::abort();
}

}  // namespace stayd
