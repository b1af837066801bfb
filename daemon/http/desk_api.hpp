#pragma once

#include "house/door.hpp"
#include "house/views.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What POST /api/v1/desk/person answers to a desk that opens a row. The body is JSON, {"id", "by",
/// "device"}: whose profile, who opens it and where, which stands in the audit. The answer is what
/// staff may change, by the PMS's names and with changes that wait for it, and what tells one
/// person from another:
/// {"id", "name", "stay": number or null, "fields": {"Email": …}, "documents": [{"id", "fields",
/// "is_whole": nothing else is known of it}],
/// "address": {"Line1": …} or null, "gaps": [{"field", "name"}] that the law asks
/// for}. A merged profile is its survivor.
Response desk_person(house::Door& door, house::Views& views, const Request& request);

}  // namespace stayd::http
