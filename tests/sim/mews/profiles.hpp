#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tests/sim/mews/hotel.hpp"

/// The fields of a guest's and of a company's profile, and what each operation calls them
/// (connector-api.md, "customers/update", "accounts/update", "companies/update").
namespace stayd::sim {

enum class Holds { text, date, duration, word, id };

struct GuestText {
    std::string_view name;                     ///< in customers/add, customers/update and the list
    std::string_view account_name{};           ///< in accounts/update; empty: it has none
    std::string Customer::* column = nullptr;  ///< null: kept in `Customer::rest`
    std::size_t most = std::string::npos;      ///< characters
    Holds holds = Holds::text;
    std::span<const std::string_view> words{};
    bool only_in_accounts = false;

    std::string of(const Customer& guest) const;  ///< empty: null
    void set(Customer& guest, std::string text) const;
};

std::span<const GuestText> guest_texts();
/// Those of the Italian law, which customers/update wraps and accounts/update nests.
std::span<const GuestText> italian_guest_texts();
std::span<const std::string_view> guest_classifications();
std::span<const std::string_view> guest_options();
/// The options accounts/update knows.
std::span<const std::string_view> guest_account_options();

struct CompanyField {
    std::string_view name;            ///< in companies/update and the list; empty: not there
    std::string_view account_name{};  ///< in accounts/update
    std::size_t most = std::string::npos;
    Holds holds = Holds::text;
    bool may_be_cleared = true;
};

std::span<const CompanyField> company_fields();
std::span<const std::string_view> company_options();
std::span<const std::string_view> company_classifications();
std::span<const std::string_view> credit_ratings();

/// As accounts/update answers.
json::object render_account(const Customer& guest, const Hotel& hotel);
json::object render_account(const Record& company, const Hotel& hotel);

}  // namespace stayd::sim
