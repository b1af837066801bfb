#include "insight/completeness_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/invariant.hpp"
#include "insight/shipped.hpp"

namespace stayd::insight {
namespace {

/// The one field that is not among a market's `fields` but follows from its signature_age.
constexpr std::string_view signature_field = "F20";
constexpr int days_a_year = 365;
constexpr int months_a_year = 12;

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// Of neither the home country nor an exempt one; of an unknown one too.
std::string foreign_sql(const Market& market) {
    auto countries = "'" + market.home + "'";
    for (const auto& country : market.exempt) countries += ", '" + country + "'";
    return fmt::format("coalesce(nationality NOT IN ({}), 1)", countries);
}

std::string signature_sql(const Market& market) {
    if (!market.signature_age) return "0";
    return fmt::format("({}) AND coalesce(age >= {}, 1)", registrable_sql(market),
                       *market.signature_age);
}

/// Whether a field counts as the law's, where it applies.
std::string legal_sql(const Field& field, const Market& market) {
    return field.tier == Tier::legal ? "1" : required_sql(field, market);
}

std::string roles_sql(const Field& field) {
    std::string roles;
    for (std::size_t role = 0; role < role_words.size(); ++role) {
        if (field.weights[role] > 0)
            roles += fmt::format("{}'{}'", roles.empty() ? "" : ", ", role_words[role]);
    }
    return roles;
}

std::string legal_gaps_sql(const Catalogue& catalogue, const Market& market) {
    std::string sum = "0";
    for (const auto& field : catalogue.fields) {
        const auto legal = legal_sql(field, market);
        if (legal == "0") continue;
        sum += fmt::format("\n        + coalesce(role IN ({}) AND {} AND ({}) = 0, 0)",
                           roles_sql(field), legal, quality_sql(field, market));
    }
    return sum;
}

std::string forbidden_sql(const Catalogue& catalogue, const Market& market) {
    std::string sum = market.forbidden_copies ? "coalesce(has_document_image, 0)" : "0";
    for (const auto& id : market.forbidden) {
        const auto* field = catalogue.field(id);
        if (field != nullptr) sum += fmt::format(" + coalesce(({}\n) <> 0, 0)", field->holds.sql);
    }
    return sum;
}

std::string report_sql(const Market& market) {
    const auto behind = [&](std::string_view date) {
        return fmt::format("date_ends(working_days_after({}, {}), zone)", date,
                           market.report_amount);
    };
    std::string due;
    switch (market.report) {
        case Deadline::none:
            return "NULL";
        case Deadline::hours_after_arrival:
            due = fmt::format("arrival_utc_ms + hours({})", market.report_amount);
            break;
        case Deadline::working_days_after_arrival:
            due = behind("arrival_date");
            break;
        case Deadline::working_days_after_departure:
            due = behind("departure_date");
            break;
        case Deadline::same_day:
            due = "date_ends(arrival_date, zone)";
            break;
    }
    return fmt::format("iif({}, {}, NULL)", registrable_sql(market), due);
}

std::string retention_sql(const Market& market) {
    if (!market.retention_months) return "NULL";
    return fmt::format("local_copy_utc_ms + days({})",
                       *market.retention_months * days_a_year / months_a_year);
}

}  // namespace

std::string registrable_sql(const Market& market) {
    if (market.scope == Scope::lead) return "role = 'lead'";
    auto sql = market.min_age == 0 ? std::string{"1"}
                                   : fmt::format("coalesce(age >= {}, 1)", market.min_age);
    if (market.scope == Scope::foreign) sql += " AND " + foreign_sql(market);
    return sql;
}

std::string required_sql(const Field& field, const Market& market) {
    if (field.id == signature_field) return "(" + signature_sql(market) + ")";
    if (!market.requires_field(field.id) || holds(market.forbidden, field.id)) return "0";
    auto sql = "(" + registrable_sql(market);
    if (holds(market.foreign_only, field.id)) sql += " AND " + foreign_sql(market);
    const auto only = market.only.find(field.id);
    if (only != market.only.end()) sql += fmt::format(" AND coalesce(({}\n), 0)", only->second.sql);
    return sql + ")";
}

std::string quality_sql(const Field& field, const Market& market) {
    const auto own = market.quality.find(field.id);
    const auto& quality = own == market.quality.end() ? field.quality : own->second;
    const bool always = field.always && !holds(market.forbidden, field.id);
    const auto needed = always ? "1" : required_sql(field, market);
    return fmt::format("CASE WHEN {} AND coalesce(({}\n), 0) THEN coalesce(({}\n), 0) END", needed,
                       field.applies.sql, quality.sql);
}

std::string person_facts_sql(const Catalogue& catalogue, const Market& market) {
    const auto views = shipped_views();
    const auto view = std::ranges::find(views, "person_facts", &ShippedText::name);
    invariant(view != views.end(), "person_facts is shipped");
    std::string sql{view->text};
    const auto put = [&](std::string_view name, const std::string& text) {
        const auto place = fmt::format("{{{}}}", name);
        const auto at = sql.find(place);
        invariant(at != std::string::npos, "person_facts names what the market makes");
        sql.replace(at, place.size(), text);
    };
    put("market", "'" + market.code + "'");
    put("registrable", registrable_sql(market));
    put("all_persons", market.all_persons ? "1" : "0");
    put("signature", signature_sql(market));
    put("legal_gaps", legal_gaps_sql(catalogue, market));
    put("forbidden", forbidden_sql(catalogue, market));
    put("report_due", report_sql(market));
    put("retention", retention_sql(market));
    return sql;
}

}  // namespace stayd::insight
