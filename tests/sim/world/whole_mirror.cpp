#include "tests/sim/world/whole_mirror.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <type_traits>

#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

namespace json = boost::json;
using model::List;
using namespace std::chrono_literals;

using Documents = std::map<Uuid, json::object>;

template <class Row>
Documents documents_of(const Table<Row>& table, const Hotel& hotel) {
    Documents documents;
    for (const auto& row : table.rows()) {
        if constexpr (requires { row.removed; }) {
            if (row.removed) continue;
        }
        if constexpr (std::is_same_v<Row, Record>) {
            // Deleted without saying so, it is no longer given.
            if (!row.is_active && !row.body.contains("IsActive")) continue;
        }
        // As a client reads it: numbers have one form there.
        documents.emplace(row.id, json::parse(to_text(render(row, hotel))).get_object());
    }
    return documents;
}

Documents of_pms(List list, const Hotel& hotel) {
    switch (list) {
        case List::enterprises:
            return documents_of(hotel.enterprises, hotel);
        case List::services:
            return documents_of(hotel.services, hotel);
        case List::resources:
            return documents_of(hotel.resources, hotel);
        case List::resource_categories:
            return documents_of(hotel.resource_categories, hotel);
        case List::resource_category_assignments:
            return documents_of(hotel.resource_category_assignments, hotel);
        case List::departments:
            return documents_of(hotel.departments, hotel);
        case List::age_categories:
            return documents_of(hotel.age_categories, hotel);
        case List::reservations:
            return documents_of(hotel.reservations, hotel);
        case List::companionships:
            return documents_of(hotel.companionships, hotel);
        case List::customers:
            return documents_of(hotel.customers, hotel);
        case List::tasks:
            return documents_of(hotel.tasks, hotel);
        case List::service_order_notes:
            return documents_of(hotel.service_order_notes, hotel);
        case List::resource_blocks:
            return documents_of(hotel.resource_blocks, hotel);
        case List::companies:
            return documents_of(hotel.companies, hotel);
        case List::account_notes:
            return documents_of(hotel.account_notes, hotel);
        case List::reservation_groups:
            return documents_of(hotel.reservation_groups, hotel);
        case List::identity_documents:
            return documents_of(hotel.identity_documents, hotel);
        case List::addresses:
            return documents_of(hotel.addresses, hotel);
        case List::order_items:
            return documents_of(hotel.order_items, hotel);
        case List::payments:
            return documents_of(hotel.payments, hotel);
        case List::bills:
            return documents_of(hotel.bills, hotel);
        case List::payment_requests:
            return documents_of(hotel.payment_requests, hotel);
        case List::product_service_orders:
            return documents_of(hotel.product_service_orders, hotel);
        case List::products:
            return documents_of(hotel.products, hotel);
        case List::product_categories:
            return documents_of(hotel.product_categories, hotel);
        case List::accounting_categories:
            return documents_of(hotel.accounting_categories, hotel);
        case List::resource_features:
            return documents_of(hotel.resource_features, hotel);
        case List::resource_feature_assignments:
            return documents_of(hotel.resource_feature_assignments, hotel);
        case List::rates:
            return documents_of(hotel.rates, hotel);
        case List::rate_groups:
            return documents_of(hotel.rate_groups, hotel);
        case List::business_segments:
            return documents_of(hotel.business_segments, hotel);
        case List::sources:
            return documents_of(hotel.sources, hotel);
        case List::source_assignments:
            return documents_of(hotel.source_assignments, hotel);
        case List::outlets:
            return documents_of(hotel.outlets, hotel);
        case List::message_threads:
            return documents_of(hotel.message_threads, hotel);
        case List::messages:
            return documents_of(hotel.messages, hotel);
        case List::loyalty_programs:
            return documents_of(hotel.loyalty_programs, hotel);
        case List::loyalty_tiers:
            return documents_of(hotel.loyalty_tiers, hotel);
        case List::loyalty_memberships:
            return documents_of(hotel.loyalty_memberships, hotel);
        case List::configuration:
        case List::availability:
        case List::customer_relationships:
            break;  // not compared by id: computed, or without one
    }
    return {};
}

/// The first member that is not the same; what is null is what is missing.
std::string difference(const json::object& theirs, const json::object& ours) {
    for (const auto& member : theirs) {
        if (member.value().is_null()) continue;
        const auto* found = ours.if_contains(member.key());
        if (found == nullptr || *found != member.value())
            return fmt::format("{} is {} in the PMS and {} in the mirror",
                               std::string{member.key()}, json::serialize(member.value()),
                               found == nullptr ? "missing" : json::serialize(*found));
    }
    for (const auto& member : ours) {
        const auto* found = theirs.if_contains(member.key());
        if ((found == nullptr || found->is_null()) && !member.value().is_null())
            return fmt::format("{} is only in the mirror", std::string{member.key()});
    }
    return {};
}

