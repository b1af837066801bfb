#include "house/conclusions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/log.hpp"
#include "house/readiness_json.hpp"

namespace stayd::house {
namespace {

using model::List;
using rules::Subject;

/// More than this is no news of the moment: it is asked a part with each tick, so that a phone's
/// tap never waits for it.
constexpr std::size_t most_at_once = 150;
constexpr std::size_t most_owed_at_once = 10;

/// A stay that is over is of no rule's interest; of one account there may be hundreds.
constexpr const char* stays_of_account = R"sql(
    WITH same(uid) AS (SELECT :id UNION ALL SELECT uid FROM customer WHERE merge_target_uid = :id)
    SELECT uid FROM reservation, house
     WHERE uid IN (SELECT uid FROM reservation WHERE account_uid IN same
                    UNION SELECT reservation_uid FROM companionship WHERE customer_uid IN same
                    UNION SELECT about_uid FROM change WHERE kind = 'AddCompanion'
                             AND stage IN ('Ready', 'InFlight', 'Unknown')
                             AND CAST(uuid_bytes(value ->> 'Guest') AS BLOB) IN same)
       AND scheduled_end_utc_ms >= business_day_start_utc_ms - 2 * 86400000
)sql";
constexpr const char* stays_of_room = R"sql(
    SELECT uid FROM reservation, house
     WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = :id
                    UNION SELECT subject_uid FROM change WHERE about_uid = :id AND kind = 'MoveStay')
       AND scheduled_end_utc_ms >= business_day_start_utc_ms - 2 * 86400000
)sql";
/// Work in a room tells of its stay: an extra bed, a complaint.
constexpr const char* stays_of_task = R"sql(
    SELECT uid FROM reservation, house
     WHERE uid IN (SELECT uid FROM reservation
                    WHERE assigned_resource_uid = (SELECT room_uid FROM task WHERE uid = :id)
                    UNION SELECT subject_uid FROM change
                    WHERE about_uid = (SELECT room_uid FROM task WHERE uid = :id) AND kind = 'MoveStay')
       AND scheduled_end_utc_ms >= business_day_start_utc_ms - 2 * 86400000
)sql";
/// Of the same guest, or of one with the same address or number: what looks like one booking twice,
/// and who goes on in another room.
constexpr const char* stays_alike = R"sql(
    WITH alike(uid) AS (
        SELECT uid FROM customer WHERE uid = :id
        UNION SELECT same.uid FROM customer AS mine JOIN customer AS same ON same.email = mine.email WHERE mine.uid = :id
        UNION SELECT same.uid FROM customer AS mine JOIN customer AS same ON same.phone = mine.phone WHERE mine.uid = :id)
    SELECT reservation.uid FROM alike CROSS JOIN reservation ON reservation.account_uid = alike.uid, house
     WHERE scheduled_end_utc_ms >= business_day_start_utc_ms - 2 * 86400000
)sql";
/// Of whom they were alike before nobody knows any more.
constexpr const char* stays_that_seemed_alike = R"sql(
    SELECT subject_uid FROM finding
     WHERE state <> 'Resolved' AND subject = 'stay' AND evidence ->> '$.duplicate_number' IS NOT NULL
       AND subject_uid <> :id
)sql";
/// Those that still matter are few; a company changes seldom.
constexpr const char* stays_paid_by = R"sql(
    SELECT uid FROM reservation, house
     WHERE state IN ('Inquired', 'Requested', 'Optional', 'Confirmed', 'Started', 'Processed')
       AND scheduled_end_utc_ms >= business_day_start_utc_ms - 2 * 86400000
       AND :id IN (partner_company_uid, travel_agency_uid)
)sql";
constexpr const char* stay_of_money = R"sql(
    SELECT service_order_uid FROM order_item WHERE uid = :id
    UNION ALL SELECT reservation_uid FROM payment WHERE uid = :id
    UNION ALL SELECT reservation_uid FROM payment_request WHERE uid = :id
    UNION ALL SELECT linked_reservation_uid FROM product_service_order WHERE uid = :id
)sql";
/// Who is named, and whom a merged profile became.
constexpr const char* people_of_stay = R"sql(
    WITH named(uid) AS (
        SELECT account_uid FROM reservation WHERE uid = :id
        UNION SELECT customer_uid FROM companionship WHERE reservation_uid = :id
        UNION SELECT CAST(uuid_bytes(value ->> 'Guest') AS BLOB) FROM change
               WHERE about_uid = :id AND kind = 'AddCompanion')
    SELECT uid FROM named
    UNION SELECT merge_target_uid FROM customer WHERE uid IN (SELECT uid FROM named) AND merge_target_uid IS NOT NULL
)sql";

