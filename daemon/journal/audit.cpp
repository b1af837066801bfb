#include "journal/audit.hpp"

#include <fmt/format.h>

#include <algorithm>

// The chain: how rows are written, proved and let go.

namespace stayd::journal {
namespace {

constexpr Duration kept = std::chrono::days{400};  // sync.md R32; the trigger knows it as well

/// Each value with its kind and length in front, so that no two rows read alike.
class Encoding {
  public:
    Encoding& bytes(char kind, std::string_view value) {
        text_ += kind;
        length(value.size());
        text_ += value;
        return *this;
    }
    Encoding& text(std::string_view value) { return bytes('t', value); }
    Encoding& number(std::int64_t value) {
        text_ += 'i';
        length(static_cast<std::uint64_t>(value));
        return *this;
    }
    Encoding& id(const std::optional<Uuid>& value) {
        if (!value) return bytes('n', {});
        return bytes('b', {reinterpret_cast<const char*>(value->bytes.data()), 16});
    }
    std::string_view view() const { return text_; }

  private:
    void length(std::uint64_t value) {
        for (int shift = 0; shift < 64; shift += 8)
            text_ += static_cast<char>(value >> shift & 0xFF);
    }
    std::string text_;
};

std::string missing(std::int64_t first, std::int64_t last) {
    if (first == last) return fmt::format("row {} is missing: it was taken out", first);
    return fmt::format("rows {} to {} are missing: they were taken out", first, last);
}

/// Why a row cannot stand behind `reached`; empty when it does.
std::string fault_of(const AuditEntry& entry, const AuditMark& reached, const AuditMark& end) {
    if (entry.seq > end.seq)
        return fmt::format("row {} stands behind the chain's end, row {}: it was put in", entry.seq,
                           end.seq);
    if (entry.seq != reached.seq + 1) return missing(reached.seq + 1, entry.seq - 1);
    if (!entry.hash) return fmt::format("row {} carries no hash: it was put in", entry.seq);
    if (*entry.hash != hash_after(reached.hash, entry.seq, entry.row))
        return fmt::format(
            "row {} does not fit the row before it: one of the two was altered, exchanged or put "
            "in",
            entry.seq);
    return {};
}

constexpr std::string_view rows_behind = R"sql(
    SELECT seq, at_utc_ms, actor, device, change_uid, kind, subject_uid, about_uid, what, before, after, remote, why,
        rule, hash
    FROM audit WHERE seq > :after ORDER BY seq LIMIT :most
)sql";

/// An id that somebody has damaged reads as one that nothing has: the hash tells.
std::optional<Uuid> id_at(const storage::Statement& query, int column) {
    if (query.is_null(column)) return std::nullopt;
    Uuid damaged;
    damaged.bytes.fill(0xFF);
    return Uuid::from_bytes(query.text(column)).value_or(damaged);
}

AuditEntry entry_of(const storage::Statement& query) {
    return {.seq = query.integer(0),
            .row = {.at = query.time(1),
                    .actor = query.text(2),
                    .device = query.text(3),
                    .change = id_at(query, 4),
                    .kind = query.text(5),
                    .subject = id_at(query, 6).value_or(Uuid{}),
                    .about = id_at(query, 7),
                    .what = query.text(8),
                    .before = query.text(9),
                    .after = query.text(10),
                    .remote = query.text(11),
                    .why = query.text(12),
                    .rule = query.text(13)},
            .hash = hash_of_bytes(query.text(14))};
}

}  // namespace

Hash hash_after(const Hash& before, std::int64_t seq, const AuditRow& row) {
    Encoding all;
    all.bytes('b', bytes_of(before)).number(seq).number(to_ms(row.at));
    all.text(row.actor).text(row.device).id(row.change).text(row.kind).id(row.subject);
    all.id(row.about).text(row.what).text(row.before).text(row.after).text(row.remote);
    all.text(row.why).text(row.rule);
    return sha256(all.view());
}

Audit::Ends Audit::ends() {
    auto query = database_.statement(
        "SELECT begin_seq, begin_hash, end_seq, end_hash FROM audit_chain WHERE id = 1");
    if (!query.step()) return {};
    return {.begin = {query.integer(0), hash_of_bytes(query.text(1)).value_or(Hash{})},
            .end = {query.integer(2), hash_of_bytes(query.text(3)).value_or(Hash{})}};
}

