#pragma once

#include <string_view>

/// The PMS's enumerations as our values, and their words. Every list is open (connector-api.md,
/// "Enumerations"): a word we do not know reads as `other`, is kept, shown as "other" and never
/// breaks anything (sync.md R50).
namespace stayd::model {

enum class ResourceState { dirty, clean, inspected, out_of_service, out_of_order, other };
enum class ReservationState {
    inquired,
    requested,
    optional,
    confirmed,
    started,
    processed,
    canceled,
    other
};
enum class ServiceType { bookable, additional, other };
enum class ResourceKind { space, object, person, other };
enum class AccountType { customer, company, other };
enum class AgeClassification { adult, child, other };

std::string_view to_word(
    ResourceState state);  ///< as the PMS writes it: "OutOfService"; `other` gives "Other"
/// As staff say it: "Out of service".
std::string_view in_words(ResourceState state);
std::string_view to_word(ReservationState state);
std::string_view to_word(ServiceType type);
std::string_view to_word(ResourceKind kind);
std::string_view to_word(AccountType type);
std::string_view to_word(AgeClassification classification);

ResourceState resource_state(std::string_view word);
ReservationState reservation_state(std::string_view word);
ServiceType service_type(std::string_view word);
ResourceKind resource_kind(std::string_view word);
AccountType account_type(std::string_view word);
AgeClassification age_classification(std::string_view word);

}  // namespace stayd::model
