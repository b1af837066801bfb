#pragma once

#include "mews/connector.hpp"

namespace stayd::mews {

/// The bodies of 200 answers as values; `malformed` names the list and what is broken, never what
/// stood there. Total: any bytes give a value or an error. Bodies come by value, for simdjson wants
/// spare bytes behind them.
Result<Configuration> read_configuration(std::string body);
/// The answer to `request`. `language` is the enterprise's.
Result<ListPage> read_page(const ListRequest& request, std::string body, std::string_view language);
Result<Receipt> read_receipt(const Write& write, std::string body);
/// One row from a document that the mirror has put together again; no row when it cannot be read.
model::Rows read_document(model::List list, std::string_view document, std::string_view language);
/// What a 204 to a list means.
ListPage empty_page(model::List list);

/// The body of an error, without card numbers; empty texts where it has none or is no JSON.
struct ErrorBody {
    std::string message;
    std::string request_id;
};
ErrorBody read_error_body(std::string body);

}  // namespace stayd::mews
