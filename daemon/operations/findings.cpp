#include "operations/findings.hpp"

#include <algorithm>
#include <array>

namespace stayd::operations {
namespace {

using namespace std::chrono_literals;

/// hotel-domain.md 2.1: a condition that is false for so long is resolved.
constexpr Duration clear_after = 60s;

constexpr std::array<std::string_view, 5> state_words{"Open", "Acknowledged", "Snoozed", "Waived",
                                                      "Resolved"};

constexpr std::string_view of_subject = R"sql(
    SELECT uid, rule, rule_version, subject, subject_uid, severity, state, evidence, times, raised_utc_ms,
           changed_utc_ms, until_utc_ms, clears_utc_ms, decided_by, reason
    FROM finding WHERE subject_uid = :about ORDER BY rule
)sql";
constexpr std::string_view by_id = R"sql(
    SELECT uid, rule, rule_version, subject, subject_uid, severity, state, evidence, times, raised_utc_ms,
           changed_utc_ms, until_utc_ms, clears_utc_ms, decided_by, reason
    FROM finding WHERE uid = :uid
)sql";

bool is_set_aside(FindingState state) {
    return state == FindingState::snoozed || state == FindingState::waived;
}

}  // namespace

std::string_view to_word(FindingState state) {
    return state_words[static_cast<std::size_t>(state)];
}

std::optional<FindingState> finding_state_from(std::string_view word) {
    const auto* found = std::ranges::find(state_words, word);
    if (found == state_words.end()) return std::nullopt;
    return static_cast<FindingState>(found - state_words.begin());
}

std::vector<FindingNews> Findings::enter(rules::Subject subject, const Uuid& about,
                                         const rules::Book::Judgement& judgement,
                                         const Source& give, UtcTime now) {
    std::vector<FindingNews> news;
    std::vector<const rules::Hit*> unknown;
    for (const auto& hit : judgement.hits) unknown.push_back(&hit);
    for (auto& finding : of(about)) {
        if (finding.subject != subject) continue;
        const auto found = std::ranges::find_if(
            unknown, [&](const auto* hit) { return hit->rule->id == finding.rule; });
        const auto* hit = found == unknown.end() ? nullptr : *found;
        if (hit != nullptr) unknown.erase(found);
        const auto event = compare(finding, hit, give, now);
        if (!event) continue;
        put(finding);
        news.push_back({.finding = std::move(finding), .event = *event});
    }
    for (const auto* hit : unknown) {
        Finding finding{.id = give.id(),
                        .rule = hit->rule->id,
                        .rule_version = hit->rule->version,
                        .subject = subject,
                        .about = about,
                        .severity = hit->severity,
                        .evidence = give.evidence(*hit->rule),
                        .raised = now,
                        .changed = now};
        put(finding);
        news.push_back({.finding = std::move(finding), .event = FindingEvent::raised});
    }
    return news;
}

/// `hit`: what its rule says now, if anything. What changed of the finding, if anything.
std::optional<FindingEvent> Findings::compare(Finding& finding, const rules::Hit* hit,
                                              const Source& give, UtcTime now) {
    const auto changes = [&](FindingState state) {
        finding.state = state;
        finding.changed = now;
    };
    if (hit == nullptr) {
        if (finding.state == FindingState::resolved) return std::nullopt;
        if (!finding.clears) {
            finding.clears = now + clear_after;
            return FindingEvent::mended;
        }
        if (now < *finding.clears) return std::nullopt;
        changes(FindingState::resolved);
        finding.clears.reset();
        finding.until.reset();
        return FindingEvent::resolved;
    }
    const bool is_new_text = finding.rule_version != hit->rule->version;
    const bool was_mended = finding.clears.has_value();
    const bool is_worse = finding.severity < hit->severity;
    const bool is_better = finding.severity > hit->severity;
    const bool time_is_over = is_set_aside(finding.state) && finding.until && *finding.until <= now;
    finding.rule_version = hit->rule->version;
    finding.clears.reset();
    if (is_worse || is_better || finding.state == FindingState::resolved)
        finding.evidence = give.evidence(*hit->rule);
    finding.severity = hit->severity;
    if (finding.state == FindingState::resolved) {
        changes(FindingState::open);
        finding.raised = now;
        ++finding.times;
        finding.decided_by.clear();
        finding.reason.clear();
        return FindingEvent::raised;
    }
    // A waiver stands for what was seen: something worse is something else.
    if (time_is_over || (is_worse && finding.state != FindingState::open)) {
        changes(FindingState::open);
        finding.until.reset();
        return is_worse ? FindingEvent::worse : FindingEvent::open_again;
    }
    if (is_worse || is_better) {
        finding.changed = now;
        return is_worse ? FindingEvent::worse : FindingEvent::better;
    }
    if (was_mended || is_new_text) return FindingEvent::broken_again;
    return std::nullopt;
}

