#include "tests/simulation/promises.hpp"

#include <fmt/format.h>

#include "house/pms_facts.hpp"
#include "journal/audit.hpp"
#include "stayd/v1/common.pb.h"
#include "tests/sim/world/whole_mirror.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Change;
using journal::Stage;
using journal::WriteClass;

constexpr std::uint64_t largest_wal = 32'000'000;
constexpr std::size_t most_of_one = 250;
constexpr Duration audit_kept = std::chrono::days{400};  // sync.md R32

std::string name_of(const Change& change) {
    return fmt::format("{} {}", journal::to_word(change.kind), change.id.to_string());
}

}  // namespace

Promises::Promises(World& world, const Staff& staff, Coverage& coverage, Broken broken)
    : world_(world),
      staff_(staff),
      coverage_(coverage),
      broken_(std::move(broken)),
      book_(world.pms) {}

void Promises::look() {
    for (const auto& stream : house().streams().all()) {
        auto& before = seen_[static_cast<std::size_t>(stream.list)];
        const auto name = model::to_text(stream.list);
        if (stream.generation < before.generation)
            broken_("I15", fmt::format("{} has gone back a generation", name));
        if (stream.generation == before.generation && before.watermark &&
            (!stream.watermark || *stream.watermark < *before.watermark))
            broken_("I13", fmt::format("the watermark of {} has gone back from {} to {}", name,
                                       to_iso8601(*before.watermark),
                                       stream.watermark ? to_iso8601(*stream.watermark) : "none"));
        if (stream.watermark && *stream.watermark > world_.now() + 2s)
            broken_("I13", fmt::format("the watermark of {} is in the future", name));
        if (stream.swept && !stream.watermark)
            broken_("I15", fmt::format("{} is read and has no watermark", name));
        before = {.generation = stream.generation, .watermark = stream.watermark};
    }
}

/// What comes later has a greater number, whatever clocks say and however often the box starts:
/// nothing comes between those that were seen, and the last one stays the last.
void Promises::look_at_numbers() {
    auto query =
        house().database().statement("SELECT seq, uid FROM change WHERE seq >= :last ORDER BY seq");
    query.bind(":last", last_seq_);
    bool has_last = !last_change_;
    const auto seen_before = seen_changes_;
    while (query.step()) {
        const auto id = query.uuid(1);
        if (last_change_ && query.integer(0) == last_seq_) {
            has_last = id == *last_change_;
            continue;
        }
        last_seq_ = query.integer(0);
        last_change_ = id;
        ++seen_changes_;
        open_.try_emplace(id);
    }
    if (!has_last) broken_("I25", "the last number is another change's, or nobody's");
    if (seen_changes_ == seen_before) return;
    if (const auto all = house().journal().balance().accepted; all != seen_changes_)
        broken_("I25", fmt::format("{} changes, and {} have come with a greater number", all,
                                   seen_changes_));
}

/// Each change that was open at the last look or has come since.
void Promises::look_at_changes(std::string_view trouble) {
    look_at_numbers();
    for (auto known = open_.begin(); known != open_.end();) {
        auto& [id, before] = *known;
        const auto change = house().journal().find(id);
        if (!change) {
            broken_("I1", fmt::format("the change {} has gone", id.to_string()));
            known = open_.erase(known);
            continue;
        }
        if (before.attempts == 0 && before.stage == Stage::ready &&
            change->stage != Stage::box_only)
            coverage_.note(change->kind, Stage::ready, trouble);
        if (change->attempts > before.attempts)
            coverage_.note(change->kind, Stage::in_flight, trouble);
        coverage_.note(change->kind, change->stage, trouble);
        before = {.stage = change->stage, .attempts = change->attempts};
        if (journal::is_open(change->stage)) {
            ++known;
            continue;
        }
        look_at_settled(*change);
        known = open_.erase(known);
    }
}

void Promises::look_at_settled(const Change& change) {
    const auto write_class = journal::entry(change.kind).write_class;
    if (change.stage != Stage::confirmed || write_class == WriteClass::create ||
        write_class == WriteClass::local || is_overtaken_by_ours(change))
        return;
    // What a change of ours has made, the PMS calls otherwise.
    auto known = change;
    if (change.kind == journal::Kind::update_address)
        known.subject = house::pms_id_of(house().journal(), change.subject);
    if (const auto what = book_.difference(known); !what.empty())
        broken_("I8", fmt::format("{} is confirmed, and {}", name_of(change), what));
}

bool Promises::is_overtaken_by_ours(const Change& change) {
    auto query = house().database().statement(R"sql(
        SELECT 1 FROM change WHERE subject_uid = :subject AND seq > :seq AND attempts > 0
    )sql");
    query.bind(":subject", change.subject).bind(":seq", change.seq);
    return query.step();
}

