#include "app/backups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "app/recovery.hpp"
#include "base/local_day.hpp"
#include "base/log.hpp"
#include "storage/backup.hpp"

namespace stayd::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int pages_a_step = 64;
constexpr Duration between_steps = 2ms;
constexpr Duration look_every = 30s;
constexpr Duration after_start = 10min;  // a start is busy enough
constexpr Duration try_again = 1h;

/// "hotel-20260214T033000Z.db": names sort by time.
std::string name_of(UtcTime now) {
    auto text = to_iso8601(now).substr(0, 19);
    std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
    return fmt::format("hotel-{}Z.db", text);
}

std::optional<UtcTime> time_in(const fs::path& file) {
    const auto name = file.filename().string();
    if (name.size() != 25) return std::nullopt;
    const auto digits = [&name](std::size_t at, std::size_t size) { return name.substr(at, size); };
    const auto time =
        parse_iso8601(fmt::format("{}-{}-{}T{}:{}:{}Z", digits(6, 4), digits(10, 2), digits(12, 2),
                                  digits(15, 2), digits(17, 2), digits(19, 2)));
    if (!time) return std::nullopt;
    return *time;
}

std::string counts_of(storage::Database& database) {
    auto query = database.statement(
        "SELECT (SELECT count(*) FROM change) || ' changes, ' || (SELECT count(*) FROM task) || ' "
        "tasks, ' || (SELECT count(*) FROM audit) || ' lines of audit'");
    return query.step() ? query.text(0) : "";
}

}  // namespace

Backups::Backups(const Config::Storage& storage, storage::Files& files, house::Door& door,
                 Clock& clock, const boost::asio::any_io_executor& executor)
    : storage_(storage), files_(files), door_(door), clock_(clock), asked_(executor) {
    look_what_is_there();
    not_before_ = clock_.steady_now() + after_start;
}

void Backups::look_what_is_there() {
    const auto all = backups(storage_, files_);
    state_.file = all.empty() ? "" : all.front().string();
    state_.last = all.empty() ? std::nullopt : time_in(all.front());
}

void Backups::ask() {
    is_asked_ = true;
    asked_.notify();
}

/// Due is the last moment of `backup_at` by the hotel's clock that no backup is younger than: also
/// one that the box slept through.
bool Backups::is_due() {
    if (is_asked_) return true;
    if (not_before_ && clock_.steady_now() < *not_before_) return false;
    const auto enterprise = door_.house().mirror().enterprise();
    if (!enterprise) return false;  // nothing worth a copy yet
    const auto day = business_day(door_.now(), enterprise->time_zone, storage_.backup_at);
    // One from when the clock ran ahead says nothing of today.
    return !state_.last || *state_.last < day.start || *state_.last > door_.now();
}

boost::asio::awaitable<void> Backups::run() {
    using namespace boost::asio::experimental::awaitable_operators;
    for (;;) {
        if (is_due()) {
            auto making = make_one();
            co_await std::move(making);
        }
        co_await (asked_.wait() || clock_.sleep_for(look_every));
    }
}

boost::asio::awaitable<void> Backups::make_one() {
    is_asked_ = false;
    const auto file = storage_.backups() / name_of(door_.now());
    const fs::path part = file.string() + ".part";
    state_.percent = 0;
    state_.longest_pause = Duration{0};
    std::string trouble;
    try {
        fs::create_directories(storage_.backups());
        auto copying = copy(part);
        co_await std::move(copying);
        auto verifying = verify(part);
        co_await std::move(verifying);
        files_.rename(part, file);
        files_.sync_folder(storage_.backups());
        // On a full disk the next backup says it.
        if (const auto seq = keep_newest(storage_, files_))
            door_.apply(house::BackupMade{.journal_seq = *seq});
    } catch (const storage::Failure& failure) {
        // A disk that is full is for staff's work; a copy that shows damage shows the original's.
        if (!failure.disk_full()) throw;
        trouble = failure.what();
    } catch (const fs::filesystem_error& error) {
        trouble = error.what();
    }
    std::error_code ignored;
    fs::remove(part, ignored);
    state_.percent.reset();
    state_.trouble = trouble;
    look_what_is_there();
    if (trouble.empty()) {
        not_before_.reset();
        log::info("backup {}, verified; everything else waited {} ms at most", file.string(),
                  state_.longest_pause.count());
    } else {
        not_before_ = clock_.steady_now() + try_again;
        log::error("no backup: {}", trouble);
    }
}

/// Each step's pages are synced with it: one sync of everything at the end would take seconds.
boost::asio::awaitable<void> Backups::copy(fs::path part) {
    storage::OnlineBackup backup(door_.house().database(), part);
    const auto on_disk = files_.open(part);
    for (;;) {
        const auto since = clock_.steady_now();
        const bool done = backup.step(pages_a_step);
        state_.percent = backup.percent();
        on_disk->sync();
        auto breathing = breathe(since);
        co_await std::move(breathing);
        if (done) co_return;
    }
}

/// Table by table. Throws as corrupt what is: pages are copied as they are, so it is the database
/// in use that is damaged, and the process must not go on.
boost::asio::awaitable<void> Backups::verify(fs::path part) {
    storage::Database database(part, storage::Database::Mode::read_only);
    auto since = clock_.steady_now();
    const auto names = storage::tables(database);
    for (const auto& name : names) {
        if (const auto damage = storage::damage_of(database, name); !damage.empty())
            throw storage::Failure::damaged(fmt::format("table {} is damaged: {}", name, damage));
        auto breathing = breathe(since);
        co_await std::move(breathing);
        since = clock_.steady_now();
    }
    log::info("the copy holds {}", counts_of(database));
}

boost::asio::awaitable<void> Backups::breathe(SteadyTime since) {
    state_.longest_pause = std::max<Duration>(state_.longest_pause, clock_.steady_now() - since);
    auto sleeping = clock_.sleep_for(between_steps);
    co_await std::move(sleeping);
}

}  // namespace stayd::app
