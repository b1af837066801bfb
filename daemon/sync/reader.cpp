#include "sync/reader.hpp"

#include <deque>

#include "base/log.hpp"
#include "sync/windows.hpp"

namespace stayd::sync {
namespace {

constexpr int smallest_page = 50;
constexpr std::size_t smallest_cap = 10;

/// A page size somebody would set.
bool is_round(std::size_t rows) {
    return rows >= smallest_cap && rows % 10 == 0;
}

}  // namespace

asio::awaitable<Result<Read>> Reader::read(mews::ListRequest request, Purpose purpose) {
    Read read{.scan = purpose.scan};
    std::deque<mews::ListRequest> parts{std::move(request)};
    while (!parts.empty()) {
        auto part = std::move(parts.front());
        parts.pop_front();
        auto reading = pages(part, purpose, read);
        const auto done = co_await std::move(reading);
        if (done) continue;
        if (done.error().code != Errc::too_heavy) co_return std::unexpected(done.error());
        if (auto two = halved(part)) {
            parts.push_front(std::move(two->second));
            parts.push_front(std::move(two->first));
        } else if (part.ids.empty() && part.count > smallest_page) {
            part.count /= 2;
            part.cursor = std::nullopt;
            parts.push_front(std::move(part));
        } else {
            connector_.was_too_heavy_at_the_least(part.list);
            co_return std::unexpected(done.error());
        }
        read.in_parts = true;
        if (read.scan) read.scan->cursor = std::nullopt;
        purpose.scan = read.scan;
    }
    co_return read;
}

asio::awaitable<Result<void>> Reader::pages(mews::ListRequest request, Purpose purpose,
                                            Read& read) {
    std::size_t given = 0;
    for (bool was_short = false;;) {
        const auto asked = door_.now();
        auto asking = connector_.list(request);
        auto page = co_await std::move(asking);
        if (!page) co_return std::unexpected(std::move(page.error()));
        link_.answered();
        // Rows behind a short page: pages are shorter than we ask.
        if (was_short && page->row_count > 0 && short_pages_.insert(request.list).second)
            log::warning("Mews gives fewer rows of {} a page than the {} asked for",
                         to_text(request.list), request.count);
        given += page->row_count;
        const bool all_ids_given = !request.ids.empty() && given >= request.ids.size();
        const bool goes_on = !all_ids_given && may_have_more(request, *page, purpose);
        if (page->row_count >= static_cast<std::size_t>(request.count))
            full_pages_.insert(request.list);
        if (page->odd_members > 0 && odd_.insert(request.list).second)
            log::warning("not as documented, kept as it is: {}", page->first_oddity);
        if (read.first_oddity.empty()) read.first_oddity = std::move(page->first_oddity);
        read.unreadable += page->unreadable;
        read.rows += page->row_count;
        for (std::size_t at = 0; at < page->rows.size(); ++at)
            read.seen.push_back(page->rows[at].id());
        if (read.scan) {
            ++read.scan->calls;
            read.scan->rows += static_cast<std::int64_t>(page->row_count);
            read.scan->cursor = goes_on && !read.in_parts ? page->cursor : std::nullopt;
            read.scan->saved = door_.now();
        }
        if (page->row_count > 0 && !purpose.only_ids &&
            !door_.apply(house::PageArrived{.rows = std::move(page->rows),
                                            .evidence = purpose.evidence,
                                            .scan = read.scan,
                                            .late_before = purpose.late_before,
                                            .asked = asked,
                                            .generation = purpose.generation})) {
            co_return failure(Errc::refused, "the box's disk is full");
        }
        if (!goes_on) co_return Result<void>{};
        if (page->cursor == request.cursor)
            co_return failure(Errc::malformed,
                              std::string{to_text(request.list)} + ": the cursor does not move");
        was_short = page->row_count < static_cast<std::size_t>(request.count);
        request.cursor = page->cursor;
    }
}

bool Reader::may_have_more(const mews::ListRequest& request, const mews::ListPage& page,
                           const Purpose& purpose) const {
    if (!page.cursor) return false;
    if (page.row_count >= static_cast<std::size_t>(request.count)) return true;
    const bool may_be_lowered =
        purpose.scan && page.row_count >= smallest_cap && !full_pages_.contains(request.list);
    return may_be_lowered || purpose.to_the_end || short_pages_.contains(request.list) ||
           is_round(page.row_count);
}

}  // namespace stayd::sync
