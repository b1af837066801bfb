#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

#include "mews/writes.hpp"

namespace stayd::mews {

/// The operation, also for logs: "resources/update".
std::string_view operation(const Write& write);

/// What is posted, without the credentials, as connector-api.md documents it. More rooms than the
/// PMS takes, or none, is a broken invariant.
boost::json::object write_parameters(const Write& write);

/// Where the answer to a write holds the id of what was created.
struct CreatedId {
    std::string_view member;    ///< of the answer; empty when nothing is created
    std::string_view inside{};  ///< from there on, a JSON pointer: "/0/Id"
    bool member_may_be_null = false;
};
CreatedId created_id(const Write& write);

}  // namespace stayd::mews
