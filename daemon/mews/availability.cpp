#include "mews/availability.hpp"

#include <fmt/format.h>

#include "mews/card_numbers.hpp"
#include "mews/json.hpp"
#include "mews/scalars.hpp"

namespace stayd::mews {
namespace {

using json::Value;

/// Reads the matrix once the starts of its time units are known.
class Matrix {
  public:
    Matrix(const Uuid& service, ListPage& page) : service_(service), page_(page) {
        const auto& entry = page.rows.entry();
        service_column_ = entry.column("service_uid");
        category_column_ = entry.column("category_uid");
        starts_column_ = entry.column("starts_utc_ms");
        metric_column_ = entry.column("metric");
        value_column_ = entry.column("value");
    }

    bool read_starts(Value& value) {
        json::Array list;
        if (value.get_array().get(list)) return false;
        starts_.clear();
        return json::each_element(list, [&](Value& start) {
            std::string scratch;
            const auto text = json::text_of(json::token_of(start), scratch);
            starts_.push_back(text ? parse_iso8601(*text) : std::nullopt);
            return true;
        });
    }

    bool read_categories(Value& value) {
        json::Array list;
        if (json::token_of(value) == "null") return true;
        if (value.get_array().get(list)) return false;
        return json::each_element(list, [&](Value& category) {
            json::Object object;
            if (category.get_object().get(object)) return leave_out();
            return read_category(object);
        });
    }

  private:
    /// The id may stand behind the metrics.
    bool read_category(json::Object& category) {
        std::optional<Uuid> id;
        const bool read = json::each_member(category, [&](std::string_view name, Value& value) {
            if (name == "ResourceCategoryId") id = json::id_of(json::token_of(value));
            return true;
        });
        if (!read || category.reset().error()) return false;
        if (!id) return leave_out();
        return json::each_member(category, [&](std::string_view name, Value& value) {
            json::Object metrics;
            if (name != "Metrics" || json::token_of(value) == "null") return true;
            if (value.get_object().get(metrics)) return odd();
            return json::each_member(metrics, [&](std::string_view metric, Value& values) {
                json::Array list;
                if (json::token_of(values) == "null") return true;
                if (values.get_array().get(list)) return odd();
                return read_metric(*id, metric, list);
            });
        });
    }

    bool read_metric(const Uuid& category, std::string_view metric, json::Array& values) {
        std::string masked;
        const std::string name{without_cards(metric, "", masked)};
        std::size_t unit = 0;
        return json::each_element(values, [&](Value& value) {
            const auto start = unit < starts_.size() ? starts_[unit] : std::nullopt;
            ++unit;
            if (!start) return leave_out();
            ++page_.row_count;
            auto& rows = page_.rows;
            rows.begin();
            rows.set(service_column_, service_);
            rows.set(category_column_, category);
            rows.set(starts_column_, to_ms(*start));
            rows.set(metric_column_, name);
            if (!read_value(value)) return false;
            rows.end_by_key();
            return true;
        });
    }

    bool read_value(Value& value) {
        const auto token = json::token_of(value);
        if (token == "null") return true;
        if (const auto number = whole_number(token)) {
            page_.rows.set(value_column_, *number);
            return true;
        }
        std::string rest = R"({"Value":)";
        if (!json::append_value(rest, value, "")) return false;
        page_.rows.rest(rest += '}');
        return odd();
    }

    bool odd() {
        ++page_.odd_members;
        describe("a metric is not a list of whole numbers");
        return true;
    }
    bool leave_out() {
        ++page_.row_count;
        ++page_.unreadable;
        describe("a category or a time unit cannot be read");
        return true;
    }
    void describe(std::string_view says) {
        if (page_.first_oddity.empty())
            page_.first_oddity = fmt::format("{}: {}", page_.rows.entry().name, says);
    }

    Uuid service_;
    ListPage& page_;
    std::size_t service_column_;
    std::size_t category_column_;
    std::size_t starts_column_;
    std::size_t metric_column_;
    std::size_t value_column_;
    std::vector<std::optional<UtcTime>> starts_;
};

}  // namespace

Result<ListPage> read_availability(const Uuid& service, std::string body) {
    ListPage page{.rows = model::Rows{model::List::availability}};
    const auto& entry = page.rows.entry();
    const auto malformed = [&](std::string_view says) {
        return failure(Errc::malformed, fmt::format("{}: {}", entry.name, says));
    };
    json::Document document{std::move(body)};
    auto root = document.root();
    if (!root) return malformed("the answer is no JSON object");
    Matrix matrix{service, page};
    bool has_starts = false;
    bool has_categories = false;
    const bool starts = json::each_member(*root, [&](std::string_view name, Value& value) {
        if (name != "TimeUnitStartsUtc") return true;
        return has_starts = matrix.read_starts(value);
    });
    if (!starts || root->reset().error() || !has_starts)
        return malformed("TimeUnitStartsUtc is not a list");
    const bool categories = json::each_member(*root, [&](std::string_view name, Value& value) {
        if (name != entry.collection) return true;
        return has_categories = matrix.read_categories(value);
    });
    if (!categories || !has_categories || !document.at_end())
        return malformed(fmt::format("{} is not a list", entry.collection));
    return page;
}

}  // namespace stayd::mews
