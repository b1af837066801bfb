#include "http/api/routes.hpp"

namespace stayd::http {
namespace {

using std::string_view;

constexpr Role desk_and_manager[] = {Role::desk, Role::manager};
constexpr Role manager_and_it[] = {Role::manager, Role::it};

constexpr string_view severities[] = {"info", "low", "medium", "high", "critical"};
constexpr string_view subjects[] = {"stay", "person", "room", "task", "company", "house"};
constexpr string_view finding_states[] = {"Open", "Acknowledged", "Snoozed", "Waived"};
constexpr string_view readiness_states[] = {"CallNow",  "Waiting",    "Blocked",
                                            "LateRisk", "DeskNeeded", "Preparing",
                                            "Ready",    "CheckedIn",  "Cancelled"};
constexpr string_view whose_profiles[] = {"stay", "person"};
constexpr string_view tiers[] = {"legal", "operational", "commercial"};
constexpr string_view blocked[] = {"check_in", "check_out", "report"};
constexpr string_view opportunity_states[] = {"Open",     "Blocked",   "Offered", "Accepted",
                                              "Declined", "Dismissed", "Expired", "Withdrawn"};
constexpr string_view yes_or_no[] = {"true", "false"};

constexpr Parameter of_profiles[] = {{.name = "stay"}};
constexpr Parameter of_gaps[] = {{.name = "stay"},
                                 {.name = "subject", .words = whose_profiles},
                                 {.name = "field"},
                                 {.name = "tier", .words = tiers},
                                 {.name = "blocks", .words = blocked}};
constexpr Parameter of_opportunities[] = {
    {.name = "rule"}, {.name = "state", .words = opportunity_states}, {.name = "stay"}};
constexpr Parameter of_findings[] = {{.name = "state", .words = finding_states},
                                     {.name = "severity", .words = severities},
                                     {.name = "subject", .words = subjects},
                                     {.name = "about"},
                                     {.name = "rule"}};
constexpr Parameter of_rules[] = {{.name = "severity", .words = severities},
                                  {.name = "subject", .words = subjects},
                                  {.name = "on", .words = yes_or_no}};
constexpr Parameter of_readiness[] = {{.name = "state", .words = readiness_states}};
constexpr Parameter of_history[] = {{.name = "room"},  {.name = "guest"}, {.name = "stay"},
                                    {.name = "by"},    {.name = "since"}, {.name = "until"},
                                    {.name = "change"}};

constexpr Route table[] = {
    {.path = "/api/v1/profiles",
     .roles = desk_and_manager,
     .parameters = of_profiles,
     .has_pages = true,
     .is_personal = true,
     .answer = profiles},
    {.path = "/api/v1/profiles/{id}",
     .roles = desk_and_manager,
     .is_personal = true,
     .answer = profile},
    {.path = "/api/v1/gaps",
     .roles = desk_and_manager,
     .parameters = of_gaps,
     .has_pages = true,
     .is_personal = true,
     .answer = gaps},
    {.path = "/api/v1/opportunities",
     .roles = desk_and_manager,
     .parameters = of_opportunities,
     .has_pages = true,
     .is_personal = true,
     .answer = opportunities},
    {.path = "/api/v1/opportunities/{id}",
     .roles = desk_and_manager,
     .is_personal = true,
     .answer = opportunity},
    {.path = "/api/v1/findings",
     .roles = desk_and_manager,
     .parameters = of_findings,
     .has_pages = true,
     .is_personal = true,
     .answer = findings},
    {.path = "/api/v1/findings/{id}",
     .roles = desk_and_manager,
     .is_personal = true,
     .answer = finding},
    {.path = "/api/v1/rules",
     .roles = all_roles,
     .parameters = of_rules,
     .has_pages = true,
     .answer = rules_of_house},
    {.path = "/api/v1/rules/{id}", .roles = all_roles, .answer = rule_of_house},
    {.path = "/api/v1/readiness",
     .roles = desk_and_manager,
     .parameters = of_readiness,
     .has_pages = true,
     .is_personal = true,
     .answer = readiness},
    {.path = "/api/v1/metrics",
     .roles = manager_and_it,
     .answer = business_metrics,
     .kept_for = std::chrono::seconds{10}},
    {.path = "/api/v1/history",
     .roles = desk_and_manager,
     .parameters = of_history,
     .has_pages = true,
     .is_personal = true,
     .answer = history},
};

}  // namespace

std::span<const Route> routes() {
    return table;
}

void need_facts(const Sources& from) {
    if (from.door.house().conclusions().book() != nullptr) return;
    throw Problem{.status = 503,
                  .title = "Still starting",
                  .detail = "No rules are loaded yet. Try again in a moment."};
}

}  // namespace stayd::http
