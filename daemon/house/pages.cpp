#include "house/house.hpp"

// What the PMS's pages do to the house: rows into the mirror, and what depends on them is touched.

namespace stayd::house {

void House::take(const PageArrived& page, UtcTime now) {
    const auto put_each = [this](const auto& rows, auto&& then) {
        for (const auto& row : rows) {
            if (mirror_.put(row)) then(row);
        }
    };
    const auto rename_all = [this](const auto&) { shown_.touch_all(); };
    const auto nothing = [](const auto&) {};

    struct Visitor {
        House& house;
        decltype(put_each)& put;
        decltype(rename_all)& rename;
        decltype(nothing)& ignore;
        UtcTime now;

        void operator()(const std::vector<model::Enterprise>& rows) const {
            put(rows, rename);
            house.begin_day(now);
        }
        void operator()(const std::vector<model::Service>& rows) const {
            put(rows, [this](const auto&) {
                house.shown_.touch(ShownKind::directory);
                house.shown_.touch(ShownKind::lobby_sign);
            });
        }
        void operator()(const std::vector<model::Resource>& rows) const {
            put(rows, [this](const auto& row) { house.shown_.touch_room(row.id); });
        }
        void operator()(const std::vector<model::ResourceCategory>& rows) const {
            put(rows, rename);
        }
        void operator()(const std::vector<model::ResourceCategoryAssignment>& rows) const {
            put(rows,
                [this](const auto& row) { house.shown_.touch(ShownKind::room, row.resource_id); });
        }
        void operator()(const std::vector<model::AgeCategory>& rows) const { put(rows, ignore); }
        void operator()(const std::vector<model::Department>& rows) const { put(rows, rename); }
        void operator()(const std::vector<model::Reservation>& rows) const {
            for (const auto& row : rows) {
                const auto before = house.mirror_.reservation(row.id);
                if (!house.mirror_.put(row)) continue;
                if (before && before->assigned_resource_id &&
                    before->assigned_resource_id != row.assigned_resource_id) {
                    house.shown_.touch_room(*before->assigned_resource_id);
                }
                house.shown_.touch_arrival(row.id);
                // A check-in that waits for the planned arrival is judged by the new one.
                if (house.journal_.hurry(row.id, journal::Kind::check_in)) {
                    house.effects_.outbox_grew = true;
                }
                if (row.state != model::ReservationState::confirmed)
                    house.guests_waiting_.stop(row.id);
            }
        }
        void operator()(const std::vector<model::Companionship>& rows) const {
            put(rows, [this](const auto& row) {
                if (row.reservation_id) house.shown_.touch(ShownKind::arrival, *row.reservation_id);
            });
        }
        void operator()(const std::vector<model::Customer>& rows) const {
            put(rows, [this](const auto& row) { house.shown_.touch_arrivals_of_customer(row.id); });
        }
        void operator()(const std::vector<model::PmsTask>& rows) const {
            for (const auto& row : rows) {
                if (house.mirror_.put(row)) house.import_task(row, now);
            }
        }
    };
    std::visit(Visitor{*this, put_each, rename_all, nothing, now}, page.rows);
}

/// A task that carries our mark is the projection of one of ours, also when the answer to its
/// creation was lost.
void House::import_task(const model::PmsTask& row, UtcTime now) {
    const auto mark = operations::mark_of(row.name);
    if (!mark.empty() && !tasks_.find_by_pms_id(row.id)) {
        for (const auto& change : journal_.open()) {
            if (change.kind != journal::Kind::create_task ||
                operations::mark_for(change.id) != mark)
                continue;
            settle(change, Confirmed{.pms_id = row.id}, now);
            touch_subject(change);
            shown_.touch_change(change.id);
            break;
        }
    }
    if (!tasks_.import(row)) return;
    if (const auto task = tasks_.find_by_pms_id(row.id)) shown_.touch_task(task->id);
}

void House::take(const CompanionshipsRead& read, UtcTime) {
    for (const auto& reservation : mirror_.keep_companionships(read.reservations, read.seen)) {
        shown_.touch(ShownKind::arrival, reservation);
    }
}

void House::take(const StreamCompleted& stream, UtcTime now) {
    streams_.completed(stream.name, stream.watermark, now);
    shown_.touch(ShownKind::status);
}

void House::take(const StreamTroubled& stream, UtcTime) {
    streams_.troubled(stream.name, stream.trouble);
    shown_.touch(ShownKind::status);
}

}  // namespace stayd::house
