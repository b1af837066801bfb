#include "house/audit_view.hpp"

#include <fmt/format.h>

namespace stayd::house {
namespace {

/// People of one name with their stays: so many are looked for, and a few more.
constexpr std::size_t most_things = 300;

std::vector<Uuid> ids_of(storage::Statement& query) {
    std::vector<Uuid> ids;
    while (query.step()) ids.push_back(query.uuid(0));
    return ids;
}

}  // namespace

AuditAnswer AuditView::before(std::int64_t seq, const AuditQuestion& question, std::size_t most) {
    AuditAnswer answer;
    journal::AuditFilter filter{.actor = question.by,
                                .change = question.change,
                                .since = question.since,
                                .until = question.until};
    const auto narrow = [&](const std::string& said, const char* kind, std::vector<Uuid> things) {
        if (said.empty()) return;
        if (things.empty()) answer.unknown = fmt::format("{} \"{}\"", kind, said);
        filter.things.push_back(std::move(things));
    };
    narrow(question.room, "room", rooms(question.room));
    narrow(question.stay, "stay", stays(question.stay));
    narrow(question.guest, "guest", guests(question.guest));
    if (!answer.unknown.empty()) return answer;
    auto page = audit_.page_before(seq, filter, most);
    answer.next = page.next;
    std::map<Uuid, std::string> names;
    const auto name = [&](const std::optional<Uuid>& id) {
        if (!id) return std::string{};
        const auto [found, is_new] = names.try_emplace(*id);
        if (is_new) found->second = name_of(*id);
        return found->second;
    };
    for (auto& entry : page.rows) {
        auto subject = name(entry.row.subject);
        auto about = name(entry.row.about);
        answer.lines.push_back(
            {.entry = std::move(entry), .subject = std::move(subject), .about = std::move(about)});
    }
    return answer;
}

std::vector<Uuid> AuditView::rooms(const std::string& name) {
    if (name.empty()) return {};
    auto query = database_.statement("SELECT uid FROM resource WHERE name = :name");
    query.bind(":name", name);
    return ids_of(query);
}

std::vector<Uuid> AuditView::stays(const std::string& number) {
    if (number.empty()) return {};
    auto query = database_.statement("SELECT uid FROM reservation WHERE number = :number");
    query.bind(":number", number);
    return ids_of(query);
}

/// Guests with their stays.
std::vector<Uuid> AuditView::guests(const std::string& name_or_id) {
    if (name_or_id.empty()) return {};
    std::vector<Uuid> found;
    if (const auto id = Uuid::parse(name_or_id)) {
        found.push_back(*id);
    } else {
        auto query = database_.statement(R"sql(
            SELECT uid FROM customer
            WHERE last_name = :name COLLATE NOCASE
               OR trim(coalesce(first_name || ' ', '') || coalesce(last_name, '')) = :name COLLATE NOCASE
            LIMIT 100
        )sql");
        query.bind(":name", name_or_id);
        found = ids_of(query);
    }
    const auto people = found.size();
    for (std::size_t at = 0; at < people && found.size() < most_things; ++at) {
        auto query = database_.statement(
            "SELECT uid FROM reservation WHERE account_uid = :guest ORDER BY id DESC LIMIT 100");
        query.bind(":guest", found[at]);
        for (const auto& stay : ids_of(query)) found.push_back(stay);
    }
    return found;
}

std::string AuditView::name_of(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT 'Room ' || name FROM resource WHERE uid = :id
        UNION ALL SELECT 'Stay ' || coalesce(number, '') || coalesce(', ' || guest.name, '')
            FROM reservation LEFT JOIN guest ON guest.uid = reservation.account_uid WHERE reservation.uid = :id
        UNION ALL SELECT 'Guest ' || name FROM guest WHERE uid = :id
        UNION ALL SELECT 'Company ' || coalesce(name, '') FROM company WHERE uid = :id
        UNION ALL SELECT 'Task ' || title FROM task WHERE uid = :id OR pms_uid = :id
        UNION ALL SELECT 'Rule ' || id FROM rule WHERE uid = :id
        LIMIT 1
    )sql");
    query.bind(":id", id);
    return query.step() ? query.text(0) : std::string{};
}

}  // namespace stayd::house
