#pragma once

#include <functional>
#include <string>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

struct ControlResponse {
    int status = 200;
    json::object body{};
};

/// The JSON API for whoever plays the PMS's world: cut the line, plan trouble, act as another user,
/// see what came. Paths and members are listed in tests/simulator/README.md. As little transport in
/// it as in `Pms`.
class Control {
  public:
    explicit Control(Pms& pms) : pms_(pms) {}

    /// Called when the line's state is set, for a transport that has a listener to close. Not
    /// needed in-process.
    std::function<void(Fault)> on_line{};

    /// `path` begins with "/control/"; `query` is without its '?'. Errors are `{"error": "…"}` with
    /// 400 or 404.
    ControlResponse handle(const std::string& method, const std::string& path,
                           const std::string& query, const std::string& body, UtcTime now);

  private:
    json::object set_line(Parameters& parameters);
    json::object plan_fault(Parameters& parameters, const json::object& given);
    json::object change_settings(Parameters& parameters);
    json::object emit_event(Parameters& parameters);

    Pms& pms_;
};

/// One act of another user of the PMS, by its "kind"; a `Refused` with the reason when it makes no
/// sense.
json::object act_as_other_user(Pms& pms, Parameters& parameters, UtcTime now);

/// What there is to see: the line, the plans, the counts, the house.
json::object state_view(const Pms& pms, UtcTime now);
json::array faults_view(const Pms& pms);
json::object settings_view(const Pms& pms);
/// What of all calls together can be told: how many in any 30 seconds and 15 minutes, and bytes.
json::object statistics_view(const Pms& pms);
/// Calls with a number above `after`, the oldest first.
json::object log_view(const Pms& pms, std::uint64_t after);
json::object writes_view(const Pms& pms);
json::object rooms_view(const Pms& pms);
/// Reservations that touch the 24 hours around `now` or are in the house.
json::object stays_view(const Pms& pms, UtcTime now);

}  // namespace stayd::sim