std::string_view to_word(operations::FindingEvent event) {
    using enum operations::FindingEvent;
    switch (event) {
        case raised:
            return "Raised";
        case worse:
            return "GotWorse";
        case better:
            return "GotBetter";
        case open_again:
            return "OpenAgain";
        case resolved:
            return "Resolved";
        case mended:
        case broken_again:
            return {};  // it may come and go
    }
    return {};
}

}  // namespace

Conclusions::Explained Conclusions::explain(const rules::Rule& rule, const Uuid& uid, UtcTime now) {
    const auto judgement = book_->judge(rule.subject, uid, now);
    Explained explained{.known = judgement.known,
                        .ask_again = judgement.ask_again,
                        .facts = book_->facts(rule.subject, uid)};
    for (const auto& hit : judgement.hits) {
        if (hit.rule->id == rule.id) explained.severity = hit.severity;
    }
    return explained;
}

std::string Conclusions::facts(Subject subject, const Uuid& uid, UtcTime now) {
    if (!book_) return {};
    moments_->begin(now);
    return book_->facts(subject, uid);
}

void Conclusions::ask_stays(const char* sql, const Uuid& id) {
    auto query = database_.statement(sql);
    query.bind(":id", id);
    while (query.step()) {
        if (!query.is_null(0)) ask_stay_and_its_people(query.uuid(0));
    }
}

/// What is known of one person of a stay depends on the others.
void Conclusions::ask_stay_and_its_people(const Uuid& stay) {
    ask(Subject::stay, stay);
    auto people = database_.statement(people_of_stay);
    people.bind(":id", stay);
    while (people.step()) {
        if (!people.is_null(0)) ask(Subject::person, people.uuid(0));
    }
}

void Conclusions::ask_people_and_stays_of(const Uuid& account) {
    ask(Subject::person, account);
    ask_stays(stays_of_account, account);
}

void Conclusions::ask_only_stays(const char* sql, const Uuid& id) {
    auto query = database_.statement(sql);
    query.bind(":id", id);
    while (query.step()) ask(Subject::stay, query.uuid(0));
}

void Conclusions::ask_room_and_its_stays(const Uuid& room) {
    ask(Subject::room, room);
    ask_only_stays(stays_of_room, room);
}

/// What is done in a room for an arrival counts for its stays.
void Conclusions::ask_task_and_its_stays(const Uuid& task) {
    ask(Subject::task, task);
    auto query =
        database_.statement("SELECT room_uid FROM task WHERE uid = :id AND room_uid IS NOT NULL");
    query.bind(":id", task);
    if (query.step()) ask_only_stays(stays_of_room, query.uuid(0));
}

/// What depends on a row of the PMS; `owner` is the row's owner, now or before.
void Conclusions::row_changed(List list, const Uuid& id, std::optional<Uuid> owner) {
    if (!book_) return;
    switch (list) {
        case List::resources:
            return ask_room_and_its_stays(id);
        case List::resource_blocks:
        case List::resource_category_assignments:
        case List::resource_feature_assignments:
            if (owner) ask_room_and_its_stays(*owner);
            return;
        case List::reservations: {
            ask_stay_and_its_people(id);
            auto known = database_.statement(
                "SELECT assigned_resource_uid, account_uid FROM reservation WHERE uid = :id");
            known.bind(":id", id);
            const bool is_known = known.step();
            if (is_known && !known.is_null(0)) ask_room_and_its_stays(known.uuid(0));
            if (is_known && !known.is_null(1)) ask_only_stays(stays_alike, known.uuid(1));
            if (owner) ask_room_and_its_stays(*owner);
            return;
        }
        case List::companionships: {
            if (owner) ask_stay_and_its_people(*owner);
            auto query = database_.statement(
                "SELECT customer_uid, reservation_uid FROM companionship WHERE uid = :id");
            query.bind(":id", id);
            if (!query.step()) return;
            if (!query.is_null(0)) ask_people_and_stays_of(query.uuid(0));
            if (!query.is_null(1)) ask_stay_and_its_people(query.uuid(1));
            return;
        }
        case List::customers:
            ask_only_stays(stays_alike, id);
            ask_only_stays(stays_that_seemed_alike, id);
            return ask_people_and_stays_of(id);
        case List::companies:
            ask(Subject::company, id);
            ask_stays(stays_of_account, id);
            return ask_stays(stays_paid_by, id);
        case List::identity_documents:
        case List::addresses:
        case List::account_notes:
        case List::customer_relationships:
        case List::loyalty_memberships:
        case List::bills:
            if (owner) ask_people_and_stays_of(*owner);
            return;
        case List::order_items:
        case List::payments:
        case List::payment_requests:
        case List::product_service_orders:
            // Somebody else may pay for a stay.
            if (owner) ask_people_and_stays_of(*owner);
            return ask_stays(stay_of_money, id);
        case List::service_order_notes:
            if (owner) ask_stay_and_its_people(*owner);
            return;
        case List::availability: {
            const auto night = supply_.night_of(id);
            if (!night) return ask_all();  // it is gone, and with it which night it was
            nights_.insert(*night);
            return;
        }
        default:
            return;
    }
}

