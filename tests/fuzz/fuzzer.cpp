// One program for all targets; the environment names the one that is run: STAYD_FUZZ=page.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/targets.hpp"

namespace {

const stayd::fuzz::Target& chosen() {
    const char* name = std::getenv("STAYD_FUZZ");
    for (const auto& target : stayd::fuzz::targets()) {
        if (name != nullptr && target.name == name) return target;
    }
    std::fprintf(stderr, "fuzzer: STAYD_FUZZ names one of:");
    for (const auto& target : stayd::fuzz::targets())
        std::fprintf(stderr, " %.*s", static_cast<int>(target.name.size()), target.name.data());
    std::fprintf(stderr, "\n");
    std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto& target = chosen();
    target.run({reinterpret_cast<const char*>(data), size});
    return 0;
}
