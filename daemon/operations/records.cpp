#include "operations/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "journal/sha256.hpp"

namespace stayd::operations {
namespace {

using enum RecordOf;
constexpr std::string_view yes_no = "yes no";
constexpr std::size_t longest_text = 100;

// clang-format off
constexpr RecordEntry table[] = {
    // name                of     title
    {"eta",                stay,  "arrival time",             {}, true},
    {"agreed_departure",   stay,  "departure time",           {}, true},
    {"asked_early",        stay,  "asked to come early",      {}, true},
    {"asked_late",         stay,  "asked to leave late",      {}, true},
    {"requests_triaged",   stay,  "requests",                 "some all done"},
    {"vip_prepared",       stay,  "VIP preparation",          "planned done"},
    {"arrival_prepared",   stay,  "keys, parking, documents", "planned done"},
    {"extra_bed",          stay,  "extra bed",                yes_no},
    {"downgrade_agreed",   stay,  "lower category agreed",    yes_no},
    {"upgrade_reason",     stay,  "reason of the upgrade"},
    {"assistance",         stay,  "assistance needed",        yes_no},
    {"house_use",          stay,  "house use",                yes_no},
    {"city_tax_exempt",    stay,  "exempt from city tax",     yes_no},
    {"company_pays",       stay,  "company pays",             yes_no},
    {"extras_allowed",     stay,  "extras allowed",           yes_no},
    {"wants_to_stay",      stay,  "would like to stay on",    yes_no},
    {"invoice_asked",      stay,  "asked for an invoice",     yes_no},
    {"payment_holder",     stay,  "holder of the means of payment"},
    {"signature",          guest, "registration form",        "signed refused"},
    {"kinship",            guest, "relation to the adult"},
    {"assistance_asked",   guest, "asked about assistance",   yes_no},
    {"marketing_asked",    guest, "asked about offers",       yes_no},
    {"birthday_consent",   guest, "birthday may be used",     yes_no},
    {"entry",              guest, "entry into the country"},
    {"next_destination",   guest, "next destination"},
    {"registration_reported", guest, "receipt of the authority"},
};
// clang-format on

}  // namespace

std::span<const RecordEntry> record_entries() {
    return table;
}

const RecordEntry* find_record(std::string_view name) {
    const auto* found = std::ranges::find(table, name, &RecordEntry::name);
    return found == std::end(table) ? nullptr : found;
}

std::string stored_record(std::string_view name, std::string_view said) {
    const auto* entry = find_record(name);
    const auto moment = entry != nullptr && entry->moment ? parse_iso8601(said) : std::nullopt;
    return moment ? std::to_string(to_ms(*moment)) : std::string{said};
}

std::string said_record(const RecordEntry& entry, const std::string& stored) {
    if (!entry.moment || stored.empty()) return stored;
    return to_iso8601(from_ms(std::stoll(stored)));
}

std::string fault_of_record(const RecordEntry& entry, std::string_view said) {
    if (said.empty()) return {};
    if (entry.moment)
        return parse_iso8601(said) ? "" : fmt::format("The {} is no point in time.", entry.title);
    if (entry.words.empty())
        return said.size() > longest_text
                   ? fmt::format("The {} is longer than {} characters.", entry.title, longest_text)
                   : std::string{};
    for (const auto word : std::views::split(entry.words, ' ')) {
        if (std::string_view{word} == said) return {};
    }
    return fmt::format("The {} can be: {}.", entry.title, entry.words);
}

std::optional<std::string> Records::find(const Uuid& subject, std::string_view name) {
    auto query = database_.statement("SELECT value FROM record WHERE uid = :uid");
    query.bind(":uid", journal::id_made_of(name, subject));
    return query.step() ? std::optional{query.text(0)} : std::nullopt;
}

void Records::put(const Uuid& subject, std::string_view name, std::string_view value,
                  std::string_view by, UtcTime now) {
    auto put = database_.statement(R"sql(
        INSERT INTO record (uid, subject_uid, name, value, made_by, made_utc_ms)
        VALUES (:uid, :subject, :name, :value, :by, :now)
        ON CONFLICT (uid) DO UPDATE SET value = excluded.value, made_by = excluded.made_by,
                                        made_utc_ms = excluded.made_utc_ms
    )sql");
    put.bind(":uid", journal::id_made_of(name, subject))
        .bind(":subject", subject)
        .bind(":name", name);
    put.bind(":value", value).bind(":by", by).bind(":now", now).run();
}

void Records::remove(const Uuid& subject, std::string_view name) {
    auto remove = database_.statement("DELETE FROM record WHERE uid = :uid");
    remove.bind(":uid", journal::id_made_of(name, subject)).run();
}

void Records::remove_of_nobody() {
    auto remove = database_.statement(R"sql(
        DELETE FROM record WHERE subject_uid <> zeroblob(16)
           AND NOT EXISTS (SELECT 1 FROM reservation WHERE uid = subject_uid)
           AND NOT EXISTS (SELECT 1 FROM customer WHERE uid = subject_uid)
           AND NOT EXISTS (SELECT 1 FROM resource WHERE uid = subject_uid)
    )sql");
    remove.run();
}

}  // namespace stayd::operations
