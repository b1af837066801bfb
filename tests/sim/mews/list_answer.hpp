#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "tests/sim/mews/lists.hpp"
#include "tests/sim/mews/render.hpp"

/// How every paginated list reads its parameters and answers, whatever its rows are.
namespace stayd::sim {

using Names = std::vector<std::string_view>;

constexpr std::size_t many = 1000;
constexpr std::size_t few = 100;
constexpr int three_months = 3;
constexpr int no_maximum = 0;

/// How an id filter finds its rows without looking at every one.
enum class Index { none, own_id, parent };

/// One documented parameter that narrows a list: what it may hold, and the value of a row it is
/// held against.
template <class Row>
struct Filter {
    std::string_view name;
    std::size_t limit = many;   ///< of id and text lists
    int months = three_months;  ///< of intervals
    std::function<std::optional<Uuid>(const Row&)> id{};
    Index index = Index::none;  ///< `parent` only where a row never changes its own
    std::function<std::string(const Row&)> text{};
    Names words{};              ///< the allowed texts; empty: any
    bool is_single = false;     ///< one word instead of a list of them
    Names otherwise{};          ///< the words taken when none are given …
    std::string_view unless{};  ///< … and this parameter is not given either
    std::function<std::optional<UtcTime>(const Row&)> time{};
    std::function<UtcTime(const Row&)>
        last{};  ///< with `time`: the row is a span, and any overlap counts
    std::function<bool(const Row&)>
        hidden{};  ///< a flag; without it, and without `unless`, such rows do not come
};

/// `Extent`: which member asks for the rows themselves, for inactive ones too, and which other
/// members there are.
struct Extent {
    std::string_view rows;      ///< empty: the rows come always
    std::string_view inactive;  ///< empty: there is no such member
    Names others{};
    Names discontinued{};
    bool may_be_left_out = false;
    Names required{};  ///< its members that must be there
};

template <class Row>
struct List {
    std::string_view path;
    std::string_view collection;
    Table<Row> Hotel::* table;
    std::vector<Filter<Row>> filters;
    Names required{};  ///< each of them
    Names any_of{};    ///< at least one of them
    std::vector<std::pair<std::string_view, std::string_view>> never_together{};
    std::optional<Extent> extent{};
    std::string_view scope = "EnterpriseIds";  ///< the portfolio's parameter; empty: none
    Names nulls{};                             ///< collections of old that are always null
    Names empties{};                           ///< collections this hotel has nothing of
    void (*attach)(json::object&, const Hotel&, const std::vector<const Row*>&,
                   Parameters& extent) = nullptr;
};

template <class Row>
std::string activity_of(const Row& row) {
    return row.is_active ? "Active" : "Deleted";
}

// --- The parts most lists share ---

template <class Row>
Filter<Row> by_id(std::string_view name, std::size_t limit = many) {
    return {.name = name,
            .limit = limit,
            .id = [](const Row& row) { return std::optional{row.id}; },
            .index = Index::own_id};
}
template <class Row>
Filter<Row> by_update(int months = three_months) {
    return {.name = "UpdatedUtc", .months = months, .time = [](const Row& row) {
                return std::optional{row.updated_utc};
            }};
}
template <class Row>
Filter<Row> by_creation(int months = three_months) {
    return {.name = "CreatedUtc", .months = months, .time = [](const Row& row) {
                return std::optional{row.created_utc};
            }};
}
template <class Row>
Filter<Row> by_service() {
    return {.name = "ServiceIds",
            .id = [](const Row& row) { return std::optional{row.service_id}; }};
}
template <class Row>
Filter<Row> by_activity(Names otherwise = {}) {
    return {.name = "ActivityStates",
            .text = activity_of<Row>,
            .words = {"Active", "Deleted"},
            .otherwise = std::move(otherwise)};
}

// --- Reading a request ---

/// Yes or no for one row.
template <class Row>
using Question = std::function<bool(const Row&)>;

/// What a request asks of the rows.
template <class Row>
struct Questions {
    std::vector<Question<Row>> all{};
    std::optional<std::vector<std::size_t>> places{};  ///< where alone to look, the newest first
};

template <class Row>
std::vector<std::size_t> places_of(const Filter<Row>& filter, const Table<Row>& table,
                                   const std::vector<Uuid>& ids) {
    std::vector<std::size_t> places;
    for (const auto& id : ids) {
        if (filter.index == Index::own_id) {
            if (const auto place = table.exact_place(id)) places.push_back(*place);
        } else {
            const auto children = table.places_by(filter.name, filter.id, id);
            places.insert(places.end(), children.begin(), children.end());
        }
    }
    std::ranges::sort(places, std::greater{});
    const auto [first, last] = std::ranges::unique(places);
    places.erase(first, last);
    return places;
}

template <class Row>
void ask_ids(const Filter<Row>& filter, const Table<Row>& table, Parameters& parameters,
             Questions<Row>& questions) {
    auto ids = parameters.ids(filter.name, filter.limit);
    if (!ids) return;
    std::ranges::sort(*ids);
    if (filter.index != Index::none && !questions.places)
        questions.places = places_of(filter, table, *ids);
    questions.all.push_back([&of = filter.id, wanted = std::move(*ids)](const Row& row) {
        const auto id = of(row);
        return id && std::ranges::binary_search(wanted, *id);
    });
}

template <class Row>
std::optional<std::vector<std::string>> read_words(const Filter<Row>& filter,
                                                   Parameters& parameters) {
    if (filter.is_single) {
        auto word = parameters.text(filter.name);
        if (!word) return std::nullopt;
        if (std::ranges::find(filter.words, *word) == filter.words.end())
            refuse_parameter(filter.name);
        return std::vector{std::move(*word)};
    }
    return filter.words.empty() ? parameters.texts(filter.name, filter.limit)
                                : parameters.words(filter.name, filter.words);
}

template <class Row>
void ask_words(const Filter<Row>& filter, Parameters& parameters, Questions<Row>& questions) {
    auto words = read_words(filter, parameters);
    if (!words) {
        if (filter.otherwise.empty() || (!filter.unless.empty() && parameters.has(filter.unless)))
            return;
        words.emplace(filter.otherwise.begin(), filter.otherwise.end());
    }
    std::ranges::sort(*words);
    questions.all.push_back([&of = filter.text, wanted = std::move(*words)](const Row& row) {
        return std::ranges::binary_search(wanted, of(row));
    });
}

template <class Row>
void ask_flag(const Filter<Row>& filter, Parameters& parameters, Questions<Row>& questions) {
    const bool shown = parameters.flag(filter.name).value_or(parameters.has(filter.unless));
    if (!shown) questions.all.push_back([&of = filter.hidden](const Row& row) { return !of(row); });
}

template <class Row>
void ask_interval(const Filter<Row>& filter, Parameters& parameters, Questions<Row>& questions) {
    const auto interval = parameters.interval(filter.name, filter.months);
    if (!interval) return;
    questions.all.push_back([&filter, wanted = *interval](const Row& row) {
        const auto time = filter.time(row);
        if (!time) return false;
        return filter.last ? wanted.collides(*time, filter.last(row)) : wanted.contains(*time);
    });
}

/// Turns the parameters into questions for a row; what is left out asks nothing.
template <class Row>
Questions<Row> read_filters(const List<Row>& list, const Table<Row>& table,
                            Parameters& parameters) {
    Questions<Row> questions;
    for (const auto& filter : list.filters) {
        if (filter.id)
            ask_ids(filter, table, parameters, questions);
        else if (filter.text)
            ask_words(filter, parameters, questions);
        else if (filter.hidden)
            ask_flag(filter, parameters, questions);
        else
            ask_interval(filter, parameters, questions);
    }
    return questions;
}

template <class Row>
void check_rules(const List<Row>& list, Parameters& parameters) {
    for (const auto name : list.required) {
        if (!parameters.has(name)) refuse_parameter(name);
    }
    if (!list.any_of.empty() && std::ranges::none_of(list.any_of, [&](std::string_view name) {
            return parameters.has(name);
        })) {
        refuse_parameter(list.any_of.front());
    }
    for (const auto& [one, other] : list.never_together) {
        if (parameters.has(one) && parameters.has(other)) refuse_parameter(other);
    }
}

struct Page {
    std::size_t count = 0;
    std::optional<Uuid> after;
};

inline Page read_limitation(Parameters& parameters) {
    auto limitation = required(parameters.object("Limitation"), "Limitation");
    const auto count = limitation.integer("Count").value_or(0);
    if (count < 1 || count > 1000) refuse_parameter("Limitation");
    const Page page{static_cast<std::size_t>(count), limitation.id("Cursor")};
    limitation.note_unknown();
    return page;
}

struct Wanted {
    bool rows = true;
    bool inactive = true;
};

inline Wanted read_extent(const Extent& extent, Parameters& members) {
    Wanted wanted;
    if (!extent.rows.empty()) wanted.rows = members.flag(extent.rows).value_or(false);
    if (!extent.inactive.empty()) wanted.inactive = members.flag(extent.inactive).value_or(false);
    for (const auto name : extent.required) {
        if (!members.has(name)) refuse_parameter(name);
    }
    for (const auto name : extent.others) members.flag(name);
    for (const auto name : extent.discontinued) {
        if (members.flag(name).value_or(false))
            members.note(fmt::format("{} is discontinued", name));
    }
    members.note_unknown();
    return wanted;
}

/// True when the portfolio's filter, if given, names this property.
inline bool is_in_scope(const Hotel& hotel, std::string_view scope, Parameters& parameters) {
    if (scope.empty()) return true;
    const auto ids = parameters.ids(scope, many);
    const auto& wanted = scope == "ChainIds" ? hotel.enterprise().chain_id : hotel.enterprise().id;
    return !ids || std::ranges::find(*ids, wanted) != ids->end();
}

template <class Row>
bool is_active(const Row& row) {
    if constexpr (requires { row.is_active; }) return row.is_active;
    return true;
}

/// The rows of one page, the newest first.
template <class Row>
std::vector<const Row*> read_page(const Table<Row>& table, const Questions<Row>& questions,
                                  const Page& page, bool with_inactive) {
    auto end = table.size();
    if (page.after) end = required(table.place_of(*page.after), "Cursor");
    std::vector<const Row*> found;
    const auto look_at = [&](std::size_t place) {
        const auto& row = table.rows()[place];
        if (!with_inactive && !is_active(row)) return;
        if (std::ranges::all_of(questions.all, [&](const auto& asks) { return asks(row); }))
            found.push_back(&row);
    };
    if (questions.places) {
        for (const auto place : *questions.places) {
            if (found.size() == page.count) break;
            if (place < end) look_at(place);
        }
        return found;
    }
    while (end > 0 && found.size() < page.count) look_at(--end);
    return found;
}

template <class Row>
ListAnswer answer(const List<Row>& list, const Hotel& hotel, Parameters& parameters) {
    const auto& table = hotel.*list.table;
    const auto page = read_limitation(parameters);
    check_rules(list, parameters);
    const auto questions = read_filters(list, table, parameters);
    const bool in_scope = is_in_scope(hotel, list.scope, parameters);
    Wanted wanted;
    std::optional<Parameters> extent;
    if (list.extent) {
        extent = parameters.object("Extent");
        if (!extent && !list.extent->may_be_left_out) refuse_parameter("Extent");
        if (extent) wanted = read_extent(*list.extent, *extent);
    }
    parameters.note_unknown();

    auto found = read_page(table, questions, page, wanted.inactive);
    if (!in_scope) found.clear();
    ListAnswer result{.is_empty = found.empty()};
    json::array rows;
    if (wanted.rows) {
        for (const auto* row : found) rows.push_back(render(*row, hotel));
    }
    result.body.emplace(list.collection,
                        wanted.rows ? json::value(std::move(rows)) : json::value{});
    for (const auto name : list.nulls) result.body.emplace(name, nullptr);
    for (const auto name : list.empties) result.body.emplace(name, json::array{});
    if (list.attach != nullptr) list.attach(result.body, hotel, found, *extent);
    result.body.emplace("Cursor",
                        found.empty() ? json::value{} : json::value(found.back()->id.to_string()));
    return result;
}

/// Keeps `list`: it must outlive the operation.
template <class Row>
ListOperation operation(const List<Row>& list) {
    return {list.path, [&list](const Hotel& hotel, Parameters& parameters) {
                return answer(list, hotel, parameters);
            }};
}

}  // namespace stayd::sim