void Promises::look_closely() {
    if (const auto what = watermark_broken(world_.pms, house(), 90s); !what.empty())
        broken_("I14/I16", what);
    if (const auto what = world_.balance_difference(); !what.empty()) broken_("I2", what);
    if (const auto wal = world_.disk->find("/data/hotel.db-wal");
        wal && world_.disk->seen(*wal).size() > largest_wal)
        broken_("I31", fmt::format("a write-ahead log of {} B", world_.disk->seen(*wal).size()));
    look_at_told();
    look_at_shown();
    look_at_audit();
    look_at_retained();
}

void Promises::look_after_crash() {
    look_at_told();
    look_at_shown();
    look_at_audit();
    for (const auto& change : house().journal().open()) {
        const auto key = book_.key_of(change);
        if (PmsBook::is_marked(key) && change.attempts == 0 && book_.times_created(key) > 0)
            broken_("I6", fmt::format("{} is in the PMS and was never marked", name_of(change)));
    }
}

/// What a person was told is saved is there, also if the device has forgotten it.
void Promises::look_at_told() {
    for (const auto& handheld : staff_.handhelds()) {
        for (const auto& id : handheld->told_saved()) {
            if (!house().journal().find(id))
                broken_("I1", fmt::format("{} was told that {} is saved, and it is gone",
                                          handheld->name(), id.to_string()));
        }
    }
}

/// Nothing is published that the database does not know of.
void Promises::look_at_shown() {
    const std::pair newest{house().shown().epoch(), house().shown().revision()};
    for (const auto& handheld : staff_.handhelds()) {
        if (handheld->newest() > newest)
            broken_("I21", fmt::format("{} has seen a state that never was", handheld->name()));
    }
}

/// Work goes on: what is not retained yet as it is shown is so before long.
void Promises::look_at_retained() {
    constexpr auto longest_tick = 30s;
    if (!world_.broker.is_up()) return;
    auto differences = world_.broker_differences();
    for (int looks = 2; looks > 0 && !differences.empty(); --looks) {
        world_.run_for(longest_tick);
        if (!world_.broker.is_up()) return;  // it had lost a PUBACK
        const auto now = world_.broker_differences();
        std::erase_if(differences, [&](const auto& one) { return !now.contains(one.first); });
    }
    if (!differences.empty()) broken_("I22", differences.begin()->second);
}

/// Only what is old enough goes, whatever a clock says.
void Promises::look_at_audit() {
    auto ends = house().database().statement("SELECT begin_seq, end_seq FROM audit_chain");
    const bool is_there = ends.step();
    audit_ends_.emplace_back(world_.now(), is_there ? ends.integer(1) : 0);
    const auto is_old = [&](const auto& look) { return look.first + audit_kept <= world_.now(); };
    while (audit_ends_.size() > 1 && is_old(audit_ends_[1])) audit_ends_.pop_front();
    // What was written between two looks may be as old.
    const auto last_to_go = is_old(audit_ends_[0]) ? audit_ends_[1].second : 0;
    if (is_there && ends.integer(0) > last_to_go)
        broken_("I26", fmt::format("the audit begins behind row {}, and rows only up to {} may go",
                                   ends.integer(0), last_to_go));
    if (const auto check = journal::Audit(house().database()).verify(); !check.fault.empty())
        broken_("I27", check.fault);
}

void Promises::look_at_rest() {
    look_at_told();
    look_at_shown();
    look_at_audit();
    look_at_ends();
    look_at_creates();
    look_at_order();
    look_at_handhelds();
    look_at_calls();
    if (const auto what = world_.broker_difference(); !what.empty()) broken_("I22", what);
    if (const auto what = world_.balance_difference(); !what.empty()) broken_("I2", what);
    if (const auto what = whole_mirror_difference(world_.pms, house(), {.swept = true});
        !what.empty())
        broken_("I32", what);
    if (world_.daemon->breaker().open_count() > 0) broken_("I32", "an operation still rests");
}

