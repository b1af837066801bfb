// The rows of stays: reservations, companionships, customers, tasks.
#include "mews/rows.hpp"

namespace stayd::mews {
namespace {

using namespace json;
using model::Companionship;
using model::Customer;
using model::PersonCount;
using model::PmsTask;
using model::Reservation;

constexpr Field<PersonCount> person_count_fields[] = {
    required<&PersonCount::age_category_id>("AgeCategoryId"),
    required<&PersonCount::count>("Count"),
};

Outcome read_person_counts(Value value, Reservation& reservation, Language language) {
    return read_objects<PersonCount>(value, person_count_fields, reservation.person_counts,
                                     language);
}

constexpr Field<Reservation> reservation_fields[] = {
    required<&Reservation::id>("Id"),
    required<&Reservation::service_id>("ServiceId"),
    required<&Reservation::account_id>("AccountId"),
    required<&Reservation::account_type>("AccountType"),
    digits<&Reservation::number>("Number"),
    required<&Reservation::state>("State"),
    required<&Reservation::created_utc>("CreatedUtc"),
    required<&Reservation::updated_utc>("UpdatedUtc"),
    required<&Reservation::group_id>("GroupId"),
    required<&Reservation::requested_category_id>("RequestedResourceCategoryId"),
    optional<&Reservation::assigned_resource_id>("AssignedResourceId"),
    required<&Reservation::assigned_resource_locked>("AssignedResourceLocked"),
    required<&Reservation::scheduled_start_utc>("ScheduledStartUtc"),
    optional<&Reservation::actual_start_utc>("ActualStartUtc"),
    required<&Reservation::scheduled_end_utc>("ScheduledEndUtc"),
    optional<&Reservation::actual_end_utc>("ActualEndUtc"),
    {"PersonCounts", Need::required, read_person_counts},
};

constexpr Field<Companionship> companionship_fields[] = {
    required<&Companionship::id>("Id"),
    required<&Companionship::customer_id>("CustomerId"),
    required<&Companionship::reservation_group_id>("ReservationGroupId"),
    optional<&Companionship::reservation_id>("ReservationId"),
};

constexpr Field<Customer> customer_fields[] = {
    required<&Customer::id>("Id"),
    digits<&Customer::number>("Number"),
    optional<&Customer::title>("Title"),
    optional<&Customer::first_name>("FirstName"),
    required<&Customer::last_name>("LastName"),
    optional<&Customer::second_last_name>("SecondLastName"),
    optional<&Customer::nationality_code>("NationalityCode"),
    optional<&Customer::language_code>("LanguageCode"),
    optional<&Customer::email>("Email"),
    optional<&Customer::phone>("Phone"),
    required<&Customer::updated_utc>("UpdatedUtc"),
    required<&Customer::classifications>("Classifications"),
    optional<&Customer::merge_target_id>("MergeTargetId"),
    required<&Customer::is_active>("IsActive"),
};

/// `ClosedUtc` is declared required and null while the task is open.
constexpr Field<PmsTask> task_fields[] = {
    required<&PmsTask::id>("Id"),
    required<&PmsTask::name>("Name"),
    optional<&PmsTask::description>("Description"),
    optional<&PmsTask::department_id>("DepartmentId"),
    optional<&PmsTask::service_order_id>("ServiceOrderId"),
    required<&PmsTask::created_utc>("CreatedUtc"),
    required<&PmsTask::deadline_utc>("DeadlineUtc"),
    optional<&PmsTask::closed_utc>("ClosedUtc"),
};

}  // namespace

std::span<const Field<Reservation>> fields_of(const Reservation&) {
    return reservation_fields;
}
std::span<const Field<Companionship>> fields_of(const Companionship&) {
    return companionship_fields;
}
std::span<const Field<Customer>> fields_of(const Customer&) {
    return customer_fields;
}
std::span<const Field<PmsTask>> fields_of(const PmsTask&) {
    return task_fields;
}

}  // namespace stayd::mews
