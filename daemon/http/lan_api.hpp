#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "house/door.hpp"
#include "house/views.hpp"
#include "http/api/api.hpp"
#include "http/assets.hpp"
#include "http/message.hpp"

namespace stayd::http {

struct LanFacts {
    std::string property;
    std::string websocket_url;  ///< of the broker; without a host (":9001/mqtt") the page's own
                                ///< host is meant
    std::string stayd_version;
    bool open_profiles = false;  ///< to the pages of this network
};
/// Topic and payload of what is shown now, below one of the prefixes.
using SnapshotSource = std::function<std::vector<std::pair<std::string, std::string>>(
    const std::vector<std::string>& prefixes)>;
/// What rules, TOML, would say: `test_rules`, on a thread of its own.
using RuleTest = std::function<asio::awaitable<Response>(std::string toml)>;

/// What the hotel's own network may ask: the pages, where to go live, and a snapshot for the first
/// paint.
///   GET /…                      the pages
///   GET /api/v1/hello           who we are and where the broker is
///   GET /api/v1/snapshot?app=   handheld, desk or sign: a stayd.v1.Snapshot
///   POST /api/v1/rules/test     what a rule would say and would have said; one at a time
///   GET /api/v1/desk/rules      what the page of rules shows beside them, see `rules_of_desk`
///   POST /api/v1/desk/person    all that is known of a guest, see `desk_person`; 403 unless
///                               profiles are open to this network
///   GET /api/v1/…               what other programs may read, see `Api`
///   GET /healthz                "ok" while the database answers
///   GET /metrics                how the box stands, for Prometheus; no guest, no room
class LanApi {
  public:
    LanApi(Assets assets, LanFacts facts, house::Door& door, house::Views& views,
           const Tokens& tokens, SnapshotSource snapshot, std::function<std::string()> metrics,
           RuleTest test = {})
        : assets_(std::move(assets)),
          facts_(std::move(facts)),
          door_(door),
          views_(views),
          api_(door, views, tokens),
          snapshot_(std::move(snapshot)),
          metrics_(std::move(metrics)),
          test_(std::move(test)) {}

    /// All of them.
    asio::awaitable<Response> handle(Request request);
    /// Those that are answered at once.
    Response answer(const Request& request);

  private:
    asio::awaitable<Response> test_rules(Request request);
    Response route(const Request& request);
    Response hello(const Request& request);
    Response snapshot(const Request& request);
    std::string websocket_url(const Request& request) const;
    void secure(const Request& request, Response& response) const;

    Assets assets_;
    LanFacts facts_;
    house::Door& door_;
    house::Views& views_;
    Api api_;
    SnapshotSource snapshot_;
    std::function<std::string()> metrics_;
    RuleTest test_;
    bool is_testing_ = false;
};

/// `application/problem+json` (RFC 9457).
Response problem(int status, std::string_view title, std::string_view detail);
Response json(std::string body);
Response text(std::string body);

}  // namespace stayd::http
