#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "mews/breaker.hpp"
#include "mews/http_client.hpp"
#include "mews/rate_limit.hpp"
#include "mews/writes.hpp"
#include "model/pms.hpp"
#include "model/rows.hpp"

namespace stayd::mews {

struct Credentials {
    std::string client_token;
    std::string access_token;
    std::string client = "stayd 0.1.0";  ///< name and version of our program, as the PMS demands
};

/// Half-open: [start, end).
struct Interval {
    UtcTime start;
    UtcTime end;
};

/// What to ask a list for. Filters a list does not have are a broken invariant: see
/// model/lists*.cpp. Where the PMS answers only with a filter (the children of no parents, say) and
/// there is none, the page is empty and nothing is sent.
struct ListRequest {
    model::List list;
    std::optional<Interval> updated{};    ///< UpdatedUtc
    std::optional<Interval> created{};    ///< CreatedUtc
    std::optional<Interval> closed{};     ///< ClosedUtc
    std::optional<Interval> colliding{};  ///< CollidingUtc
    std::vector<Uuid> ids{};              ///< the list's own; at most `most_ids` of its entry
    std::vector<Uuid> parents{};          ///< of what the rows belong to; at most `most_parents`
    /// Of a list whose deletions show apart (`Deletion::apart`): ask for the deleted rows instead
    /// of the active ones.
    bool deleted = false;
    /// Of availability: the starts of the first and the last local day.
    std::optional<Interval> days{};
    std::optional<std::string> cursor{};  ///< of the page before
    int count = 1000;                     ///< 1 to 1000
    Lane lane = Lane::delta_poll;
};

struct ListPage {
    model::Rows rows{model::List::configuration};
    /// As the PMS counts them, with those we could not read.
    std::size_t row_count = 0;
    std::optional<std::string> cursor;  ///< the PMS's answer, null at an empty page
    /// Rows without a readable id: left out.
    std::size_t unreadable = 0;
    /// Members that are not what the documentation says; their JSON is kept in `rest`. The first
    /// one in words, without its value: "customers: 0f1e…: BirthDate is not a text".
    std::size_t odd_members = 0;
    std::string first_oddity{};
};

struct Configuration {
    UtcTime now_utc;                               ///< the PMS's clock
    SteadyTime sent{};                             ///< when it was asked for it
    model::Rows rows{model::List::configuration};  ///< one
};

struct Receipt {
    /// Of what was created; of several things the first one's. A sold product may have none.
    std::optional<Uuid> created_id;
};
/// The PMS understood and said no (400, 403, 404, 409, and 401 on this one operation): for a person
/// to read.
struct Refusal {
    int status = 0;
    std::string message;  ///< the PMS's own text
    std::string request_id;
};
using WriteAnswer = std::variant<Receipt, Refusal>;

/// The Connector API: endpoints, JSON to model and back, errors to `Errc`. Each call first takes a
/// permission from the breaker of its operation and from the rate limit, and every end is told to
/// both. Errors of every call: see `Errc`; an undocumented status is `malformed`. No error context
/// holds a token, a value of a row, or what the PMS said to a write. Localized texts are in any
/// language until the first `configuration()`, then in the enterprise's. Cancellation: any time.
class Connector {
  public:
    Connector(HttpClient& http, RateLimit& rate_limit, Breaker& breaker, Credentials credentials);

    asio::awaitable<Result<Configuration>> configuration();
    asio::awaitable<Result<ListPage>> list(ListRequest request);
    /// What was asked for last of the list cannot be made smaller, and was `too_heavy`: the list
    /// rests, for whoever asks.
    void was_too_heavy_at_the_least(model::List list);
    /// Refusals are values. Errors: `unreachable`, `throttled` (not applied), `no_answer`,
    /// `too_heavy`, `server_fault`, `malformed` (outcome unknown: find out before sending again).
    /// `unauthorized` is a Refusal here.
    /// The permission was acquired before, by `permission_to_write`.
    asio::awaitable<Result<WriteAnswer>> write(Write write);
    /// Suspends until the rate limit lets a write go, and counts it: so that what is decided and
    /// marked before a write is of the moment it is sent. Cancellation: any time.
    asio::awaitable<void> permission_to_write();

  private:
    asio::awaitable<Result<HttpResponse>> exchange(std::string operation, HttpRequest request,
                                                   std::optional<Lane> lane);

    HttpClient& http_;
    RateLimit& rate_limit_;
    Breaker& breaker_;
    Credentials credentials_;
    std::string default_language_;  ///< of the enterprise, once `configuration()` was answered
};

/// What an event of the socket says: something happened to this id. A hint to read again, never
/// data (sync.md R40).
struct EventHint {
    enum class Kind { reservation, resource, other } kind = Kind::other;
    Uuid id;
};
/// Reads one text frame; unknown types become `other`. `malformed` when it is no events message.
Result<std::vector<EventHint>> parse_events(std::string_view frame);

}  // namespace stayd::mews
