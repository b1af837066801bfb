#include "mews/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "mews/card_numbers.hpp"
#include "mews/json_text.hpp"
#include "mews/scalars.hpp"

namespace stayd::mews {
namespace {

using model::ColumnType;
using Role = Member::Role;

/// Keys longer than this are looked up each time: simdjson leaves so many bytes behind a body that
/// may be compared without asking where it ends.
constexpr std::size_t longest_known_key = simdjson::SIMDJSON_PADDING - 2;
constexpr std::size_t most_known = 256;

/// Where there is no id or instant, the PMS sometimes says so (connector-api.md, trap 21).
constexpr std::string_view no_text = R"("")";

std::string_view says_of(ColumnType type) {
    switch (type) {
        case ColumnType::id:
            return "is not an id";
        case ColumnType::text:
            return "is not a text";
        case ColumnType::localized:
            return "is not a localized text";
        case ColumnType::words:
            return "is not a list of texts";
        case ColumnType::flag:
        case ColumnType::active:
            return "is not true or false";
        case ColumnType::integer:
            return "is not a whole number";
        case ColumnType::money:
            return "is not an amount";
        case ColumnType::time:
            return "is not an instant";
        case ColumnType::duration:
            return "is not a duration";
        case ColumnType::persons:
            return "is not a list of counts";
    }
    return "is odd";
}

/// Up to the quote that closes a key; simdjson has seen that there is one.
std::string_view key_at(const char* begin) {
    const char* end = begin;
    while (*end != '"') end += *end == '\\' ? 2 : 1;
    return {begin, end};
}

}  // namespace

RowReader::RowReader(ListPage& page, std::string_view language)
    : entry_(page.rows.entry()),
      page_(page),
      language_(language),
      members_(members_of(page.rows.list())) {
    for (std::size_t at = 0; at < entry_.columns.size(); ++at)
        if (entry_.columns[at].type == ColumnType::active) active_column_ = at;
}

bool RowReader::read(json::Value row) {
    ++page_.row_count;
    rest_.clear();
    id_.reset();
    id_says_ = "is missing";
    activity_is_odd_ = false;
    first_odd_ = nullptr;
    next_ = 0;
    page_.rows.begin();
    const auto token = json::token_of(row);
    json::Object object;
    if (!json::is_object(token)) {
        leave_out("is not an object");
        json::Array list;
        if (!json::is_list(token)) return json::append_scalar(rest_, token, "");
        return !row.get_array().get(list) && json::append_list(rest_, list, "");
    }
    if (row.get_object().get(object) || !read_members(object)) return false;
    end_row();
    return true;
}

bool RowReader::read_members(json::Object& row) {
    for (auto item : row) {
        simdjson::ondemand::field field;
        if (std::move(item).get(field)) return false;
        const Known* known_member = known(field.key().raw());
        if (!known_member || !read_member(*known_member, field.value())) return false;
    }
    return true;
}

/// Rows of a page have the same members in the same order, mostly. nullptr when the key is broken.
const RowReader::Known* RowReader::known(const char* key) {
    for (std::size_t tried = 0; tried < known_.size(); ++tried, ++next_) {
        if (next_ == known_.size()) next_ = 0;
        const auto& expected = known_[next_].key;
        const bool is_it = std::memcmp(key, expected.data(), expected.size()) == 0;
        if (is_it && key[expected.size()] == '"') return &known_[next_++];
    }
    return learn(key_at(key));
}

const RowReader::Known* RowReader::learn(std::string_view key) {
    if (!unescape(key, text_)) return nullptr;
    spare_.kept_as = ",";
    append_quoted(spare_.kept_as, without_cards(text_, "", masked_));
    spare_.kept_as += ':';
    spare_.member = &find_member(members_, text_);
    const bool keep = key.size() <= longest_known_key && known_.size() < most_known;
    if (!keep) return &spare_;
    spare_.key = key;
    known_.push_back(spare_);
    next_ = known_.size();
    return &known_.back();
}

bool RowReader::read_member(const Known& known, json::Value& value) {
    const Member& member = *known.member;
    const auto token = json::token_of(value);
    if (token == "null") return true;
    auto fit = Fit::lossy;
    if (json::is_object(token)) {
        json::Object object;
        rest_ += known.kept_as;
        if (value.get_object().get(object) || !json::append_object(rest_, object)) return false;
        if (member.role == Role::unknown) return true;
        if (object.reset().error()) return false;
        fit = set_object(member, object);
    } else if (json::is_list(token)) {
        json::Array list;
        rest_ += known.kept_as;
        if (value.get_array().get(list) || !json::append_list(rest_, list, known.name()))
            return false;
        if (member.role == Role::unknown) return true;
        if (list.reset().error()) return false;
        fit = set_list(member, list);
    } else {
        fit = set_scalar(member, token);
        if (fit == Fit::whole && !member.shares_column) return true;
        rest_ += known.kept_as;
        if (!json::append_scalar(rest_, token, known.name())) return false;
    }
    if (fit == Fit::odd) note_odd(member);
    return true;
}

/// Of a value inside a member, which is in `rest` already.
RowReader::Fit RowReader::set_value(const Member& member, json::Value& value) {
    const auto token = json::token_of(value);
    if (token == "null") return Fit::lossy;
    if (json::is_object(token)) {
        json::Object object;
        return value.get_object().get(object) ? Fit::odd : set_object(member, object);
    }
    if (json::is_list(token)) {
        json::Array list;
        return value.get_array().get(list) ? Fit::odd : set_list(member, list);
    }
    return set_scalar(member, token);
}

RowReader::Fit RowReader::set_object(const Member& member, json::Object& object) {
    if (member.role == Role::inside) return set_inside(member, object);
    const bool localized =
        member.role == Role::column && entry_.columns[member.column].type == ColumnType::localized;
    return localized ? set_localized(member, object) : Fit::odd;
}

RowReader::Fit RowReader::set_inside(const Member& member, json::Object& object) {
    const bool read = json::each_member(object, [&](std::string_view name, json::Value& value) {
        const Member& inner = find_member(member.members, name);
        if (inner.role != Role::unknown && set_value(inner, value) == Fit::odd) note_odd(inner);
        return true;
    });
    return read ? Fit::lossy : Fit::odd;
}

RowReader::Fit RowReader::set_list(const Member& member, json::Array& list) {
    if (member.role != Role::column) return Fit::odd;
    switch (entry_.columns[member.column].type) {
        case ColumnType::words:
            return set_words(member, list);
        case ColumnType::persons:
            return set_persons(member, list);
        default:
            return Fit::odd;
    }
}

RowReader::Fit RowReader::set_scalar(const Member& member, std::string_view token) {
    if (member.role == Role::unknown) return Fit::lossy;
    if (member.role == Role::inside) return Fit::odd;
    if (member.role == Role::id) {
        id_ = json::id_of(token);
        if (!id_) id_says_ = "is not an id";
        return Fit::whole;
    }
    const bool stands_in = member.role == Role::stand_in;
    if (stands_in && page_.rows.is_set(member.column)) return Fit::lossy;
    const auto set_number = [&](std::optional<std::int64_t> number, Fit fit) {
        if (!number) return Fit::odd;
        page_.rows.set(member.column, *number);
        return fit;
    };
    switch (entry_.columns[member.column].type) {
        case ColumnType::id:
            return set_id(member, token);
        case ColumnType::text:
            return set_text(member, token);
        case ColumnType::localized:
            return stands_in ? set_text(member, token) : Fit::odd;
        case ColumnType::flag:
        case ColumnType::active:
            if (token != "true" && token != "false") return Fit::odd;
            return set_number(token == "true", Fit::whole);
        case ColumnType::integer:
            return set_number(whole_number(token), token == "-0" ? Fit::lossy : Fit::whole);
        case ColumnType::money:
            return set_number(millionths(token), Fit::lossy);
        case ColumnType::time:
            return set_time(member, token);
        case ColumnType::duration:
            return set_duration(member, token);
        case ColumnType::words:
        case ColumnType::persons:
            break;
    }
    return Fit::odd;
}

RowReader::Fit RowReader::set_id(const Member& member, std::string_view token) {
    const auto id = json::id_of(token);
    if (!id) return token == no_text ? Fit::lossy : Fit::odd;
    page_.rows.set(member.column, *id);
    return Fit::whole;
}

RowReader::Fit RowReader::set_text(const Member& member, std::string_view token) {
    if (const auto text = json::text_of(token, text_)) {
        page_.rows.set(member.column, without_cards(*text, member.name, masked_));
        return Fit::whole;
    }
    const bool is_whole_number = is_number(token) && token.find_first_of(".eE") == token.npos;
    if (!is_whole_number) return Fit::odd;
    page_.rows.set(member.column, token);
    return Fit::lossy;
}

RowReader::Fit RowReader::set_time(const Member& member, std::string_view token) {
    const auto text = json::text_of(token, text_);
    if (!text) return Fit::odd;
    if (const auto exact = exact_instant(*text)) {
        page_.rows.set(member.column, *exact);
        return Fit::whole;
    }
    const auto time = parse_iso8601(*text);
    if (!time) return token == no_text ? Fit::lossy : Fit::odd;
    page_.rows.set(member.column, to_ms(*time));
    return Fit::lossy;
}

RowReader::Fit RowReader::set_duration(const Member& member, std::string_view token) {
    const auto text = json::text_of(token, text_);
    const auto duration = text ? parse_iso8601_duration(*text) : std::nullopt;
    if (!duration) return token == no_text ? Fit::lossy : Fit::odd;
    page_.rows.set(member.column, duration->count());
    return Fit::lossy;
}

/// The text in the wanted language, else the first that says something.
RowReader::Fit RowReader::set_localized(const Member& member, json::Object& texts) {
    bool all_are_texts = true;
    bool has_any = false;
    const bool read = json::each_member(texts, [&](std::string_view name, json::Value& value) {
        const bool wanted = name == language_;
        const auto token = json::token_of(value);
        const auto text = json::text_of(token, text_);
        if (!text) all_are_texts = all_are_texts && token == "null";
        if (!text || text->empty() || (has_any && !wanted)) return true;
        page_.rows.set(member.column, without_cards(*text, member.name, masked_));
        has_any = true;
        return true;
    });
    return read && all_are_texts ? Fit::lossy : Fit::odd;
}

RowReader::Fit RowReader::set_words(const Member& member, json::Array& words) {
    words_ = " ";
    const bool all_are_texts = json::each_element(words, [&](json::Value& value) {
        const auto word = json::text_of(json::token_of(value), text_);
        if (!word) return false;
        words_ += without_cards(*word, member.name, masked_);
        words_ += ' ';
        return true;
    });
    if (!all_are_texts) return Fit::odd;
    if (words_.size() > 1) page_.rows.set(member.column, words_);
    return Fit::lossy;
}

RowReader::Fit RowReader::set_persons(const Member& member, json::Array& counts) {
    std::int64_t sum = 0;
    const bool all_are_counts = json::each_element(counts, [&](json::Value& value) {
        json::Object count;
        std::optional<std::int64_t> number;
        if (!json::is_object(json::token_of(value)) || value.get_object().get(count)) return false;
        json::each_member(count, [&](std::string_view name, json::Value& one) {
            if (name == "Count") number = whole_number(json::token_of(one));
            return true;
        });
        return number && !__builtin_add_overflow(sum, *number, &sum);
    });
    if (!all_are_counts) return Fit::odd;
    page_.rows.set(member.column, sum);
    return Fit::lossy;
}

void RowReader::note_odd(const Member& member) {
    ++page_.odd_members;
    if (!first_odd_) first_odd_ = &member;
    if (member.role == Role::column && entry_.columns[member.column].type == ColumnType::active)
        activity_is_odd_ = true;
}

void RowReader::end_row() {
    auto& rows = page_.rows;
    for (const auto name : entry_.key) {
        const auto column = entry_.column(name);
        if (!rows.is_set(column))
            return leave_out(fmt::format("{} cannot be read", entry_.columns[column].member));
    }
    if (entry_.key.empty() && !id_) return leave_out(fmt::format("Id {}", id_says_));
    if (active_column_ && !activity_is_odd_ && !rows.is_set(*active_column_))
        rows.set(*active_column_, 1);
    if (!rest_.empty()) {
        rest_.front() = '{';
        rest_ += '}';
        rows.rest(rest_);
    }
    if (first_odd_ && page_.first_oddity.empty()) describe(oddity_of(*first_odd_));
    if (id_) {
        rows.end(*id_);
    } else {
        rows.end_by_key();
    }
}

std::string RowReader::oddity_of(const Member& member) const {
    const bool is_object = member.role == Role::inside;
    return fmt::format(
        "{} {}", member.path,
        is_object ? "is not an object" : says_of(entry_.columns[member.column].type));
}

void RowReader::leave_out(std::string_view why) {
    page_.rows.abandon();
    ++page_.unreadable;
    if (page_.first_oddity.empty()) describe(why);
}

void RowReader::describe(std::string_view says) {
    const auto row = id_ ? id_->to_string() : fmt::format("row {}", page_.row_count - 1);
    page_.first_oddity = fmt::format("{}: {}: {}", entry_.name, row, says);
}

}  // namespace stayd::mews
