#include <fmt/format.h>

#include <algorithm>

#include "house/pms_facts.hpp"
#include "sync/plan.hpp"
#include "sync/subject.hpp"

// What became of a write whose answer never came: what is read for it, and what that says.

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using journal::Change;
using journal::Fields;
using journal::Kind;
using journal::WriteClass;
using model::ReservationState;

/// The PMS writes whole seconds, and its clock is known to a few; a mark tells ours apart, so a
/// wide window costs nothing.
constexpr Duration clock_tolerance = 10min;

}  // namespace

std::optional<mews::ListRequest> look_at(house::House& house, const std::vector<Change>& changes,
                                         UtcTime now) {
    const auto& change = changes.front();
    const auto& kind = journal::entry(change.kind);
    mews::ListRequest request{.list = kind.list, .lane = mews::Lane::staff_write};
    const auto since_sent = mews::Interval{change.sent.value_or(change.accepted) - clock_tolerance,
                                           now + clock_tolerance};
    switch (change.kind) {
        case Kind::complete_task: {
            const auto task = house.tasks().find(change.subject);
            if (!task || !task->pms_id) return std::nullopt;
            request.ids = {*task->pms_id};
            return request;
        }
        case Kind::create_task:
        case Kind::block_room:
        case Kind::open_thread:
        case Kind::sell_product:
            request.created = since_sent;
            return request;
        case Kind::send_message: {
            const auto thread = house.journal().find(change.depends_on.value_or(Uuid{}));
            if (!thread || !thread->pms_id) return std::nullopt;
            request.parents = {*thread->pms_id};
            request.created = since_sent;
            return request;
        }
        case Kind::add_address:
        case Kind::add_document:
        case Kind::remove_document:
        case Kind::add_companion:
        case Kind::remove_companion:
        case Kind::add_stay_note:
        case Kind::add_guest_note: {
            const auto about = change.about.value_or(Uuid{});
            request.parents = {kind.list == model::List::identity_documents ||
                                       kind.list == model::List::addresses ||
                                       kind.list == model::List::account_notes
                                   ? house::surviving_guest(house.database(), about)
                                   : about};
            return request;
        }
        default:
            for (const auto& one : changes) request.ids.push_back(subject_of(house, one));
            return request;
    }
}

std::optional<house::Outcome> found(house::House& house, const Change& change,
                                    const std::vector<Uuid>& seen) {
    const auto confirmed = [](std::optional<Uuid> id = {}) {
        return house::Outcome{house::Confirmed{.pms_id = id}};
    };
    switch (journal::entry(change.kind).write_class) {
        case WriteClass::set: {
            Fields sent;
            for (const auto& [name, value] : change.value) {
                if (change.base.has(name) && !change.lost.has(name)) sent.set(name, value);
            }
            const auto remote =
                house::fields_in_pms(house.mirror(), change.kind, subject_of(house, change), sent);
            if (remote == sent) return confirmed();
            return std::nullopt;  // sending judges it against what the PMS has now
        }
        case WriteClass::create:
            if (const auto there = house::created_in_pms(house.database(), change))
                return confirmed(there);
            return std::nullopt;
        case WriteClass::transition: {
            if (change.kind == Kind::complete_task) {
                const auto task = house.tasks().find(change.subject);
                const auto remote =
                    task && task->pms_id ? house.mirror().pms_task(*task->pms_id) : std::nullopt;
                if (remote && remote->closed_utc) return confirmed();
                return std::nullopt;
            }
            const auto stay = house.mirror().reservation(change.subject);
            const auto state = stay ? stay->state : ReservationState::other;
            const bool out = change.kind == Kind::check_out;
            if (state == ReservationState::processed ||
                (state == ReservationState::started && !out))
                return confirmed();
            if (state == (out ? ReservationState::started : ReservationState::confirmed))
                return std::nullopt;
            return house::Refused{
                fmt::format("The reservation was changed in Mews and can no longer be {}.",
                            out ? "checked out" : "checked in")};
        }
        case WriteClass::remove: {
            const auto id = house::pms_id_of(house.journal(), change.subject);
            if (change.kind == Kind::end_block) {
                const auto row = house.mirror().document(model::List::resource_blocks, id);
                const bool active = row && row->find(R"("IsActive":true)") != std::string::npos;
                if (active) return std::nullopt;
                return confirmed();
            }
            if (std::ranges::find(seen, id) != seen.end()) return std::nullopt;
            return confirmed();
        }
        case WriteClass::local:
            break;
    }
    return house::KeptOnBox{};
}

}  // namespace stayd::sync
