#pragma once

#include "base/time.hpp"
#include "http/api/tokens.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What `stayctl token` asks over the local socket.
///   GET  /tokens                     all, without what opens anything
///   POST /tokens/add?name=&role=     a new one; its `token` is told here and never again
///   POST /tokens/remove?name=        opens nothing from now on
class TokensApi {
  public:
    explicit TokensApi(Tokens& tokens) : tokens_(tokens) {}

    Response all() const;
    Response add(const Request& request, UtcTime now);
    Response remove(const Request& request);

  private:
    Tokens& tokens_;
};

}  // namespace stayd::http
