#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/faults.hpp"
#include "tests/sim/mews/hotel.hpp"

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

    /// The value of the first header of that name as written here; empty when absent.
    std::string header(std::string_view name) const;
};

struct Settings {
    std::string client_token = "stayd-client-token";
    std::string access_token = "stayd-access-token";
    int request_limit = 200;  ///< calls of one access token in any `request_window`
    Duration request_window = std::chrono::seconds{30};
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

    /// Whether the event socket lets a client in with this `Cookie` header: both tokens, no spaces
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
    /// Every kind of fault the client has shown since the start, with how often: "resources/getAll:
    /// Foo is no parameter here".
    const std::map<std::string, int>& client_faults() const { return client_faults_; }

  private:
    struct Outcome;

    Outcome answer(const PmsRequest& request, ReceivedCall& call, UtcTime now);
    void authenticate(Parameters& parameters, ReceivedCall& call);
    void count_call(UtcTime now);
    Outcome run(std::string_view operation, Parameters& parameters, UtcTime now);
    FaultPlan take_fault(std::string_view path);
    PmsResponse respond(Outcome outcome, const PmsRequest& request, const ReceivedCall& call) const;
    void remember(ReceivedCall call);

    Hotel hotel_;
    Settings settings_;
    SplitMix random_;
    Desk desk_;
    Fault line_ = Fault::none;
    std::vector<FaultPlan> faults_{};
    std::deque<UtcTime> counted_;  ///< the calls in the window, the oldest first
    std::deque<ReceivedCall> calls_;
    std::uint64_t call_count_ = 0;
    std::map<std::string, int> client_faults_;
    std::function<void(const std::string&)> event_sink_;
};

}  // namespace stayd::sim