Documents of_mirror(List list, house::House& house) {
    Documents documents;
    auto& mirror = house.mirror();
    for (const auto& row : mirror.rows_after(list, 0, 10'000'000))
        documents.emplace(row.id, json::parse(*mirror.document(list, row.id)).get_object());
    return documents;
}

/// Whether a row is one that is kept fresh: where a list is asked for by parents, of one we hold,
/// and where it is re-read by them, of one near today.
class Followed {
  public:
    Followed(const model::ListEntry& entry, house::House& house) : entry_(entry) {
        by_parents_ = !entry.parent_column.empty() &&
                      (entry.then == model::Then::near || entry.first == model::First::parents);
        if (!by_parents_) return;
        auto& mirror = house.mirror();
        const auto day = house.day();
        const auto known =
            entry.then == model::Then::near
                ? mirror.parents_near(entry.parents, {.from = day.start - 48h, .to = day.end + 48h})
                : mirror.parents(entry.parents);
        parents_.insert(known.begin(), known.end());
    }
    bool operator()(const json::object& row) const {
        if (!by_parents_) return true;
        const auto& column = entry_.columns[entry_.column(entry_.parent_column)];
        const auto* parent = row.if_contains(column.member);
        if (parent == nullptr || !parent->is_string()) return false;
        const auto id = Uuid::parse(parent->get_string());
        return id && parents_.contains(*id);
    }

  private:
    const model::ListEntry& entry_;
    bool by_parents_ = false;
    std::set<Uuid> parents_;
};

bool only_a_sweep_shows_deletions(const model::ListEntry& entry) {
    return entry.deletion == model::Deletion::hidden && entry.then != model::Then::near &&
           entry.then != model::Then::whole && entry.then != model::Then::created_closed;
}

}  // namespace

std::string whole_mirror_difference(const Pms& pms, house::House& house, Compared compared) {
    if (!house.mirror().wanted(List::customers, {}, 1).empty())
        return "a guest of a stay is not in the mirror";
    for (const auto& entry : model::lists()) {
        if (!entry.path.contains(compared.path_part)) continue;
        const auto theirs = of_pms(entry.list, pms.hotel());
        const auto ours = of_mirror(entry.list, house);
        if (theirs.empty()) continue;
        const Followed is_followed(entry, house);
        for (const auto& [id, row] : theirs) {
            if (!is_followed(row)) continue;
            const auto found = ours.find(id);
            // Guests of the chain whom no stay of this hotel names need not be here.
            if (found == ours.end() && entry.list == List::customers) continue;
            if (found == ours.end())
                return fmt::format("{}: {} is not in the mirror: {}", entry.name, id.to_string(),
                                   json::serialize(row));
            if (const auto other = difference(row, found->second); !other.empty())
                return fmt::format("{}: {}: {}", entry.name, id.to_string(), other);
        }
        if (!compared.swept && only_a_sweep_shows_deletions(entry)) continue;
        for (const auto& [id, row] : ours) {
            if (is_followed(row) && !theirs.contains(id))
                return fmt::format("{}: {} is in the mirror and gone in the PMS", entry.name,
                                   id.to_string());
        }
    }
    return {};
}

std::string watermark_broken(const Pms& pms, house::House& house, Duration slack) {
    auto& mirror = house.mirror();
    for (const auto& entry : model::lists()) {
        const auto stream = house.streams().find(entry.list);
        if (!stream.watermark || !stream.swept) continue;
        const auto theirs = of_pms(entry.list, pms.hotel());
        std::vector<Uuid> alive;
        for (const auto& [id, row] : theirs) alive.push_back(id);
        if (const auto buried = mirror.buried(entry.list, alive); !buried.empty())
            return fmt::format("{}: {} lives and is held for gone", entry.name,
                               buried.front().to_string());
        if (entry.then != model::Then::updates) continue;
        // What is asked by names or by parents comes after those.
        const bool comes_by_itself = entry.first == model::First::whole ||
                                     entry.first == model::First::days ||
                                     entry.first == model::First::back;
        for (const auto& [id, row] : theirs) {
            const auto* updated = row.if_contains("UpdatedUtc");
            if (updated == nullptr || !updated->is_string()) continue;
            const auto time = parse_iso8601(std::string_view{updated->get_string()});
            if (!time || *time > *stream.watermark - slack) continue;
            const auto text = mirror.document(entry.list, id);
            if (!text) {
                if (comes_by_itself && *time > *stream.swept)
                    return fmt::format("{}: {} changed at {} is not in the mirror of {}",
                                       entry.name, id.to_string(), to_iso8601(*time),
                                       to_iso8601(*stream.watermark));
                continue;
            }
            if (const auto other = difference(row, json::parse(*text).get_object()); !other.empty())
                return fmt::format("{}: {} changed at {}, watermark {}: {}", entry.name,
                                   id.to_string(), to_iso8601(*time), to_iso8601(*stream.watermark),
                                   other);
        }
    }
    return {};
}

}  // namespace stayd::sim
