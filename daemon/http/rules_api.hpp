#pragma once

#include <functional>

#include "house/door.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What `stayctl rules` asks over the local socket.
///   GET  /rules          all that are loaded, how many findings of each stand, and what was left
///   out
///                        or failed
///   POST /rules/reload   reads the files again; answers as GET /rules
///   GET  /rules/explain?rule=ID&subject=…  what it says of a subject now, and upon which facts.
///   The
///                        subject is a Mews id, a stay's number or a room's name
class RulesApi {
  public:
    RulesApi(house::Door& door, std::function<void()> reload)
        : door_(door), reload_(std::move(reload)) {}

    Response all();
    Response reload();
    Response explain(const Request& request);

  private:
    std::optional<Uuid> find_subject(rules::Subject subject, const std::string& name);

    house::Door& door_;
    std::function<void()> reload_;
};

}  // namespace stayd::http
