#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "house/door.hpp"
#include "house/views.hpp"
#include "http/message.hpp"

namespace stayd::http {

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
};

struct Versions {
    std::string stayd;
    std::string sqlite;
    int schema = 0;
};

/// What `stayctl` asks over the local socket: GET /status.
class ControlApi {
  public:
    ControlApi(std::string property, Versions versions, house::Door& door, house::Views& views,
               std::function<CourierFacts()> couriers)
        : property_(std::move(property)),
          versions_(std::move(versions)),
          door_(door),
          views_(views),
          couriers_(std::move(couriers)) {}

    Response answer(const Request& request);

  private:
    std::string status();

    std::string property_;
    Versions versions_;
    house::Door& door_;
    house::Views& views_;
    std::function<CourierFacts()> couriers_;
};

}  // namespace stayd::http
