#pragma once

#include "mews/connector.hpp"

namespace stayd::mews {

/// What is posted for each call, as connector-api.md documents it. A filter that the list does not
/// have, more ids than it takes or a count outside 1 to 1000 is a broken invariant.
HttpRequest configuration_request(const Credentials& credentials);
HttpRequest list_request(const Credentials& credentials, const ListRequest& request);
HttpRequest write_request(const Credentials& credentials, const Write& write);

/// Whether the PMS would answer: a request without the filter that its list must have asks for
/// nothing.
bool asks_for_something(const ListRequest& request);

}  // namespace stayd::mews
