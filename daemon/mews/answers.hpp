#pragma once

#include "mews/connector.hpp"

namespace stayd::mews {

/// The bodies of 200 answers as values; `malformed` names the list, the row and the field, never
/// what stood there. Total: any bytes give a value or an error. Bodies come by value, for simdjson
/// wants spare bytes behind them.
Result<Configuration> read_configuration(std::string body);
Result<ListPage> read_page(List list, std::string body, std::string_view default_language);
Result<Receipt> read_receipt(const Write& write, std::string body);
/// What a 204 to a list means.
ListPage empty_page(List list);

/// The body of an error, as it came; empty texts where it has none or is no JSON.
struct ErrorBody {
    std::string message;
    std::string request_id;
};
ErrorBody read_error_body(std::string body);

}  // namespace stayd::mews