void Conclusions::change_moved(const journal::Change& change) {
    if (!book_) return;
    using S = journal::Subject;
    switch (journal::entry(change.kind).subject) {
        case S::guest:
            return ask_people_and_stays_of(change.subject);
        case S::company:
            ask(Subject::company, change.subject);
            ask_stays(stays_of_account, change.subject);
            return ask_stays(stays_paid_by, change.subject);
        case S::address:
        case S::document:
        case S::companion:
        case S::note:
            if (change.about) {
                ask_stay_and_its_people(*change.about);
                ask_people_and_stays_of(*change.about);
            }
            return;
        case S::product:
            if (change.about) ask_stay_and_its_people(*change.about);
            return;
        case S::offer:
            if (change.about) ask(Subject::stay, *change.about);
            return;
        case S::stay:
            return ask_stay_and_its_people(change.subject);
        case S::task:
            return ask_task_and_its_stays(change.subject);
        default:
            return;  // rooms: by what is shown of them
    }
}

void Conclusions::ask_due(UtcTime now) {
    auto query = database_.statement(
        "SELECT subject, uid FROM ask_again WHERE at_utc_ms <= :now ORDER BY at_utc_ms LIMIT "
        ":most");
    query.bind(":now", now).bind(":most", static_cast<std::int64_t>(most_owed_at_once));
    while (query.step()) {
        const auto subject = rules::subject_from(query.text(0));
        if (subject) ask(*subject, query.uuid(1));
    }
}

std::optional<UtcTime> Conclusions::next() {
    if (!book_) return std::nullopt;
    auto query = database_.statement("SELECT min(at_utc_ms) FROM ask_again");
    return query.step() ? query.optional_time(0) : std::nullopt;
}

void Conclusions::forget() {
    asked_.clear();
    nights_.clear();
    all_asked_ = false;
}

void Conclusions::conclude(bool knows_all, UtcTime now) {
    if (book_ && knows_all) {
        if (all_asked_ || !profiles_->is_sure()) {
            profiles_->choose_market(now);
            all_asked_ = is_other_than_concluded() || all_asked_;
        }
        if (all_asked_) {
            ask_all_later(now);
        } else {
            for (const auto& thing : shown_.touched()) {
                if (thing.kind == ShownKind::room) ask_room_and_its_stays(thing.id);
                if (thing.kind == ShownKind::arrival) ask(Subject::stay, thing.id);
                if (thing.kind == ShownKind::task) ask_task_and_its_stays(thing.id);
                if (thing.kind == ShownKind::status) ask(Subject::house, {});
            }
            ask_what_supply_moves(now);
        }
        conclude_asked(now);
    }
    // Before rules are loaded nothing is asked, and all that was to be asked is still.
    const bool is_owed = all_asked_ && !book_;
    forget();
    all_asked_ = is_owed;
}

void Conclusions::ask_all_later(UtcTime now) {
    supply_.look_at_all();
    auto at = now;  // stays first
    for (const auto subject : rules::all_subjects) {
        const auto sql = fmt::format(
            "INSERT INTO ask_again SELECT '{0}', uid, {1} FROM temp.{2} WHERE true "
            "ON CONFLICT (subject, uid) DO UPDATE SET at_utc_ms = excluded.at_utc_ms",
            rules::to_word(subject), to_ms(at), rules::facts_of(subject));
        at += Duration{1};
        database_.execute(sql.c_str());
    }
    database_.execute("DELETE FROM readiness WHERE stay_uid NOT IN (SELECT uid FROM arrival_now)");
    // Of what has no facts any more, too.
    auto rest = database_.statement(R"sql(
        INSERT OR IGNORE INTO ask_again
        SELECT DISTINCT subject, subject_uid, :now FROM finding WHERE state <> 'Resolved'
        UNION SELECT subject, uid, :now FROM completeness
        UNION SELECT 'stay', stay_uid, :now FROM opportunity
    )sql");
    rest.bind(":now", now).run();
}

/// People before their stays, for what is known of a stay counts what stands of its people.
void Conclusions::conclude_asked(UtcTime now) {
    for (std::size_t count = 1; !asked_.empty(); ++count) {
        auto next = asked_.lower_bound({Subject::person, Uuid{}});
        if (next == asked_.end() || next->first != Subject::person) next = asked_.begin();
        const auto [subject, uid] = *next;
        asked_.erase(next);
        if (count > most_at_once)
            ask_later(subject, uid, now);
        else
            conclude(subject, uid, now);
    }
}

