#include "tests/integration/books.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "journal/journal.hpp"
#include "operations/tasks.hpp"

namespace stayd::sim {
namespace {

namespace json = boost::json;
using journal::Kind;
using journal::Stage;

/// The box follows the PMS's clock by an answer's header, which has whole seconds; what it knew of
/// a room may be one poll old.
constexpr auto clock_tolerance = std::chrono::seconds{10};

std::string text(const json::value& value) {
    return value.is_string() ? std::string{value.as_string()} : std::string{};
}

std::string_view word_of(v1::ResourceState state) {
    switch (state) {
        case v1::RESOURCE_STATE_DIRTY:
            return "Dirty";
        case v1::RESOURCE_STATE_CLEAN:
            return "Clean";
        case v1::RESOURCE_STATE_INSPECTED:
            return "Inspected";
        case v1::RESOURCE_STATE_OUT_OF_SERVICE:
            return "OutOfService";
        default:
            return "";
    }
}

/// What a command leaves in table `change`.
struct Expected {
    Kind kind = Kind::set_room_state;
    std::string subject{};
    std::string_view value{};
};

Expected expected_of(const v1::Command& command) {
    switch (command.action_case()) {
        case v1::Command::kSetRoomState:
            return {.kind = Kind::set_room_state,
                    .subject = command.set_room_state().room_id(),
                    .value = word_of(command.set_room_state().state())};
        case v1::Command::kCreateTask:
            return {.kind = Kind::create_task, .subject = command.command_id()};
        case v1::Command::kAcceptTask:
            return {.kind = Kind::accept_task, .subject = command.accept_task().task_id()};
        case v1::Command::kCompleteTask:
            return {.kind = Kind::complete_task, .subject = command.complete_task().task_id()};
        case v1::Command::kCheckIn:
            return {.kind = Kind::check_in, .subject = command.check_in().reservation_id()};
        case v1::Command::kSetGuestWaiting:
            return {.kind = Kind::set_guest_waiting,
                    .subject = command.set_guest_waiting().reservation_id(),
                    .value = command.set_guest_waiting().waiting() ? "1" : "0"};
        default:
            return {.kind = Kind::dismiss_change, .subject = command.dismiss_change().change_id()};
    }
}

struct Write {
    std::string kind;
    Uuid id;
    std::string value;
    UtcTime at;
    bool is_ours;
};

class Comparison {
  public:
    explicit Comparison(const Books& books)
        : books_(books), journal_(books.box), tasks_(books.box) {
        auto rows = books.box.statement("SELECT uid FROM change ORDER BY seq");
        while (rows.step()) changes_.push_back(*journal_.find(rows.uuid(0)));
        for (const auto& row : books.pms_writes) {
            writes_.push_back({.kind = text(row.at("kind")),
                               .id = *Uuid::parse(text(row.at("id"))),
                               .value = text(row.at("value")),
                               .at = *parse_iso8601(text(row.at("at"))),
                               .is_ours = text(row.at("by")) == "our client"});
        }
        for (const auto& room : books.pms_rooms)
            rooms_before_[*Uuid::parse(text(room.at("id")))] = text(room.at("state"));
    }

    Verdict verdict() {
        look_at_ledger();
        look_at_changes();
        look_at_audit();
        look_at_tasks();
        look_at_guests_waiting();
        look_at_pms();
        return std::move(verdict_);
    }

  private:
    template <class... Parts>
    void wrong(fmt::format_string<Parts...> sentence, Parts&&... parts) {
        verdict_.wrong.push_back(fmt::format(sentence, std::forward<Parts>(parts)...));
    }

    /// Each command that was answered "saved" stands in the database with what it said, each other
    /// one does not.
    void look_at_ledger() {
        std::set<Uuid> known;
        for (const auto& staff : books_.staff) {
            if (staff->promises_broken() > 0)
                wrong("{}: \"not saved\" after \"saved\", {} times", staff->device(),
                      staff->promises_broken());
            for (const auto& [id, payload] : staff->sent()) {
                known.insert(id);
                ++verdict_.sent;
                const bool is_saved = staff->is_saved(id);
                (is_saved ? verdict_.saved : verdict_.refused) += 1;
                const auto change = journal_.find(id);
                if (is_saved && !change) {
                    ++verdict_.lost;
                    wrong("change {}: answered \"saved\", not in the database", id.to_string());
                } else if (!is_saved && change) {
                    wrong("change {}: in the database, and the last answer was \"not saved\"",
                          id.to_string());
                } else if (change) {
                    compare_content(*staff, *change);
                }
            }
        }
        for (const auto& change : changes_) {
            if (!known.contains(change.id))
                wrong("change {}: nobody sent it", change.id.to_string());
        }
    }

    /// What the ledger compares of a change: a task's texts are looked at with the tasks.
    static std::string said_in(const journal::Change& change) {
        return change.value.text(change.kind == Kind::set_guest_waiting ? "Waiting" : "State");
    }

