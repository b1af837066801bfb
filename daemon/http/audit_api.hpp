#pragma once

#include <boost/json/object.hpp>

#include "house/audit_view.hpp"
#include "http/message.hpp"
#include "journal/audit.hpp"

namespace stayd::http {

/// The audit over the local socket. Each request looks at a bounded number of rows, so that a large
/// audit holds nobody up: the one who asks goes on from where the answer ended.
///   GET /audit/rows?room=&guest=&stay=&by=&since=&until=&change=&before=&limit=
///       Newest first; all that is said must hold, none need be. `next` goes into `before`.
///   GET /audit/check?after=&hash=
///       Proves the next rows of the chain; `reached` goes into `after` and `hash`.
class AuditApi {
  public:
    explicit AuditApi(storage::Database& database) : view_(database), audit_(database) {}

    Response rows(const Request& request);
    Response check(const Request& request);

  private:
    house::AuditView view_;
    journal::Audit audit_;
};

/// A row of the audit, with every field.
boost::json::object audit_object(const house::AuditLine& line);

}  // namespace stayd::http
