#include <algorithm>

#include "house/house.hpp"

// What the PMS's rows do to the house: they enter the mirror or leave it, and what depends on them
// is touched. A list that stands in neither switch has nothing that depends on it.

namespace stayd::house {
namespace {

using model::List;

/// A page that changes more than this is no news of the day but a read of everything: all that is
/// shown is looked at once, instead of once a row.
constexpr std::int64_t many = 40;

/// Rows of a page that became visible after the overlap had passed (sync.md R34).
struct Latecomers {
    std::int64_t rows = 0;
    Duration worst_lag{0};

    void look_at(const model::Cell& updated, UtcTime since, UtcTime late_before, UtcTime now) {
        if (updated.is_null()) return;
        const auto time = from_ms(updated.integer());
        if (time < since || time >= late_before) return;
        ++rows;
        worst_lag = std::max<Duration>(worst_lag, now - time);
    }
};

}  // namespace

void House::take(const PageArrived& page, UtcTime now) {
    const auto list = page.rows.list();
    const auto& entry = page.rows.entry();
    const auto stream = streams_.find(list);
    if (is_of_the_past(list, page.generation)) return;
    // What changed before the whole scope was read may well be first seen now.
    const bool may_be_late = page.late_before && stream.swept && entry.has_column("updated_utc_ms");
    std::int64_t added = 0;
    std::int64_t changed = 0;
    Latecomers late;
    std::vector<std::pair<Uuid, std::optional<Uuid>>> news;
    std::vector<Uuid> tasks;
    // What a first read brings is no news, nor is what is looked up because another row names it.
    const bool is_news = stream.swept && page.evidence == mirror::Evidence::list;
    const auto owner = mirror::owner_column(entry);
    for (std::size_t at = 0; at < page.rows.size(); ++at) {
        const auto row = page.rows[at];
        const auto [put, belonged_to, difference] =
            mirror_.enter(row, list, now, page.evidence, page.asked);
        if (put != mirror::Put::added && put != mirror::Put::changed) continue;
        ++changed;
        if (put == mirror::Put::added) ++added;
        const auto about = owner.empty() ? std::nullopt : row.cell(owner).id();
        if (!difference.empty()) audit_row(list, row.id(), about, "Changed", difference, now);
        if (put == mirror::Put::added && is_news)
            audit_row(list, row.id(), about, "Added",
                      {.before = {}, .after = mirror::naming_members(row, entry)}, now);
        if (may_be_late)
            late.look_at(row.cell(entry.column("updated_utc_ms")), *stream.swept, *page.late_before,
                         now);
        if (changed <= many) news.emplace_back(row.id(), belonged_to);
        if (list == List::tasks) tasks.push_back(row.id());
    }
    // First what is ours: a task that carries our mark is the projection of one of ours.
    if (changed > 0) settle_what_was_created(list, now);
    if (list == List::tasks) {
        for (const auto& id : tasks) row_changed(list, id, {});
    }
    if (changed > many) {
        many_changed(list);
    } else if (list != List::tasks) {
        for (const auto& [id, belonged_to] : news) row_changed(list, id, belonged_to);
    }
    if (added > 0) count_rows(list, added);
    if (changed > 0) list_changed(list, now);
    if (late.rows > 0) {
        streams_.came_late(list, late.rows, late.worst_lag);
        shown_.touch(ShownKind::status);
    }
    if (page.scan)
        keep_scan(list, *page.scan, changed);
    else if (page.evidence == mirror::Evidence::by_id)
        look_at_all_if_much_changed();  // nobody says when such reads end
}

void House::take(const RowsGone& gone, UtcTime now) {
    if (is_of_the_past(gone.list, gone.generation)) return;
    const auto& entry = model::entry(gone.list);
    const auto owner = mirror::owner_column(entry);
    std::int64_t removed = 0;
    for (const auto& id : gone.ids) {
        const auto before = mirror_.document(gone.list, id);
        std::optional<Uuid> about;
        if (!owner.empty()) about = mirror_.id_in(gone.list, id, owner);
        if (!mirror_.remove(gone.list, id, now)) continue;
        ++removed;
        audit_row(gone.list, id, about, "Gone", {.before = *before, .after = {}}, now);
        const auto belonged_to = entry.shown_with.empty() ? std::nullopt : about;
        row_changed(gone.list, id, belonged_to);
        conclusions_.row_changed(gone.list, id, about);
    }
    if (removed == 0) return;
    count_rows(gone.list, -removed);
    list_changed(gone.list, now);
}

/// What the PMS did to a row. One of the box's own writes that comes back differs from the copy
/// only in what the PMS made of it, for the copy was written when the write was confirmed.
void House::audit_row(List list, const Uuid& id, std::optional<Uuid> about, std::string what,
                      mirror::Difference difference, UtcTime now) {
    if (!mirror::is_told(list)) return;
    audit_.add({.at = now,
                .actor = "Mews",
                .device = {},
                .kind = std::string{to_text(list)},
                .subject = id,
                .about = about,
                .what = std::move(what),
                .before = std::move(difference.before),
                .after = std::move(difference.after)});
}

/// What depends on one row that was added, changed or removed; `belonged_to` is what it belonged to
/// before, if to anything.
void House::row_changed(List list, const Uuid& id, std::optional<Uuid> belonged_to) {
    if (conclusions_.book() != nullptr) {
        const auto owner = mirror::owner_column(model::entry(list));
        const auto belongs_to = owner.empty() ? std::nullopt : mirror_.id_in(list, id, owner);
        conclusions_.row_changed(list, id, belongs_to);
        if (belonged_to && belonged_to != belongs_to)
            conclusions_.row_changed(list, id, belonged_to);
    }
    switch (list) {
        case List::resources:
            return shown_.touch_room(id);
        case List::resource_category_assignments:
        case List::resource_blocks: {
            const auto room = mirror_.id_in(list, id, "resource_uid");
            if (belonged_to) shown_.touch(ShownKind::room, *belonged_to);
            if (room) shown_.touch(ShownKind::room, *room);
            return;
        }
        case List::reservations: {
            const auto stay = mirror_.reservation(id);
            const auto room = stay ? stay->assigned_resource_id : std::nullopt;
            if (belonged_to && belonged_to != room) shown_.touch_room(*belonged_to);
            shown_.touch_arrival(id);
            // A check-in that waits for the planned arrival is judged by the new one.
            if (journal_.hurry(id, journal::Kind::check_in)) effects_.outbox_grew = true;
            if (!stay || stay->state != model::ReservationState::confirmed)
                guests_waiting_.stop(id);
            return;
        }
        case List::companionships: {
            const auto stay = mirror_.id_in(list, id, "reservation_uid");
            if (belonged_to) shown_.touch(ShownKind::arrival, *belonged_to);
            if (stay) shown_.touch(ShownKind::arrival, *stay);
            return;
        }
        case List::customers:
        case List::companies:
            return shown_.touch_arrivals_of_account(id);
        case List::tasks:
            if (const auto task = mirror_.pms_task(id)) import_task(*task);
            return;
        default:
            return;
    }
}

/// Rows of which so many changed that nobody asks which: what shows any is looked at when the read
/// ends, not after each of its pages.
void House::many_changed(List list) {
    switch (list) {
        case List::reservations:
        case List::resources:
        case List::resource_category_assignments:
        case List::resource_blocks:
        case List::companionships:
        case List::customers:
        case List::companies:
            known_.much_changed = true;
            return;
        default:
            known_.much_to_conclude = true;
            return;
    }
}

void House::look_at_all_if_much_changed() {
    if (std::exchange(known_.much_to_conclude, false) || known_.much_changed)
        conclusions_.ask_all();
    if (!known_.much_changed) return;
    known_.much_changed = false;
    for (const auto& change : journal_.open()) {
        if (change.kind == journal::Kind::check_in &&
            journal_.hurry(change.subject, journal::Kind::check_in))
            effects_.outbox_grew = true;
    }
    guests_waiting_.stop_all_but_expected();
    shown_.touch_all();
}

/// Until then a gap may be a row that is not read yet, and then everything is news. At a start what
/// was concluded stands.
bool House::first_read_is_over() {
    if (known_.first_read_is_over.value_or(false)) return true;
    if (conclusions_.book() == nullptr) return false;
    const bool is_over = std::ranges::all_of(streams_.all(), [](const mirror::Stream& stream) {
        return stream.swept || stream.trouble == mirror::Trouble::not_allowed;
    });
    if (is_over && known_.first_read_is_over) conclusions_.ask_all();
    known_.first_read_is_over = is_over;
    return is_over;
}

/// What depends on a list as a whole, once a page.
void House::list_changed(List list, UtcTime now) {
    switch (list) {
        case List::configuration:
            conclusions_.ask_all();
            shown_.touch_all();
            return begin_day(now);
        case List::services:
            conclusions_.ask_all();
            shown_.touch(ShownKind::directory);
            return shown_.touch(ShownKind::lobby_sign);
        case List::resource_categories:
        case List::departments:
            conclusions_.ask_all();
            return shown_.touch_all();
        case List::products:
            conclusions_.ask_all();
            return shown_.touch_shown(ShownKind::change);  // a sale says what is sold
        case List::age_categories:
        case List::rates:
        case List::rate_groups:
        case List::resource_features:
        case List::resource_feature_assignments:
            return conclusions_.ask_all();
        case List::reservations:
        case List::companionships:
            effects_.names_wanted = true;
            return;
        default:
            return;
    }
}

void House::import_task(const model::PmsTask& row) {
    if (!tasks_.import(row)) return;
    if (const auto task = tasks_.find_by_pms_id(row.id)) shown_.touch_task(task->id);
}

}  // namespace stayd::house
