#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"

namespace stayd::sim {

/// What becomes of a call, apart from its answer. The model decides, the transport carries it out.
enum class Fault {
    none,
    refused,      ///< no connection is made: the caller has sent nothing, the PMS knows of nothing
    hang,         ///< taken, not acted upon, never answered
    reset,        ///< taken, not acted upon, then the connection breaks
    answer_lost,  ///< acted upon, then the connection breaks before the answer
};
std::string_view to_text(Fault fault);
std::optional<Fault> fault_of(std::string_view word);

/// A trouble that is put upon calls; the first plan that fits a call is used.
struct FaultPlan {
    Fault fault = Fault::none;
    int status = 0;              ///< with `none`: answer with this error instead of acting; 0: act
    std::string message{};       ///< of that error
    Duration delay{0};           ///< before the answer, or before the connection breaks
    std::optional<int> calls{};  ///< for so many calls; without it until cleared
    std::string path_part{};     ///< only calls whose path holds this text; empty: all
    std::optional<int> retry_after_seconds{};  ///< header of that error
};

}  // namespace stayd::sim