void Conclusions::conclude(Subject subject, const Uuid& uid, UtcTime now) {
    if (subject == Subject::stay) {
        for (const auto& person : profiles_->unjudged_of(uid))
            conclude(Subject::person, person, now);
        asked_.erase({subject, uid});
    }
    const auto judgement = book_->judge(subject, uid, now);
    std::optional<std::string> facts;  // once, for whatever is to be explained
    const operations::Findings::Source give{.evidence =
                                                [&](const rules::Rule& rule) {
                                                    if (!facts) facts = book_->facts(subject, uid);
                                                    return rules::evidence(rule, *facts);
                                                },
                                            .id = [&] { return Uuid::version7(now, random_); }};
    for (const auto& news : findings_.enter(subject, uid, judgement, give, now)) {
        shown_.touch(ShownKind::finding, news.finding.id);
        audit_finding(news, now);
    }
    if (subject == Subject::person && profiles_->judge_person(uid, now)) {
        auto stays = database_.statement(stays_of_account);
        stays.bind(":id", uid);
        while (stays.step()) ask(Subject::stay, stays.uuid(0));
    }
    if (subject == Subject::stay) {
        const auto news = profiles_->judge_stay(uid);
        for (const auto& person : news.left) {
            ask(Subject::person, person);
            shown_.touch_findings_of(person);  // which stay they are about
        }
        if (!news.left.empty()) ask_only_stays(stays_that_seemed_alike, uid);
        judge_readiness(uid, news.is_other);
    }
    auto at = findings_.next(uid, subject);
    if (subject == Subject::stay) {
        const auto again = judge_opportunities(uid, now);
        if (again && (!at || *again < *at)) at = again;
    }
    for (const auto next : {judgement.ask_again, moments_->next()}) {
        if (next && (!at || *next < *at)) at = next;
    }
    ask_later(subject, uid, at);
}

/// Only of stays on the board; it counts the findings that stand already.
void Conclusions::judge_readiness(const Uuid& stay, bool profile_is_other) {
    auto asked = database_.statement(R"sql(
        SELECT EXISTS (SELECT 1 FROM arrival_now WHERE uid = :uid),
               (SELECT count(*) FROM finding WHERE subject_uid = :uid AND severity = 5 AND clears_utc_ms IS NULL
                   AND state IN ('Open', 'Acknowledged')),
               (SELECT value FROM readiness WHERE stay_uid = :uid)
    )sql");
    asked.bind(":uid", stay);
    asked.step();
    std::optional<insight::Readiness> readiness;
    if (asked.boolean(0)) readiness = readiness_->judge(stay, static_cast<int>(asked.integer(1)));
    if (readiness && profile_is_other) shown_.touch(ShownKind::arrival, stay);
    const auto value = readiness ? readiness_to_json(*readiness) : std::string{};
    if (value == asked.text(2)) return;
    auto put = database_.statement(
        "INSERT INTO readiness (stay_uid, value) VALUES (:uid, :value) ON CONFLICT (stay_uid) DO "
        "UPDATE SET value = excluded.value");
    auto remove = database_.statement("DELETE FROM readiness WHERE stay_uid = :uid");
    if (readiness)
        put.bind(":uid", stay).bind(":value", value).run();
    else
        remove.bind(":uid", stay).run();
    shown_.touch(ShownKind::arrival, stay);
    shown_.touch(ShownKind::dashboard);
}

void Conclusions::ask_later(Subject subject, const Uuid& uid, std::optional<UtcTime> at) {
    if (!at) {
        auto remove =
            database_.statement("DELETE FROM ask_again WHERE subject = :subject AND uid = :uid");
        remove.bind(":subject", rules::to_word(subject)).bind(":uid", uid).run();
        return;
    }
    auto put = database_.statement(R"sql(
        INSERT INTO ask_again (subject, uid, at_utc_ms) VALUES (:subject, :uid, :at)
        ON CONFLICT (subject, uid) DO UPDATE SET at_utc_ms = excluded.at_utc_ms WHERE at_utc_ms <> excluded.at_utc_ms
    )sql");
    put.bind(":subject", rules::to_word(subject)).bind(":uid", uid).bind(":at", at).run();
}

void Conclusions::audit_finding(const operations::FindingNews& news, UtcTime now) {
    const auto what = to_word(news.event);
    if (what.empty()) return;
    const auto& finding = news.finding;
    audit_.add({.at = now,
                .actor = "stayd",
                .device = {},
                .kind = "Finding",
                .subject = finding.id,
                .about = finding.about,
                .what = std::string{what},
                .after = boost::json::serialize(boost::json::object{
                    {"severity", rules::to_word(finding.severity)}, {"times", finding.times}}),
                .rule = finding.rule});
}

}  // namespace stayd::house