void Audit::add(const AuditRow& row) {
    const auto end = ends().end;
    // A row that somebody put in behind the end must not stop the house: it shows when the chain
    // is verified.
    auto last = database_.statement("SELECT max(seq) FROM audit");
    const auto seq = std::max(end.seq, last.step() ? last.integer(0) : 0) + 1;
    const auto hash = hash_after(end.hash, seq, row);
    auto put = database_.statement(R"sql(
        INSERT INTO audit (hash, seq, at_utc_ms, actor, device, change_uid, kind, subject_uid, about_uid, what,
            before, after, remote, why, rule)
        VALUES (?, :seq, :at, :actor, :device, :change, :kind, :subject, :about, :what, :before, :after, :remote, :why, :rule)
    )sql");
    put.bind_bytes_at(1, bytes_of(hash));
    put.bind(":seq", seq).bind(":at", row.at).bind(":actor", row.actor).bind(":device", row.device);
    put.bind(":change", row.change).bind(":kind", row.kind).bind(":subject", row.subject);
    put.bind(":about", row.about).bind(":what", row.what).bind(":before", row.before);
    put.bind(":after", row.after).bind(":remote", row.remote).bind(":why", row.why);
    put.bind(":rule", row.rule).run();
    auto move =
        database_.statement("UPDATE audit_chain SET end_seq = ?1, end_hash = ?2 WHERE id = 1");
    move.bind_at(1, seq).bind_bytes_at(2, bytes_of(hash)).run();
}

AuditCheck Audit::check(const AuditMark& after, int most) {
    const auto [begin, end] = ends();
    AuditCheck check{.reached = after.seq < begin.seq || after.seq == 0 ? begin : after,
                     .end = end};
    if (check.reached == begin) {
        auto before = database_.statement(
            "SELECT count(*), min(seq) FILTER (WHERE hash IS NOT NULL) FROM audit WHERE seq <= "
            ":begin");
        before.bind(":begin", begin.seq);
        if (before.step()) check.unchained = before.integer(0);
        if (!before.is_null(1)) {
            check.fault = fmt::format("row {} stands before the chain's begin: it was put in",
                                      before.integer(1));
            return check;
        }
    }
    auto query = database_.statement(rows_behind);
    query.bind(":after", check.reached.seq).bind(":most", most);
    while (query.step()) {
        const auto entry = entry_of(query);
        check.fault = fault_of(entry, check.reached, end);
        if (!check.fault.empty()) return check;
        check.reached = {entry.seq, *entry.hash};
        ++check.rows;
    }
    if (check.rows == most) return check;
    check.done = true;
    if (check.reached.seq < end.seq) {
        check.fault = missing(check.reached.seq + 1, end.seq);
    } else if (check.reached != end) {
        check.fault = fmt::format("row {} is not the one that was written last", end.seq);
    }
    return check;
}

AuditCheck Audit::verify() {
    constexpr int chunk = 1000;
    AuditCheck all;
    std::int64_t rows = 0;
    std::int64_t unchained = 0;
    do {
        all = check(all.reached, chunk);
        rows += all.rows;
        unchained += all.unchained;
    } while (!all.done && all.fault.empty());
    all.rows = rows;
    all.unchained = unchained;
    return all;
}

void Audit::purge(UtcTime now, int most) {
    auto newest = database_.statement("SELECT at_utc_ms FROM audit ORDER BY seq DESC LIMIT 1");
    if (!newest.step()) return;
    const auto older_than = std::min(now, newest.time(0)) - kept;
    AuditMark last;
    auto begin = ends().begin;
    {
        auto oldest =
            database_.statement("SELECT seq, at_utc_ms, hash FROM audit ORDER BY seq LIMIT :most");
        oldest.bind(":most", most);
        while (oldest.step() && oldest.time(1) < older_than) {
            last.seq = oldest.integer(0);
            if (!oldest.is_null(2))
                begin = {last.seq, hash_of_bytes(oldest.text(2)).value_or(Hash{})};
        }
    }
    if (last.seq == 0) return;
    auto remove = database_.statement("DELETE FROM audit WHERE seq <= :last");
    remove.bind(":last", last.seq).run();
    auto move =
        database_.statement("UPDATE audit_chain SET begin_seq = ?1, begin_hash = ?2 WHERE id = 1");
    move.bind_at(1, begin.seq).bind_bytes_at(2, bytes_of(begin.hash)).run();
}

std::optional<AuditEntry> Audit::find(std::int64_t seq) {
    auto query = database_.statement(rows_behind);
    query.bind(":after", seq - 1).bind(":most", 1);
    if (!query.step() || query.integer(0) != seq) return std::nullopt;
    return entry_of(query);
}

}  // namespace stayd::journal
