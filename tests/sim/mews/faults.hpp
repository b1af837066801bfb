#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"

/// The troubles the PMS has on purpose, and their words in the control API.
namespace stayd::sim {

/// What becomes of a call, apart from its answer. The model decides, the transport carries it out.
enum class Fault {
    none,
    refused,      ///< no connection is made: the caller has sent nothing, the PMS knows of nothing
    hang,         ///< taken, not acted upon, never answered
    reset,        ///< taken, not acted upon, then the connection breaks
    answer_lost,  ///< acted upon, then the connection breaks before the answer
    reset_in_answer,  ///< acted upon, then the connection breaks in the middle of the answer
    truncated,        ///< acted upon, half of the announced answer comes, then an orderly end
    garbage,          ///< acted upon, answered 200 with something else than the documented JSON
    drip,             ///< acted upon, the answer comes a few bytes at a time
    flood,            ///< acted upon, the answer is larger than any client may take
};

/// What `Fault::garbage` answers.
enum class Garbage {
    bytes,  ///< random ones, announced as JSON
    html,   ///< a page, as a portal on the way sends it
    json,   ///< the documented members, each with a value of another type
};

/// How emptiness is answered: an empty page of a list, and the `{}` of an operation.
enum class NoContent {
    never,           ///< 200 with the body, whatever the client prefers
    when_preferred,  ///< 204 with `Prefer: return=minimal`
    always,          ///< 204 to everybody, as some proxies make of it
};

/// How the event socket treats who asks for it.
enum class SocketMode {
    open,
    silent,       ///< stays open, and nothing comes
    closes,       ///< granted, then closed at once
    refuses_401,  ///< the upgrade is answered so
    refuses_503,
};

/// The enumerators with their words, in the order they are documented.
template <class Word>
using Words = std::span<const std::pair<Word, std::string_view>>;
Words<Fault> fault_words();
Words<Garbage> garbage_words();
Words<NoContent> no_content_words();
Words<SocketMode> socket_mode_words();

std::string_view to_text(Fault fault);
std::string_view to_text(NoContent no_content);
std::string_view to_text(SocketMode mode);
std::optional<Fault> fault_of(std::string_view word);

/// Whether a call with this fault changes what it asks to change.
bool is_acted_upon(Fault fault);

/// A client that has `page` pages of one read asks for the next one.
struct NextPage {
    std::string_view path;  ///< below /api/connector/v1/
    int page = 1;
    UtcTime now;
};

/// A trouble that is put upon calls; the first plan that fits a call is used.
struct FaultPlan {
    Fault fault = Fault::none;
    int status = 0;              ///< with `none`: answer with this error instead of acting; 0: act
    std::string message{};       ///< of that error
    Duration delay{0};           ///< before the answer, or before the connection breaks
    std::optional<int> calls{};  ///< for so many calls; without it until cleared
    std::string path_part{};     ///< only calls whose path holds this text; empty: all
    std::optional<int> retry_after_seconds{};  ///< header of that error
    bool acts = false;        ///< with `status`: act, and give the error all the same
    bool from_proxy = false;  ///< that error is the HTML page of a proxy before the PMS
    Garbage garbage = Garbage::bytes;
    Duration drip{0};  ///< from the first byte of a dripping answer to its last
    /// With it the plan does nothing but this: called before a further page of a read is answered,
    /// so that rows change, come and go while somebody pages. A `Refused` out of it is written into
    /// the log of calls.
    std::function<void(const NextPage&)> between_pages{};
};

/// What befalls events on their way; chances of a hundred, for each event.
struct SocketTrouble {
    SocketMode mode = SocketMode::open;
    int drop_percent = 0;
    int double_percent = 0;
    int reorder_percent = 0;  ///< held back until after the next event
    int garbage_percent = 0;  ///< a frame that makes no sense comes before it
};

}  // namespace stayd::sim
