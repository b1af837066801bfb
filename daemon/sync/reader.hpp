#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "house/door.hpp"
#include "mews/connector.hpp"
#include "sync/link.hpp"

namespace stayd::sync {

/// What the pages of a read are for.
struct Purpose {
    mirror::Evidence evidence = mirror::Evidence::list;
    std::optional<UtcTime> late_before{};  ///< see house::PageArrived
    /// The read of a whole scope this is a part of: counted, and saved with every page.
    std::optional<mirror::Scan> scan{};
    /// Go on until the PMS gives no cursor, however short a page is (sync.md R33b).
    bool to_the_end = false;
    /// The rows are not ours to keep: only their ids count.
    bool only_ids = false;
    std::int64_t generation = house::any_generation;  ///< of the list when the read began
};

/// What a read brought.
struct Read {
    std::vector<Uuid> seen;
    std::size_t rows = 0;
    std::size_t unreadable = 0;
    std::string first_oddity{};
    std::optional<mirror::Scan> scan{};  ///< as given, further
    bool in_parts = false;  ///< the request was too heavy: a page's cursor is of no use to it
};

/// Reads one request to its end, page by page, each page applied as it comes. A page shorter than
/// asked is the last; but it may be of a size the PMS has lowered without a word: one of a round
/// number of rows, or of a first read of a list that has never filled a page, is asked once more,
/// and a list that is found so is then always read to the null cursor. What is too heavy for the
/// PMS is asked in halves.
class Reader {
  public:
    Reader(mews::Connector& connector, house::Door& door, Link& link)
        : connector_(connector), door_(door), link_(link) {}

    /// Errors: as of `Connector::list`; `refused` when the box's disk is full. Cancellation: any
    /// time; what was applied stays.
    asio::awaitable<Result<Read>> read(mews::ListRequest request, Purpose purpose = {});

  private:
    asio::awaitable<Result<void>> pages(mews::ListRequest request, Purpose purpose, Read& read);
    bool may_have_more(const mews::ListRequest& request, const mews::ListPage& page,
                       const Purpose& purpose) const;

    mews::Connector& connector_;
    house::Door& door_;
    Link& link_;
    std::set<model::List> full_pages_;   ///< lists that have filled a page
    std::set<model::List> short_pages_;  ///< lists whose pages are found shorter than asked
    std::set<model::List> odd_;          ///< lists whose oddities were logged
};

}  // namespace stayd::sync