/// Each change has come to one end, and the audit says so once; what a merge set aside stands in
/// it. What has grown too old for the audit, by the box's clock, stands in the journal alone.
void Promises::look_at_ends() {
    auto query = house().database().statement(R"sql(
        SELECT uid, kind, stage, lost,
               (SELECT count(*) FROM audit WHERE change_uid = change.uid AND what = change.kind),
               (SELECT count(*) FROM audit WHERE change_uid = change.uid
                   AND what IN ('Confirmed', 'Replaced', 'Refused', 'BoxOnly')),
               (SELECT count(*) FROM audit WHERE change_uid = change.uid AND what = change.stage),
               (SELECT count(*) FROM audit WHERE change_uid = change.uid AND what = change.stage AND remote = lost),
               (SELECT count(*) FROM audit WHERE change_uid = change.uid AND what = 'Merged')
        FROM change WHERE accepted_utc_ms >= :since
    )sql");
    query.bind(":since", world_.now() - audit_kept);
    while (query.step()) {
        const auto stage = query.text(2);
        const auto what = fmt::format("{} {}, {}", query.text(1), query.uuid(0).to_string(), stage);
        const bool is_kept_here = stage == "BoxOnly" && query.integer(5) == 0;
        if (stage == "Ready" || stage == "InFlight" || stage == "Unknown")
            broken_("I32", fmt::format("{} still waits", what));
        if (query.integer(4) != 1) broken_("I2", fmt::format("{} has no beginning", what));
        if (!is_kept_here && (query.integer(5) != 1 || query.integer(6) != 1))
            broken_("I2", fmt::format("{} has {} ends in the audit", what, query.integer(5)));
        if (query.text(3) != "{}" && query.integer(7) + query.integer(8) == 0)
            broken_("I12", fmt::format("{}: what it lost to is not in the audit", what));
    }
}

/// Each create is in the PMS as often as it is confirmed, but for what was rewritten there before
/// it was found.
void Promises::look_at_creates() {
    struct Told {
        std::int64_t confirmed = 0;
        std::int64_t all = 0;
        UtcTime settled{};  ///< the last of them
        std::string name;
    };
    std::map<std::string, Told> told;
    auto query = house().database().statement("SELECT uid FROM change");
    while (query.step()) {
        const auto change = house().journal().find(query.uuid(0));
        const auto key = book_.key_of(*change);
        if (key.empty()) continue;
        auto& one = told[key];
        ++one.all;
        if (change->stage == Stage::confirmed) ++one.confirmed;
        one.settled = std::max(one.settled, change->stage_since);
        one.name = name_of(*change);
    }
    for (const auto& [key, one] : told) {
        const auto times = book_.times_created(key);
        // Somebody in the PMS may have done the same: what is not marked was then found there.
        const bool is_right = times <= one.confirmed + book_.times_rewritten(key, one.settled) &&
                              (times >= one.confirmed || !PmsBook::is_marked(key));
        if (!is_right)
            broken_("I8", fmt::format("{} is {} times in the PMS, {} of {} are confirmed", one.name,
                                      times, one.confirmed, one.all));
    }
}

/// What a device did first was accepted first, in whatever order it came; but for what was refused
/// at first, and taken when it came once more.
void Promises::look_at_order() {
    for (const auto& handheld : staff_.handhelds()) {
        std::int64_t before = 0;
        for (const auto& id : handheld->made()) {
            const auto change = house().journal().find(id);
            if (!change || handheld->told_refused().contains(id)) continue;
            if (change->seq < before)
                broken_("I4", fmt::format("{} of {} stands before what it had done before",
                                          name_of(*change), handheld->name()));
            before = std::max(before, change->seq);
        }
    }
}

void Promises::look_at_handhelds() {
    for (const auto& handheld : staff_.handhelds()) {
        if (handheld->outbox_size() > 0)
            broken_("I24", fmt::format("{} still has {} unanswered", handheld->name(),
                                       handheld->outbox_size()));
        std::map<std::string, std::string> retained;
        for (const auto& [topic, payload] : world_.broker.retained()) {
            if (std::ranges::any_of(handheld->filters(),
                                    [&](const auto& filter) { return matches(filter, topic); }))
                retained[topic] = payload;
        }
        if (retained != handheld->states())
            broken_("I23", fmt::format("{} holds {} states, retained are {}", handheld->name(),
                                       handheld->states().size(), retained.size()));
    }
}

void Promises::look_at_calls() {
    const auto& sent = world_.line.sent();
    if (const auto most = sent.most_calls_in(30s); most > 160)
        broken_("I18", fmt::format("{} calls in 30 s", most));
    if (const auto most = sent.most_calls_in(15min); most > 500)
        broken_("I18", fmt::format("{} calls in 15 min", most));
    for (const auto& what : world_.line.sent_again_early()) broken_("I7", what);
    // No one thing is asked again and again.
    std::map<std::string_view, std::deque<UtcTime>> asked;
    for (const auto& call : sent.calls()) {
        auto& times = asked[*call.path];
        times.push_back(call.at);
        while (call.at - times.front() >= 15min) times.pop_front();
        if (times.size() == most_of_one)
            broken_("I18", fmt::format("{} was called {} times in 15 min to {}", *call.path,
                                       most_of_one, to_iso8601(call.at)));
    }
    if (const auto& faults = world_.pms.client_faults(); !faults.empty())
        broken_("I18", faults.begin()->first);
}

}  // namespace stayd::sim