    void compare_content(const Staff& staff, const journal::Change& change) {
        const auto command = staff.command(change.id);
        const auto expected = expected_of(command);
        if (change.kind != expected.kind || bytes_of(change.subject) != expected.subject ||
            said_in(change) != expected.value || change.device != staff.device() ||
            change.made_by != command.user())
            wrong("change {}: other than what was sent", change.id.to_string());
    }

    void look_at_changes() {
        for (const auto& change : changes_) {
            ++verdict_.stages[std::string{journal::to_word(change.stage)}];
            if (journal::is_open(change.stage))
                wrong("change {}: still {}", change.id.to_string(), journal::to_word(change.stage));
        }
    }

    /// One row that it was accepted; one how it ended, if it was for the PMS.
    void look_at_audit() {
        std::map<Uuid, std::pair<int, int>> rows;
        auto audit = books_.box.statement(
            "SELECT change_uid, actor FROM audit WHERE change_uid IS NOT NULL AND what <> "
            "'Merged'");
        while (audit.step())
            ++(audit.text(1) == "Mews" ? rows[audit.uuid(0)].second : rows[audit.uuid(0)].first);
        for (const auto& change : changes_) {
            const auto [accepted, ended] = rows[change.id];
            const bool is_for_pms =
                change.kind == Kind::set_room_state || change.kind == Kind::create_task ||
                change.kind == Kind::complete_task || change.kind == Kind::check_in;
            if (accepted != 1 || ended != (is_for_pms ? 1 : 0))
                wrong("change {}: {} audit rows of its acceptance, {} of its end",
                      change.id.to_string(), accepted, ended);
        }
    }

    /// A task is as its create said, and as the last who accepted or completed it left it.
    void look_at_tasks() {
        std::map<Uuid, std::string> accepted_by;
        std::map<Uuid, std::string> done_by;
        for (const auto& change : changes_) {
            if (change.kind == Kind::accept_task) accepted_by[change.subject] = change.made_by;
            if (change.kind == Kind::complete_task &&
                !done_by.emplace(change.subject, change.made_by).second)
                wrong("task {}: completed twice", change.subject.to_string());
        }
        for (const auto& staff : books_.staff) {
            for (const auto& [id, payload] : staff->sent()) {
                const auto command = staff->command(id);
                if (!command.has_create_task() || !staff->is_saved(id)) continue;
                const auto& wanted = command.create_task();
                const auto task = tasks_.find(id);
                const auto room = task && task->room_id ? bytes_of(*task->room_id) : std::string{};
                const auto done = done_by.find(id);
                const int priority = wanted.priority() == 0 ? 3 : wanted.priority();
                const bool is_same = task && task->title == wanted.title() &&
                                     task->description == wanted.description() &&
                                     room == wanted.room_id() && task->priority == priority &&
                                     task->created_by == command.user() &&
                                     task->assignee == accepted_by[id] &&
                                     task->done.has_value() == (done != done_by.end()) &&
                                     task->done_by == (done == done_by.end() ? "" : done->second);
                if (!is_same) wrong("task {}: other than what staff did to it", id.to_string());
            }
        }
    }

    void look_at_guests_waiting() {
        std::map<Uuid, bool> waits;
        for (const auto& change : changes_) {
            if (change.kind == Kind::set_guest_waiting)
                waits[change.subject] = change.value.text("Waiting") == "1";
            if (change.kind == Kind::check_in) waits[change.subject] = false;
        }
        for (const auto& write : writes_) {
            if (write.kind == "started") waits.erase(write.id);
        }
        for (const auto& [stay, is_waiting] : waits) {
            auto row = books_.box.statement(
                "SELECT count(*) FROM guest_waiting WHERE reservation_uid = :stay");
            row.bind(":stay", stay);
            row.step();
            if (row.integer(0) != (is_waiting ? 1 : 0))
                wrong("stay {}: whether its guest waits is not what was said last",
                      stay.to_string());
        }
    }

    void look_at_pms() {
        std::map<std::string, std::vector<const Write*>> creates;  // by mark
        std::map<Uuid, std::vector<const Write*>> starts;          // by reservation
        std::map<Uuid, std::vector<const Write*>> closes;          // by task of the PMS
        std::map<Uuid, std::vector<const Write*>> rooms;           // everybody's
        for (const auto& write : writes_) {
            if (write.is_ours) ++verdict_.pms_writes[write.kind];
            if (write.kind == "room_state") rooms[write.id].push_back(&write);
            if (!write.is_ours) continue;
            if (write.kind == "task_added")
                creates[operations::mark_of(write.value)].push_back(&write);
            if (write.kind == "started") starts[write.id].push_back(&write);
            if (write.kind == "task_closed") closes[write.id].push_back(&write);
            if (write.kind != "room_state" && write.kind != "task_added" &&
                write.kind != "started" && write.kind != "task_closed")
                wrong("the PMS has a write of ours of kind {}", write.kind);
        }
        for (const auto& change : changes_) {
            const auto& id = change.subject;
            if (change.kind == Kind::create_task) {
                const auto mark = operations::mark_for(change.id);
                once(change, creates[mark].size());
                for (const auto* write : creates[mark]) {
                    const auto task = tasks_.find_by_pms_id(write->id);
                    if (!task || task->id != change.id)
                        wrong("task {}: shown twice, as ours and as the PMS's", id.to_string());
                }
                creates.erase(mark);
            } else if (change.kind == Kind::complete_task) {
                const auto task = tasks_.find(id);
                const auto pms_id = task ? task->pms_id : std::nullopt;
                once(change, pms_id ? closes[*pms_id].size() : 0);
                if (pms_id) closes.erase(*pms_id);
            }
        }
        for (const auto& [mark, unknown] : creates)
            wrong("the PMS has a task with mark {} that no change made", mark);
        for (const auto& [task, unknown] : closes)
            wrong("the PMS's task {} was closed by no change", task.to_string());
        look_at_check_ins(starts);
        look_at_room_states(rooms);
    }

