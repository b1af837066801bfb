#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "base/time.hpp"

namespace stayd {

/// Why an exchange with the outside did not give a value. One enumerator per case a caller treats
/// differently.
enum class Errc {
    unreachable,  ///< no byte of the request left the box: certainly not applied
    no_answer,    ///< bytes left, no whole answer came (timeout, reset): a write may or may not be
                  ///< applied
    throttled,    ///< 429: not applied; wait `retry_after`
    too_heavy,  ///< 408: the server gave up preparing the answer: ask for less. Says nothing about
                ///< a write
    server_fault,  ///< 5xx: says nothing about a write
    unauthorized,  ///< 401: tokens refused, or this operation is not enabled for them
    refused,       ///< 400, 403, 404, 409, 410, 413: the peer understood and said no
    malformed,     ///< the answer could not be read
    held_back,     ///< not sent: this operation has failed too often and rests for `retry_after`
};

/// The word for logs and status pages, e.g. "no answer".
const char* to_text(Errc code);

struct Error {
    Errc code;
    std::string context;  ///< for the log and the status page: what was asked, what was said
    std::optional<Duration> retry_after{};  ///< with `throttled` when the server named it, and with
                                            ///< `held_back`
    int status = 0;                         ///< HTTP status, 0 when there was none
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> failure(Errc code, std::string context) {
    return std::unexpected(Error{.code = code, .context = std::move(context)});
}

}  // namespace stayd
