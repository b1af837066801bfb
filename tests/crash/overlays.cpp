#include <map>
#include <set>

#include "tests/crash/promises.hpp"

// What staff see is the PMS's row with the open changes over it: told once more, change by change,
// and compared with the views.

namespace stayd::crash {
namespace {

using journal::Kind;

/// What the open changes say of a stay.
struct OverStay {
    bool checked_in = false;
    bool checked_out = false;
    std::optional<Uuid> room{};
    std::optional<UtcTime> start{};
    std::optional<UtcTime> end{};

    std::string state(const std::string& in_pms) const {
        const bool live = in_pms == "Confirmed" || in_pms == "Started";
        if (checked_out && live) return "Processed";
        return checked_in && in_pms == "Confirmed" ? "Started" : in_pms;
    }
};

struct Over {
    std::map<Uuid, std::string> room_states;
    std::set<Uuid> blocked_rooms;
    std::map<Uuid, OverStay> stays;

    void lay(const journal::Change& change) {
        const auto time = [&](std::string_view name) {
            return parse_iso8601(change.value.text(name)).value();
        };
        switch (change.kind) {
            case Kind::set_room_state:
                room_states[change.subject] = change.value.text("State");
                return;
            case Kind::block_room:
                if (change.value.text("Type") == "OutOfOrder" && time("Start") <= change.accepted)
                    blocked_rooms.insert(change.about.value());
                return;
            case Kind::check_in:
                stays[change.subject].checked_in = true;
                return;
            case Kind::check_out:
                stays[change.subject].checked_out = true;
                return;
            case Kind::move_stay:
                stays[change.subject].room = change.about;
                return;
            case Kind::set_stay_times:
                stays[change.subject].start = time("Start");
                stays[change.subject].end = time("End");
                return;
            default:
                return;
        }
    }

    std::string room(const Uuid& id, const std::string& in_pms) const {
        if (blocked_rooms.contains(id)) return "OutOfOrder";
        const auto open = room_states.find(id);
        return open == room_states.end() ? in_pms : open->second;
    }
};

}  // namespace

std::vector<Broken> broken_overlays(Box& box) {
    std::vector<Broken> broken;
    Over over;
    for (const auto& change : box.house().journal().open()) over.lay(change);
    auto rooms = box.database().statement("SELECT uid, state, state_now FROM room_now");
    while (rooms.step()) {
        if (rooms.text(2) != over.room(rooms.uuid(0), rooms.text(1)))
            broken.push_back({"I9", "a room shows what is neither the PMS's nor waiting"});
    }
    auto stays = box.database().statement(
        "SELECT uid, state, state_now, assigned_resource_uid, room_uid_now, "
        "scheduled_start_utc_ms, start_now_utc_ms, scheduled_end_utc_ms, end_now_utc_ms "
        "FROM stay_now");
    while (stays.step()) {
        const auto& open = over.stays[stays.uuid(0)];
        if (stays.text(2) != open.state(stays.text(1)) ||
            stays.uuid(4) != open.room.value_or(stays.uuid(3)) ||
            stays.time(6) != open.start.value_or(stays.time(5)) ||
            stays.time(8) != open.end.value_or(stays.time(7)))
            broken.push_back({"I9", "a stay shows what is neither the PMS's nor waiting"});
    }
    return broken;
}

}  // namespace stayd::crash
