#include "tests/simulation/troubles.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

FaultPlan status(int code, std::optional<int> retry_after = {}) {
    return {.status = code, .message = "Planned.", .retry_after_seconds = retry_after};
}
FaultPlan fault(Fault what) {
    return {.fault = what};
}
FaultPlan garbage(Garbage what) {
    return {.fault = Fault::garbage, .garbage = what};
}

}  // namespace

std::vector<Trouble> troubles_of_calls() {
    auto proxy = status(502);
    proxy.from_proxy = true;
    auto acts = status(500);
    acts.acts = true;
    auto drip = fault(Fault::drip);
    drip.drip = 20s;
    return {
        {"400", "the list is asked again every ten minutes", status(400)},
        {"401", "the list is left out, asked again once a day", status(401)},
        {"403", "as 400", status(403)},
        {"404", "as 400", status(404)},
        {"408", "less is asked for, then the operation rests", status(408)},
        {"409", "as 400", status(409)},
        {"410", "as 400", status(410)},
        {"413", "as 400", status(413)},
        {"429 for 20 s", "nothing is asked before the time is over", status(429, 20)},
        {"429", "growing pauses, smaller budget", status(429)},
        {"500", "the operation rests, longer and longer", status(500)},
        {"500 though done", "as 500", acts},
        {"502 of a proxy", "as 500", proxy},
        {"503", "as 500", status(503)},
        {"302", "no answer of the PMS: as 500", status(302)},
        {"hang", "given up after a minute, the operation rests", fault(Fault::hang)},
        {"reset", "as 500", fault(Fault::reset)},
        {"answer lost", "as 500", fault(Fault::answer_lost)},
        {"reset in answer", "as 500", fault(Fault::reset_in_answer)},
        {"truncated", "as 500", fault(Fault::truncated)},
        {"random bytes", "unreadable: as 500", garbage(Garbage::bytes)},
        {"a portal's page", "unreadable: as 500", garbage(Garbage::html)},
        {"other types", "unreadable, or odd members kept aside", garbage(Garbage::json)},
        {"flood", "cut off: as 500", fault(Fault::flood)},
        {"drip", "waited for", drip},
        {"slow", "waited for", FaultPlan{.delay = 20s}},
    };
}

std::vector<Trouble> troubles_of_the_pms() {
    const auto set = [](auto change) { return [change](Pms& pms) { change(pms.settings()); }; };
    return {
        {"short pages", "read to the last page", {}, set([](Settings& s) {
             s.page_size_cap = 50;
         })},
        {"lower limit", "the budget is learned", {}, set([](Settings& s) {
             s.request_limit = 12;
         })},
        {"limit unnamed", "growing pauses", {}, set([](Settings& s) {
             s.request_limit = 12;
             s.retry_after_is_sent = false;
         })},
        {"204 for {}", "an empty page", {}, set([](Settings& s) {
             s.no_content = NoContent::always;
         })},
        {"clock + 3 h", "its clock is followed, and back", {}, set([](Settings& s) {
             s.clock_offset = 3h;
         })},
        {"seen 30 s late",
         "the overlap brings it",
         {},
         [](Pms& pms) { pms.set_visibility_lag(30s); }},
        {"no events", "polls bring it", {}, set([](Settings& s) { s.events_are_sent = false; })},
        {"silent socket", "polls bring it", {}, set([](Settings& s) {
             s.socket.mode = SocketMode::silent;
         })},
        {"closing socket", "polls bring it", {}, set([](Settings& s) {
             s.socket.mode = SocketMode::closes;
         })},
        {"socket 401", "polls bring it", {}, set([](Settings& s) {
             s.socket.mode = SocketMode::refuses_401;
         })},
        {"odd events", "a hint is no content", {}, set([](Settings& s) {
             s.socket = {.drop_percent = 30,
                         .double_percent = 30,
                         .reorder_percent = 30,
                         .garbage_percent = 30};
         })},
    };
}

}  // namespace stayd::sim
