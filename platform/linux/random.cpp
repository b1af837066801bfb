#include "platform/linux/random.hpp"

#include <sys/random.h>

#include <cerrno>

#include "base/invariant.hpp"

namespace stayd::platform {

std::uint64_t SystemRandom::next() {
    std::uint64_t bits = 0;
    ssize_t got = 0;
    do {
        got = ::getrandom(&bits, sizeof bits, 0);
    } while (got < 0 && errno == EINTR);
    // Up to 256 bytes come whole once the kernel's pool is filled, which the call waits for.
    invariant(got == sizeof bits, "the kernel gives random bits");
    return bits;
}

}  // namespace stayd::platform
