#include "operations/tasks.hpp"

namespace stayd::operations {
namespace {

constexpr std::string_view mark_begin = "\xE2\x9F\xA8s:";  // ⟨s:
constexpr std::string_view mark_end = "\xE2\x9F\xA9";      // ⟩
constexpr std::size_t mark_length = 10;
constexpr std::string_view base32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string_view to_word(TaskStage stage) {
    switch (stage) {
        case TaskStage::created:
            return "New";
        case TaskStage::accepted:
            return "Accepted";
        case TaskStage::done:
            return "Done";
    }
    return "New";
}

TaskStage task_stage(std::string_view word) {
    if (word == "Done") return TaskStage::done;
    return word == "Accepted" ? TaskStage::accepted : TaskStage::created;
}

#define STAYD_TASK_COLUMNS                                                                  \
    "SELECT uid, title, description, department_uid, room_uid, priority, stage, assignee, " \
    "created_utc_ms, "                                                                      \
    "created_by, due_utc_ms, done_utc_ms, done_by, pms_uid FROM task "

std::optional<Task> read_one(storage::Statement& row) {
    if (!row.step()) return std::nullopt;
    return Task{.id = row.uuid(0),
                .title = row.text(1),
                .description = row.text(2),
                .department_id = row.optional_uuid(3),
                .room_id = row.optional_uuid(4),
                .priority = static_cast<int>(row.integer(5)),
                .stage = task_stage(row.text(6)),
                .assignee = row.text(7),
                .created = row.time(8),
                .created_by = row.text(9),
                .due = row.time(10),
                .done = row.optional_time(11),
                .done_by = row.text(12),
                .pms_id = row.optional_uuid(13)};
}

/// At most `limit` bytes, never within a character.
std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
    return text.substr(0, limit);
}

/// Where the mark begins; npos when the name does not end in one.
std::size_t mark_position(std::string_view name) {
    const std::size_t length = mark_begin.size() + mark_length + mark_end.size();
    if (name.size() < length) return std::string_view::npos;
    const std::size_t at = name.size() - length;
    if (!name.substr(at).starts_with(mark_begin) || !name.ends_with(mark_end))
        return std::string_view::npos;
    return at;
}

}  // namespace

std::string mark_for(const Uuid& change_id) {
    // 50 bits of a 64-bit FNV-1a over the id: the random half of a UUIDv7 alone would do, the hash
    // needs no such trust.
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const auto byte : change_id.bytes) hash = (hash ^ byte) * 0x100000001b3;
    std::string mark;
    for (std::size_t i = 0; i < mark_length; ++i, hash >>= 5) mark += base32[hash & 31];
    return mark;
}

std::string marked(std::string_view title, const Uuid& change_id, std::size_t limit) {
    const std::size_t room = limit - mark_begin.size() - mark_end.size() - mark_length - 1;
    std::string name{cut(title, room)};
    name.append(" ").append(mark_begin).append(mark_for(change_id)).append(mark_end);
    return name;
}

std::string mark_of(std::string_view name) {
    const auto at = mark_position(name);
    if (at == std::string_view::npos) return {};
    return std::string{name.substr(at + mark_begin.size(), mark_length)};
}

std::string without_mark(std::string_view name) {
    const auto at = mark_position(name);
    if (at == std::string_view::npos) return std::string{name};
    auto title = name.substr(0, at);
    while (title.ends_with(' ')) title.remove_suffix(1);
    return std::string{title};
}

std::optional<Task> Tasks::find(const Uuid& id) {
    auto query = database_.statement(STAYD_TASK_COLUMNS "WHERE uid = :uid");
    query.bind(":uid", id);
    return read_one(query);
}

std::optional<Task> Tasks::find_by_pms_id(const Uuid& pms_id) {
    auto query = database_.statement(STAYD_TASK_COLUMNS "WHERE pms_uid = :uid");
    query.bind(":uid", pms_id);
    return read_one(query);
}

