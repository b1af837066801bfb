#include "model/words.hpp"

#include <span>

namespace stayd::model {
namespace {

template <class Enum>
struct Word {
    Enum value;
    std::string_view word;
};

constexpr Word<ResourceState> resource_states[] = {
    {ResourceState::dirty, "Dirty"},
    {ResourceState::clean, "Clean"},
    {ResourceState::inspected, "Inspected"},
    {ResourceState::out_of_service, "OutOfService"},
    {ResourceState::out_of_order, "OutOfOrder"},
};
constexpr Word<ReservationState> reservation_states[] = {
    {ReservationState::inquired, "Inquired"}, {ReservationState::requested, "Requested"},
    {ReservationState::optional, "Optional"}, {ReservationState::confirmed, "Confirmed"},
    {ReservationState::started, "Started"},   {ReservationState::processed, "Processed"},
    {ReservationState::canceled, "Canceled"},
};
constexpr Word<ServiceType> service_types[] = {
    {ServiceType::bookable, "Bookable"},
    {ServiceType::additional, "Additional"},
};
constexpr Word<ResourceKind> resource_kinds[] = {
    {ResourceKind::space, "Space"},
    {ResourceKind::object, "Object"},
    {ResourceKind::person, "Person"},
};
constexpr Word<AccountType> account_types[] = {
    {AccountType::customer, "Customer"},
    {AccountType::company, "Company"},
};
constexpr Word<AgeClassification> age_classifications[] = {
    {AgeClassification::adult, "Adult"},
    {AgeClassification::child, "Child"},
};

template <class Enum>
std::string_view word_of(std::span<const Word<Enum>> table, Enum value) {
    for (const auto& row : table) {
        if (row.value == value) return row.word;
    }
    return "Other";
}

template <class Enum>
Enum value_of(std::span<const Word<Enum>> table, std::string_view word) {
    for (const auto& row : table) {
        if (row.word == word) return row.value;
    }
    return Enum::other;
}

}  // namespace

std::string_view in_words(ResourceState state) {
    if (state == ResourceState::out_of_service) return "Out of service";
    if (state == ResourceState::out_of_order) return "Out of order";
    return to_word(state);
}

std::string_view to_word(ResourceState state) {
    return word_of<ResourceState>(resource_states, state);
}
std::string_view to_word(ReservationState state) {
    return word_of<ReservationState>(reservation_states, state);
}
std::string_view to_word(ServiceType type) {
    return word_of<ServiceType>(service_types, type);
}
std::string_view to_word(ResourceKind kind) {
    return word_of<ResourceKind>(resource_kinds, kind);
}
std::string_view to_word(AccountType type) {
    return word_of<AccountType>(account_types, type);
}
std::string_view to_word(AgeClassification value) {
    return word_of<AgeClassification>(age_classifications, value);
}

ResourceState resource_state(std::string_view word) {
    return value_of<ResourceState>(resource_states, word);
}
ReservationState reservation_state(std::string_view word) {
    return value_of<ReservationState>(reservation_states, word);
}
ServiceType service_type(std::string_view word) {
    return value_of<ServiceType>(service_types, word);
}
ResourceKind resource_kind(std::string_view word) {
    return value_of<ResourceKind>(resource_kinds, word);
}
AccountType account_type(std::string_view word) {
    return value_of<AccountType>(account_types, word);
}
AgeClassification age_classification(std::string_view word) {
    return value_of<AgeClassification>(age_classifications, word);
}

}  // namespace stayd::model
