#pragma once

#include <string_view>

#include "base/time.hpp"
#include "journal/fields.hpp"
#include "journal/kinds.hpp"

namespace stayd::sync {

/// Both ends included. What is known of a moment: it was not before `from` nor after `to`.
struct Span {
    UtcTime from;
    UtcTime to;
};

/// One field that staff changed here, and what the PMS has of it (sync.md 7).
struct FieldFacts {
    using Value = journal::Fields::Value;
    Value base;    ///< the PMS's when the change was accepted
    Value local;   ///< wanted here
    Value remote;  ///< the PMS's now
    Span made;     ///< when staff made the change
    Span changed;  ///< when the PMS's value changed, if it did
    journal::Policy policy = journal::Policy::pms_wins;
    /// Something that settles the matter happened after it was made: a check-in or check-out of the
    /// room, a block (sync.md R30).
    bool overtaken = false;
};

enum class Merged {
    send,       ///< ours goes to the PMS
    converged,  ///< the PMS has it already
    replaced,   ///< the PMS's stays
};

struct Decision {
    Merged merged;
    /// Which rule of sync.md decided; empty when there was nothing to decide.
    std::string_view rule{};
    bool conflict = false;  ///< both sides had changed it: one value is set aside

    bool operator==(const Decision&) const = default;
};

/// The later one wins; when it cannot be told which that is, the policy does (sync.md R28 to R31).
/// A function of its facts and nothing else.
Decision merge(const FieldFacts& facts);

}  // namespace stayd::sync