void Tasks::insert(const Task& task) {
    auto put = database_.statement(R"sql(
        INSERT INTO task (uid, title, description, department_uid, room_uid, priority, stage, assignee, created_utc_ms,
            created_by, due_utc_ms, done_utc_ms, done_by, pms_uid)
        VALUES (:uid, :title, :description, :department, :room, :priority, :stage, :assignee, :created, :created_by, :due,
            :done, :done_by, :pms)
    )sql");
    put.bind(":uid", task.id).bind(":title", task.title).bind(":description", task.description);
    put.bind(":department", task.department_id)
        .bind(":room", task.room_id)
        .bind(":priority", task.priority);
    put.bind(":stage", to_word(task.stage))
        .bind(":assignee", task.assignee)
        .bind(":created", task.created);
    put.bind(":created_by", task.created_by).bind(":due", task.due).bind(":done", task.done);
    put.bind(":done_by", task.done_by).bind(":pms", task.pms_id).run();
}

void Tasks::accept(const Uuid& id, std::string_view assignee) {
    auto update = database_.statement(
        "UPDATE task SET stage = 'Accepted', assignee = :assignee WHERE uid = :uid AND stage <> "
        "'Done'");
    update.bind(":assignee", assignee).bind(":uid", id).run();
}

void Tasks::complete(const Uuid& id, UtcTime now, std::string_view by) {
    auto update = database_.statement(R"sql(
        UPDATE task SET stage = 'Done', done_utc_ms = :now, done_by = :by WHERE uid = :uid AND stage <> 'Done'
    )sql");
    update.bind(":now", now).bind(":by", by).bind(":uid", id).run();
}

void Tasks::set_pms_id(const Uuid& id, const Uuid& pms_id) {
    auto update = database_.statement("UPDATE task SET pms_uid = :pms WHERE uid = :uid");
    update.bind(":pms", pms_id).bind(":uid", id).run();
}

bool Tasks::import(const model::PmsTask& row) {
    const auto known = find_by_pms_id(row.id);
    if (!known) {
        insert({.id = row.id,
                .title = without_mark(row.name),
                .description = row.description,
                .department_id = row.department_id,
                .room_id = {},
                .stage = row.closed_utc ? TaskStage::done : TaskStage::created,
                .assignee = {},
                .created = row.created_utc,
                .created_by = {},
                .due = row.deadline_utc,
                .done = row.closed_utc,
                .done_by = row.closed_utc ? "Mews" : "",
                .pms_id = row.id});
        return true;
    }
    bool changed = false;
    if (known->created_by.empty()) {
        auto update = database_.statement(R"sql(
            UPDATE task SET title = :title, description = :description, department_uid = :department, due_utc_ms = :due
            WHERE uid = :uid AND (title, description, department_uid, due_utc_ms) IS NOT
                                 (:title, :description, :department, :due)
        )sql");
        update.bind(":title", without_mark(row.name)).bind(":description", row.description);
        update.bind(":department", row.department_id)
            .bind(":due", row.deadline_utc)
            .bind(":uid", known->id);
        changed = update.run() > 0;
    }
    if (row.closed_utc && known->stage != TaskStage::done) {
        complete(known->id, *row.closed_utc, "Mews");
        changed = true;
    }
    return changed;
}

void GuestsWaiting::start(const Uuid& reservation, UtcTime since, std::uint64_t random_bits) {
    static constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    static constexpr std::string_view digits = "23456789";
    const auto draw = [&random_bits](std::string_view alphabet) {
        const char drawn = alphabet[random_bits % alphabet.size()];
        random_bits /= alphabet.size();
        return drawn;
    };
    std::string code;
    code += draw(letters);
    code += draw(letters);
    code += ' ';
    code += draw(digits);
    code += draw(digits);
    auto put = database_.statement(R"sql(
        INSERT INTO guest_waiting (reservation_uid, since_utc_ms, display_code) VALUES (:uid, :since, :code)
        ON CONFLICT (reservation_uid) DO NOTHING
    )sql");
    put.bind(":uid", reservation).bind(":since", since).bind(":code", code).run();
}

void GuestsWaiting::stop(const Uuid& reservation) {
    auto remove = database_.statement("DELETE FROM guest_waiting WHERE reservation_uid = :uid");
    remove.bind(":uid", reservation).run();
}

void GuestsWaiting::stop_all_but_expected() {
    auto remove = database_.statement(R"sql(
        DELETE FROM guest_waiting WHERE reservation_uid NOT IN
            (SELECT uid FROM reservation WHERE uid = reservation_uid AND state = 'Confirmed')
    )sql");
    remove.run();
}

}  // namespace stayd::operations