    /// A confirmed change was done once; one that ended otherwise was not.
    void once(const journal::Change& change, std::size_t times) {
        const std::size_t wanted = change.stage == Stage::confirmed ? 1 : 0;
        if (times > 1) ++verdict_.doubled;
        if (times < wanted) ++verdict_.lost;
        if (times != wanted)
            wrong("{} {}: {}, and {} times in the PMS", journal::to_word(change.kind),
                  change.id.to_string(), journal::to_word(change.stage), times);
    }

    /// Of one reservation there may be several check-ins, one after the other: a refused one first.
    void look_at_check_ins(const std::map<Uuid, std::vector<const Write*>>& starts) {
        std::map<Uuid, std::size_t> confirmed;
        for (const auto& change : changes_) {
            if (change.kind == Kind::check_in && change.stage == Stage::confirmed)
                ++confirmed[change.subject];
        }
        for (const auto& [stay, writes] : starts) {
            if (writes.size() > 1) ++verdict_.doubled;
            if (confirmed[stay] != 1 || writes.size() != 1)
                wrong("stay {}: {} confirmed check-ins, {} in the PMS", stay.to_string(),
                      confirmed[stay], writes.size());
        }
        for (const auto& [stay, count] : confirmed) {
            if (starts.contains(stay)) continue;
            ++verdict_.lost;
            wrong("stay {}: {} confirmed check-ins, none in the PMS", stay.to_string(), count);
        }
    }

    /// Setting a state twice does no harm, so what is counted is this: no state of ours is in the
    /// PMS more often than there are changes for it and edits of others that had to be overcome,
    /// and what is confirmed was the PMS's state when it was.
    void look_at_room_states(const std::map<Uuid, std::vector<const Write*>>& rooms) {
        std::map<std::pair<Uuid, std::string>, int> changes;
        for (const auto& change : changes_) {
            if (change.kind != Kind::set_room_state) continue;
            ++changes[{change.subject, change.value.text("State")}];
            if (change.stage == Stage::confirmed && !was_so(rooms, change)) {
                ++verdict_.lost;
                wrong("change {}: confirmed, and the PMS's room was not {} then",
                      change.id.to_string(), change.value.text("State"));
            }
        }
        for (const auto& [room, writes] : rooms) {
            std::map<std::string, int> ours;
            int others = 0;
            for (const auto* write : writes) {
                if (write->is_ours)
                    ++ours[write->value];
                else
                    ++others;
            }
            for (const auto& [value, times] : ours) {
                const int for_it = changes[{room, value}];
                if (for_it == 0) wrong("room {}: set {} by no change", room.to_string(), value);
                if (times <= for_it + others) continue;
                verdict_.doubled += times - for_it - others;
                wrong("room {}: set {} {} times for {} changes, with {} edits of others",
                      room.to_string(), value, times, for_it, others);
            }
        }
    }

    bool was_so(const std::map<Uuid, std::vector<const Write*>>& rooms,
                const journal::Change& change) const {
        auto state = rooms_before_.at(change.subject);
        const auto writes = rooms.find(change.subject);
        if (writes == rooms.end()) return state == change.value.text("State");
        const auto from = change.accepted - clock_tolerance;
        const auto until = change.stage_since + clock_tolerance;
        for (const auto* write : writes->second) {
            if (write->at > until) break;
            if (write->at >= from && state == change.value.text("State")) return true;
            state = write->value;
        }
        return state == change.value.text("State");
    }

    const Books& books_;
    journal::Journal journal_;
    operations::Tasks tasks_;
    std::vector<journal::Change> changes_;
    std::vector<Write> writes_;
    std::map<Uuid, std::string> rooms_before_;
    Verdict verdict_;
};

}  // namespace

Verdict compare(const Books& books) {
    return Comparison{books}.verdict();
}

int SavedOnDisk::missing(storage::Database& database) {
    journal::Journal journal{database};
    int count = 0;
    for (const auto& staff : staff_) {
        staff->unanswered();
        for (const auto& [id, ack] : staff->acks()) {
            if (!staff->is_saved(id) || std::exchange(seen_[id], true)) continue;
            if (!journal.find(id)) ++count;
        }
    }
    return count;
}

}  // namespace stayd::sim