std::optional<UtcTime> Findings::next(const Uuid& about, rules::Subject subject) {
    auto query = database_.statement(R"sql(
        SELECT min(at) FROM (
            SELECT subject, state, clears_utc_ms AS at FROM finding WHERE subject_uid = :about
            UNION ALL SELECT subject, state, until_utc_ms FROM finding
                       WHERE subject_uid = :about AND state IN ('Snoozed', 'Waived'))
        WHERE subject = :subject AND state <> 'Resolved'
    )sql");
    query.bind(":about", about).bind(":subject", rules::to_word(subject));
    return query.step() ? query.optional_time(0) : std::nullopt;
}

std::vector<Finding> Findings::all(storage::Statement query) {
    std::vector<Finding> found;
    while (query.step()) {
        found.push_back(
            {.id = query.uuid(0),
             .rule = query.text(1),
             .rule_version = static_cast<std::uint32_t>(query.integer(2)),
             .subject = rules::subject_from(query.text(3)).value_or(rules::Subject::stay),
             .about = query.uuid(4),
             .severity = static_cast<rules::Severity>(query.integer(5)),
             .state = finding_state_from(query.text(6)).value_or(FindingState::open),
             .evidence = query.text(7),
             .times = static_cast<int>(query.integer(8)),
             .raised = query.time(9),
             .changed = query.time(10),
             .until = query.optional_time(11),
             .clears = query.optional_time(12),
             .decided_by = query.text(13),
             .reason = query.text(14)});
    }
    return found;
}

std::vector<Finding> Findings::of(const Uuid& about) {
    auto query = database_.statement(of_subject);
    query.bind(":about", about);
    return all(std::move(query));
}

std::optional<Finding> Findings::find(const Uuid& id) {
    auto query = database_.statement(by_id);
    query.bind(":uid", id);
    auto found = all(std::move(query));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void Findings::put(const Finding& finding) {
    auto put = database_.statement(R"sql(
        INSERT INTO finding (uid, rule, rule_version, subject, subject_uid, severity, state, evidence, times,
                             raised_utc_ms, changed_utc_ms, until_utc_ms, clears_utc_ms, decided_by, reason)
        VALUES (:uid, :rule, :rule_version, :subject, :about, :severity, :state, :evidence, :times, :raised,
                :changed, :until, :clears, :by, :reason)
        ON CONFLICT (rule, subject_uid) DO UPDATE SET
            rule_version = excluded.rule_version, severity = excluded.severity, state = excluded.state,
            evidence = excluded.evidence, times = excluded.times, raised_utc_ms = excluded.raised_utc_ms,
            changed_utc_ms = excluded.changed_utc_ms, until_utc_ms = excluded.until_utc_ms,
            clears_utc_ms = excluded.clears_utc_ms, decided_by = excluded.decided_by, reason = excluded.reason
    )sql");
    put.bind(":uid", finding.id)
        .bind(":rule", finding.rule)
        .bind(":rule_version", static_cast<std::int64_t>(finding.rule_version))
        .bind(":subject", rules::to_word(finding.subject))
        .bind(":about", finding.about)
        .bind(":severity", static_cast<int>(finding.severity))
        .bind(":state", to_word(finding.state))
        .bind(":evidence", finding.evidence)
        .bind(":times", finding.times)
        .bind(":raised", finding.raised)
        .bind(":changed", finding.changed)
        .bind(":until", finding.until)
        .bind(":clears", finding.clears)
        .bind(":by", finding.decided_by)
        .bind(":reason", finding.reason)
        .run();
}

void Findings::decide(const Uuid& id, FindingState state, std::optional<UtcTime> until,
                      const std::string& by, const std::string& reason, UtcTime now) {
    auto update = database_.statement(R"sql(
        UPDATE finding SET state = :state, until_utc_ms = :until, decided_by = :by, reason = :reason,
               changed_utc_ms = :now WHERE uid = :uid
    )sql");
    update.bind(":state", to_word(state)).bind(":until", until).bind(":by", by);
    update.bind(":reason", reason).bind(":now", now).bind(":uid", id).run();
}

}  // namespace stayd::operations
