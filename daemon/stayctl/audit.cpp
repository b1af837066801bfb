#include "stayctl/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>

namespace stayd::stayctl {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_value = 60;
constexpr std::size_t most_fields = 8;

std::string target_of(const AuditWish& wish) {
    std::string target = "/audit/rows?";
    for (const auto& [name, value] :
         {std::pair{"room", wish.room}, std::pair{"guest", wish.guest},
          std::pair{"stay", wish.stay}, std::pair{"by", wish.by}, std::pair{"since", wish.since},
          std::pair{"until", wish.until}, std::pair{"change", wish.change}}) {
        if (!value.empty()) target += fmt::format("{}={}&", name, encoded(value));
    }
    return target;
}

/// What a terminal would take for a command is left out: names and notes are of strangers.
std::string printable(std::string_view said) {
    std::string result;
    for (const char c : said) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    return result;
}

std::string shown(const json::value& value) {
    if (value.is_null()) return "nothing";
    auto whole = value.is_string() ? printable(text(value)) : json::serialize(value);
    if (whole.size() <= longest_value) return whole;
    auto end = longest_value;  // not in the middle of a letter
    while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xC0) == 0x80) --end;
    return whole.substr(0, end) + "…";
}

std::string fields_of(const json::value& before, const json::value& after) {
    const auto* old_fields = before.if_object();
    const auto* new_fields = after.if_object();
    if (old_fields == nullptr || new_fields == nullptr)
        return fmt::format("{} -> {}", shown(before), shown(after));
    std::vector<std::string> said;
    for (const auto& field : *new_fields) {
        const auto* was = old_fields->if_contains(field.key());
        said.push_back(was == nullptr
                           ? fmt::format("{} {}", std::string{field.key()}, shown(field.value()))
                           : fmt::format("{} {} -> {}", std::string{field.key()}, shown(*was),
                                         shown(field.value())));
    }
    for (const auto& field : *old_fields) {
        if (new_fields->contains(field.key())) continue;
        said.push_back(fmt::format("{} was {}", std::string{field.key()}, shown(field.value())));
    }
    const auto more = said.size() > most_fields ? said.size() - most_fields : 0;
    said.resize(said.size() - more);
    auto line = fmt::format("{}", fmt::join(said, ", "));
    if (more > 0) line += fmt::format(" and {} more", more);
    return line;
}

/// A thing by its name, else by its kind and id.
std::string thing(const json::value& row) {
    auto name = printable(text(row.at("subject_name")));
    if (name.empty()) name = text(row.at("kind")) + " " + text(row.at("subject"));
    const auto about = printable(text(row.at("about_name")));
    return about.empty() || about == name ? name : fmt::format("{} ({})", name, about);
}

bool is_empty(const json::value& fields) {
    return fields.is_object() && fields.as_object().empty();
}

std::string mark(const json::value& value) {
    return fmt::format("{}:{}", value.at("seq").to_number<std::int64_t>(), text(value.at("hash")));
}

/// Whether the row that was noted still stands; empty, or why not.
std::string fault_of_note(const Ask& ask, const std::string& noted) {
    const auto seq = std::stoll(noted);
    const auto page =
        json::parse(ask("GET", fmt::format("/audit/rows?before={}&limit=1", seq + 1)));
    const auto& rows = page.at("rows").as_array();
    if (rows.empty() || rows[0].at("seq").to_number<std::int64_t>() != seq)
        return fmt::format(
            "Row {} that was noted is not there: it was taken out, or is older than 400 days.",
            seq);
    if (mark(rows[0]) != noted)
        return fmt::format("Row {} is not the one that was noted: the audit was written anew.",
                           seq);
    return {};
}

}  // namespace

std::vector<json::value> audit_rows(const Ask& ask, const AuditWish& wish) {
    const auto target = target_of(wish);
    std::vector<json::value> rows;
    std::string before;
    while (rows.size() < wish.limit) {
        const auto page = json::parse(
            ask("GET", fmt::format("{}{}limit={}", target, before, wish.limit - rows.size())));
        for (const auto& row : page.at("rows").as_array()) rows.push_back(row);
        if (page.at("next").is_null()) break;
        before = fmt::format("before={}&", page.at("next").to_number<std::int64_t>());
    }
    std::ranges::reverse(rows);
    return rows;
}

std::string audit_line(const json::value& row) {
    auto line = fmt::format("{}  {}", text(row.at("at")), printable(text(row.at("actor"))));
    if (const auto device = printable(text(row.at("device"))); !device.empty())
        line += fmt::format(" ({})", device);
    line += fmt::format("  {}  {}", text(row.at("what")), thing(row));
    const auto fields = fields_of(row.at("before"), row.at("after"));
    if (!fields.empty()) line += ": " + fields;
    if (!is_empty(row.at("remote")))
        line += "; Mews had " + fields_of(json::object{}, row.at("remote"));
    if (const auto why = printable(text(row.at("why"))); !why.empty()) line += "; " + why;
    if (const auto rule = text(row.at("rule")); !rule.empty()) line += " [" + rule + "]";
    return line;
}

bool is_note(const std::string& noted) {
    const auto colon = noted.find(':');
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return colon != std::string::npos && colon > 0 && colon < 19 && noted.size() == colon + 65 &&
           std::all_of(noted.begin(), noted.begin() + static_cast<std::ptrdiff_t>(colon), is_digit);
}

Verdict verify_audit(const Ask& ask, const std::string& noted) {
    std::int64_t rows = 0;
    std::int64_t unchained = 0;
    json::value check;
    std::string from;
    do {
        check = json::parse(ask("GET", "/audit/check" + from));
        rows += check.at("rows").to_number<std::int64_t>();
        unchained += check.at("unchained").to_number<std::int64_t>();
        const auto& reached = check.at("reached");
        from = fmt::format("?after={}&hash={}", reached.at("seq").to_number<std::int64_t>(),
                           text(reached.at("hash")));
    } while (!check.at("done").as_bool() && text(check.at("fault")).empty());
    if (const auto fault = text(check.at("fault")); !fault.empty()) {
        return {.text = fmt::format(
                    "The audit is broken: {}. What stands up to row {} is as it was written.\n",
                    fault, check.at("reached").at("seq").to_number<std::int64_t>())};
    }
    if (!noted.empty()) {
        if (const auto fault = fault_of_note(ask, noted); !fault.empty())
            return {.text = fault + "\n"};
    }
    auto said = fmt::format("The audit is whole: {} {}.\n", rows,
                            rows == 1 ? "row, which fits" : "rows, each fits the one before");
    if (unchained > 0)
        said += fmt::format(
            "{} older rows were written before there was a chain: nothing proves "
            "them.\n",
            unchained);
    said += fmt::format("Note this outside of the box, for --noted: {}\n", mark(check.at("end")));
    return {.is_whole = true, .text = said};
}

}  // namespace stayd::stayctl
