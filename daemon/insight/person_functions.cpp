#include "insight/person_functions.hpp"

#include "insight/people/birth_dates.hpp"
#include "insight/people/contacts.hpp"
#include "insight/people/documents.hpp"
#include "insight/people/duplicates.hpp"
#include "insight/people/free_text.hpp"
#include "insight/people/names.hpp"

namespace stayd::insight {
namespace {

using storage::Arguments;
using storage::Value;

Value number(int value) {
    return std::int64_t{value};
}
Value flag(bool value) {
    return std::int64_t{value ? 1 : 0};
}
template <class T>
Value maybe(std::optional<T> value) {
    if (!value) return {};
    return std::move(*value);
}

Likeness likeness(const Arguments& given, int from) {
    return {.name = given.text(from),
            .birth_date = given.text(from + 1),
            .email = given.text(from + 2),
            .phone = given.text(from + 3),
            .document_number = given.text(from + 4),
            .document_country = given.text(from + 5),
            .postal_code = given.text(from + 6),
            .street = given.text(from + 7),
            .sex = given.text(from + 8)};
}

Value fold_of(const Arguments& given) {
    if (given.is_null(0)) return {};
    return fold(given.text(0));
}

Value uuid_bytes(const Arguments& given) {
    const auto uuid = Uuid::parse(given.text(0));
    if (!uuid) return {};
    return std::string{reinterpret_cast<const char*>(uuid->bytes.data()), uuid->bytes.size()};
}

using A = const Arguments&;
constexpr NamedFunction table[] = {
    {"fold", 1, fold_of},
    {"uuid_bytes", 1, uuid_bytes},
    {"text_distance", 2,
     [](A given) { return number(text_distance(given.text(0), given.text(1))); }},
    {"is_placeholder_name", 2,
     [](A given) { return flag(is_placeholder_name(given.text(0), given.text(1))); }},
    {"is_noisy_name", 1, [](A given) { return flag(is_noisy_name(given.text(0))); }},
    {"name_quality", 2, [](A given) { return number(name_quality(given.text(0), given.text(1))); }},
    {"email_quality", 2,
     [](A given) { return number(email_quality(given.text(0), given.integer(1) != 0)); }},
    {"is_alias_email", 1, [](A given) { return flag(is_alias_email(given.text(0))); }},
    {"phone_quality", 3,
     [](A given) { return number(phone_quality(given.text(0), given.text(1), given.text(2))); }},
    {"birth_date_quality", 3,
     [](A given) {
         return number(birth_date_quality(given.text(0), given.text(1), given.integer(2) != 0));
     }},
    {"birthday", 2, [](A given) { return maybe(birthday(given.text(0), given.integer(1))); }},
    {"date_begins", 2,
     [](A given) { return maybe(date_begins_ms(given.text(0), std::string{given.text(1)})); }},
    {"date_ends", 2,
     [](A given) { return maybe(date_ends_ms(given.text(0), std::string{given.text(1)})); }},
    {"working_days_after", 2,
     [](A given) { return maybe(working_days_after(given.text(0), given.integer(1))); }},
    {"document_number_quality", 3,
     [](A given) {
         return number(document_number_quality(given.text(0), given.text(1), given.text(2)));
     }},
    {"icao_check_digit", 1,
     [](A given) -> Value {
         const auto digit = icao_check_digit(given.text(0));
         return digit ? number(*digit) : Value{};
     }},
    {"postal_code_quality", 2,
     [](A given) { return number(postal_code_quality(given.text(0), given.text(1))); }},
    {"is_country", 1, [](A given) { return flag(is_country(given.text(0))); }},
    {"has_several_languages", 1,
     [](A given) { return flag(has_several_languages(given.text(0))); }},
    {"has_card_number", 1, [](A given) { return flag(has_card_number(given.text(0))); }},
    {"has_sensitive_words", 1, [](A given) { return flag(has_sensitive_words(given.text(0))); }},
    {"duplicate_score", 18,
     [](A given) { return number(duplicate_score(likeness(given, 0), likeness(given, 9))); }},
};

}  // namespace

std::span<const NamedFunction> person_functions() {
    return table;
}

}  // namespace stayd::insight
