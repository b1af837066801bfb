#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "house/door.hpp"
#include "house/views.hpp"
#include "http/audit_api.hpp"
#include "http/message.hpp"
#include "http/rules_api.hpp"
#include "http/tokens_api.hpp"

namespace stayd::http {

/// How the box's disk stands, for the status.
struct StorageFacts {
    std::uint64_t free_bytes = 0;
    std::string ballast = "held";  ///< or "growing", "given up"
    std::optional<UtcTime> full_since{};
    std::uint64_t journal_bytes = 0;
    std::optional<UtcTime> backup{};  ///< the newest whole one
    std::string backup_file{};
    std::optional<int> backup_percent{};  ///< of the one being made
    std::string backup_trouble{};
    Duration backup_longest_pause{0};
    std::optional<UtcTime> recovered{};  ///< when the database was last put together again
    std::string recovered_what{};
};

/// What the daemon's other parts know, for the status.
struct CourierFacts {
    bool broker_connected = false;
    std::size_t topics_unsent = 0;
    std::uint64_t messages_lost = 0;  ///< came faster than we read; their senders send them again
    bool event_socket_connected = false;
    struct Budget {
        int used = 0;
        int calls = 0;
        int window_seconds = 0;
    };
    std::vector<Budget> budgets;
    std::size_t operations_resting = 0;  ///< of the PMS, for failing again and again
    StorageFacts storage{};
};

/// What may be asked of the copy of the PMS's lists.
struct MirrorActions {
    std::function<void(const std::vector<model::List>&)> verify;   ///< compare with the PMS
    std::function<void(const std::vector<model::List>&)> rebuild;  ///< throw away, read anew
};

struct Versions {
    std::string stayd;
    std::string sqlite;
    int schema = 0;
};

/// What `stayctl` asks over the local socket.
///   GET  /status
///   GET  /metrics
///   POST /mirror/verify?lists=a,b    all without `lists`; how far it is shows in the status
///   POST /mirror/rebuild?lists=a,b
///   GET  /mirror/digest?list=a       rows and digest of one list
///   GET  /mirror/rows?list=a&after=0 a page of rows as the PMS gives them, with the time up to
///                                    which each is known to be so, and the place to go on from
///   POST /backup                     one begins now; how far it is shows in the status
///   GET  /users                      staff by their changes, in the same form
///   GET  /audit/rows, /audit/check   see `AuditApi`
///   …    /rules…                     see `RulesApi`
///   …    /tokens…                    see `TokensApi`
class ControlApi {
  public:
    ControlApi(std::string property, Versions versions, house::Door& door, house::Views& views,
               Tokens& tokens, std::function<CourierFacts()> couriers, MirrorActions mirror,
               std::function<void()> backup = {}, std::function<void()> reload_rules = {})
        : property_(std::move(property)),
          versions_(std::move(versions)),
          door_(door),
          views_(views),
          couriers_(std::move(couriers)),
          mirror_(std::move(mirror)),
          audit_(door.house().database()),
          rules_(door, std::move(reload_rules)),
          tokens_(tokens),
          backup_(std::move(backup)) {}

    Response answer(const Request& request);

  private:
    std::string status();
    Response act(const Request& request,
                 const std::function<void(const std::vector<model::List>&)>& action);
    Response digest(const Request& request);
    Response rows(const Request& request);
    Response users();

    std::string property_;
    Versions versions_;
    house::Door& door_;
    house::Views& views_;
    std::function<CourierFacts()> couriers_;
    MirrorActions mirror_;
    AuditApi audit_;
    RulesApi rules_;
    TokensApi tokens_;
    std::function<void()> backup_;
};

}  // namespace stayd::http
