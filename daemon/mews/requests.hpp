#pragma once

#include "mews/connector.hpp"

namespace stayd::mews {

/// What is posted for each call, as connector-api.md documents it. A filter that the list does not
/// have, more than a thousand ids or a count outside 1 to 1000 is a broken invariant.
HttpRequest configuration_request(const Credentials& credentials);
HttpRequest list_request(const Credentials& credentials, const ListRequest& request);
HttpRequest write_request(const Credentials& credentials, const Write& write);

/// The operation for logs: "resources/update".
std::string_view operation(const Write& write);

}  // namespace stayd::mews
