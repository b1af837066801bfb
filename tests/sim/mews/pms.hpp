#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/mews/call_statistics.hpp"
#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/event_post.hpp"
#include "tests/sim/mews/faults.hpp"
#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/late_hotel.hpp"

namespace stayd::sim {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct PmsRequest {
    std::string method{};
    std::string target{};
    Headers headers;
    std::string body{};
};

struct PmsResponse {
    int status = 200;
    Headers headers{};  ///< Content-Type, Request-Id, Retry-After; without Date, Content-Length and
                        ///< Connection
    std::string body{};
    Fault fault = Fault::none;
    Duration delay{0};  ///< to wait before the answer, or before the fault
    Duration drip{0};   ///< with `Fault::drip`: from the answer's first byte to its last
    UtcTime date{};     ///< for `Date`

    /// The value of the first header of that name as written here; empty when absent.
    std::string header(std::string_view name) const;
};

struct Settings {
    std::string client_token = "stayd-client-token";
    std::string access_token = "stayd-access-token";
    int request_limit = 200;  ///< calls of one access token in any `request_window`
    Duration request_window = std::chrono::seconds{30};
    bool refused_calls_count = false;  ///< 429s keep the window full; undocumented, a client must
                                       ///< bear both
    bool retry_after_is_sent = true;   ///< with a 429 of the limit
    int page_size_cap = 1000;          ///< no page is longer, whatever `Count` asks for
    NoContent no_content = NoContent::when_preferred;
    Duration clock_offset{0};  ///< what `NowUtc` and `Date` are wrong by; the hotel's times are not
    SocketTrouble socket{};
    bool events_are_sent = true;  ///< false: changes are silent, as when Mews has not enabled them
    bool closing_twice_is_refused = true;  ///< undocumented in the API, so a client must bear both
    std::set<std::string, std::less<>>
        disabled_operations{};  ///< paths answered with 401, e.g. "tasks/close"
};

/// A call as the PMS saw it. Never a token.
struct ReceivedCall {
    std::uint64_t number = 0;
    UtcTime at{};
    std::string method{};
    std::string path{};
    std::string client{};  ///< the program's name and version, as it gave them
    int status = 0;
    Fault fault = Fault::none;
    Duration delay{0};
    std::string request_id{};
    std::string message{};  ///< of a refusal
    std::vector<std::string>
        client_faults{};  ///< tolerated here, but not what the documentation says
};

/// The PMS of one hotel, as strict as connector-api.md. It has no clock, no thread and no socket:
/// `handle` is a function of its state, the request and the time, so the same calls give the same
/// answers. `now` never goes back between calls.
class Pms {
  public:
    Pms(Hotel hotel, Settings settings, std::uint64_t seed);
    Pms(const Pms&) = delete;
    Pms& operator=(const Pms&) = delete;

    PmsResponse handle(const PmsRequest& request, UtcTime now);

    /// Whether the event socket takes a client with this `Cookie` header: both tokens, no spaces
    /// around `=`.
    bool admits_socket(std::string_view cookie) const;
    /// Frames for the event socket go here at once, as `{"Events":[…]}`; without a sink, or with
    /// the line down, they are lost.
    void set_event_sink(std::function<void(const std::string&)> sink) {
        event_sink_ = std::move(sink);
    }
    /// Sends what the changes made through `desk()` tell the socket. `handle` does so itself.
    void flush_events();
    /// Sends one event of any kind.
    void emit(json::object event);

    /// The line between the PMS and everybody: anything but `none` befalls every call until it is
    /// mended.
    void set_line(Fault fault) { line_ = fault; }
    Fault line() const { return line_; }
    void add_fault(FaultPlan plan) { faults_.push_back(std::move(plan)); }
    void clear_faults() { faults_.clear(); }
    const std::vector<FaultPlan>& faults() const { return faults_; }

    /// From now on reads see each change after a random lag of at most so much since its UpdatedUtc
    /// (sync.md C13), while events are sent at once. Zero: they see it at once. Otherwise 1 s at
    /// least. What is still unseen when the bound changes is seen then.
    void set_visibility_lag(Duration most);
    Duration visibility_lag() const { return late_ ? late_->most() : Duration::zero(); }

    Hotel& hotel() { return hotel_; }
    const Hotel& hotel() const { return hotel_; }
    /// For changes by other users of the PMS; call `flush_events` after them.
    Desk& desk() { return desk_; }
    Settings& settings() { return settings_; }
    const Settings& settings() const { return settings_; }
    const std::vector<AppliedWrite>& writes() const { return desk_.writes(); }
    /// The newest calls, the oldest first.
    const std::deque<ReceivedCall>& calls() const { return calls_; }
    std::uint64_t call_count() const { return call_count_; }
    /// All calls since the start that reached the PMS.
    const CallStatistics& statistics() const { return statistics_; }
    /// Every kind of fault the client has shown since the start, with how often: "resources/getAll:
    /// Foo is no parameter here".
    const std::map<std::string, int>& client_faults() const { return client_faults_; }

  private:
    struct Outcome;

    Outcome answer(const PmsRequest& request, ReceivedCall& call, UtcTime now);
    void authenticate(Parameters& parameters, ReceivedCall& call);
    void count_call(UtcTime now);
    Outcome run(std::string_view operation, Parameters& parameters, UtcTime now);
    const Hotel& seen_hotel(UtcTime now);
    PmsResponse answer_as_planned(const FaultPlan& plan, const PmsRequest& request,
                                  ReceivedCall& call, UtcTime now);
    FaultPlan take_fault(std::string_view path);
    void turn_page(std::string_view operation, const std::string& cursor, ReceivedCall& call,
                   UtcTime now);
    void note_page(std::string_view operation, const std::string& cursor, const Outcome& outcome);
    PmsResponse respond(Outcome outcome, bool may_be_204, const ReceivedCall& call) const;
    bool is_no_content(const PmsRequest& request, Fault fault) const;
    void remember(ReceivedCall call);
    void post(json::array events);

    Hotel hotel_;
    Settings settings_;
    SplitMix random_;
    SplitMix trouble_random_;  ///< of its own: trouble changes no id that is given later
    Desk desk_;
    std::optional<LateHotel> late_{};
    EventPost event_post_;
    Fault line_ = Fault::none;
    std::vector<FaultPlan> faults_{};
    std::deque<UtcTime> counted_;  ///< the calls in the window, the oldest first
    std::deque<ReceivedCall> calls_;
    std::uint64_t call_count_ = 0;
    CallStatistics statistics_{};
    std::map<std::string, int> client_faults_;
    std::map<std::string, int, std::less<>>
        pages_given_{};  ///< by path and the cursor it ended with
    std::function<void(const std::string&)> event_sink_;
};

}  // namespace stayd::sim
