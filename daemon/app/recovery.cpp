#include "app/recovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "storage/backup.hpp"

namespace stayd::app {
namespace {

namespace fs = std::filesystem;

/// Up to this size the whole file is looked at before anything is served; beyond it the tables that
/// no PMS gives back are, and the rest every night with the backup.
constexpr std::uint64_t looked_at_whole = 64U << 20;
constexpr int pages_at_once = 256;
constexpr std::size_t damaged_kept = 2;
constexpr std::size_t backups_kept = 2;

fs::path with(const fs::path& file, std::string_view end) {
    return file.string() + std::string{end};
}

fs::path mark_of(const Config::Storage& storage) {
    return with(storage.database(), ".suspect");
}

bool is_there(storage::Files& files, const fs::path& file) {
    const auto all = files.list(file.parent_path());
    return std::ranges::find(all, file) != all.end();
}

void copy_whole(const fs::path& from, const fs::path& to) {
    storage::Database source(from, storage::Database::Mode::read_only);
    storage::OnlineBackup copy(source, to);
    while (!copy.step(pages_at_once)) {
    }
}

std::string damage_in(const fs::path& file, storage::Files& files) {
    try {
        // Before SQLite has it: to close any descriptor of a file ends all locks on it.
        const auto size = files.open(file)->size();
        storage::Database database(file, storage::Database::Mode::read_write);
        const auto tables = storage::tables(database);
        if (tables.empty()) return "it is empty";
        if (size <= looked_at_whole) return storage::damage_of(database);
        for (const char* table : {"house", "change", "audit", "task", "guest_waiting", "shown",
                                  "stream", "lease", "journal_file"}) {
            if (std::ranges::find(tables, table) == tables.end()) continue;
            if (auto damage = storage::damage_of(database, table); !damage.empty()) return damage;
        }
        return {};
    } catch (const storage::Failure& failure) {
        // A sync that fails while the log is put into the file is no damage, and not tried again.
        if (!failure.unreadable() || failure.of_sync()) throw;
        return failure.what();
    }
}

/// A sync of an earlier life that failed may have left pages in the kernel's memory that are not on
/// the disk, and that no other sync will bring there. Of the log they are written once more, before
/// anything is built upon them.
void write_again(const fs::path& log, storage::Files& files) {
    if (!is_there(files, log)) return;
    const auto file = files.open(log);
    const auto bytes = file->read(0, static_cast<std::size_t>(file->size()));
    file->write(0, bytes);
    file->sync();
}

/// What is wrong with the database; empty when it can be used.
std::string damage_found(const Config::Storage& storage, storage::Files& files, bool is_new_box) {
    const auto file = storage.database();
    write_again(with(file, "-wal"), files);
    if (is_there(files, mark_of(storage))) {
        const auto mark = files.open(mark_of(storage));
        return mark->read(0, static_cast<std::size_t>(mark->size()));
    }
    if (is_there(files, file)) {
        auto damage = damage_in(file, files);
        return is_new_box && damage == "it is empty" ? "" : damage;
    }
    return is_new_box ? "" : "it is missing";
}

/// The file itself first: a log without its file is moved on its own by the next try, a file
/// without its log would look whole.
void move_aside(const fs::path& file, storage::Files& files, const std::string& suffix) {
    for (const char* end : {"", "-wal", "-shm"}) {
        if (is_there(files, with(file, end)))
            files.rename(with(file, end), with(file, suffix + end));
    }
    files.sync_folder(file.parent_path());
}

/// Evidence of the newest damage is kept, not of every one.
void forget_old_damage(const fs::path& file, storage::Files& files) {
    const auto begin = file.filename().string() + ".damaged-";
    const auto stamp_of = [&](const fs::path& found) {
        return found.filename().string().substr(begin.size(), 10);
    };
    std::set<std::string, std::greater<>> stamps;
    std::vector<fs::path> all;
    for (const auto& found : files.list(file.parent_path())) {
        if (!found.filename().string().starts_with(begin)) continue;
        all.push_back(found);
        stamps.insert(stamp_of(found));
    }
    while (stamps.size() > damaged_kept) stamps.erase(std::prev(stamps.end()));
    for (const auto& found : all) {
        if (!stamps.contains(stamp_of(found))) files.remove(found);
    }
}

/// The epoch and the last frame of the journal's files that a backup holds; 0 of what is none.
std::pair<std::uint64_t, std::int64_t> reached_by(const fs::path& backup) {
    try {
        storage::Database database(backup, storage::Database::Mode::read_only);
        return {house::epoch_of(database), house::journal_seq_of(database)};
    } catch (const storage::Failure&) {
        return {};
    }
}

/// A copy of the backup, or a new database, as it is to stand in the database's place.
void make(const fs::path& file, storage::Files& files, const std::optional<fs::path>& backup,
          const journal::Reading& journal, const std::string& what, UtcTime now) {
    for (const char* end : {"", "-wal", "-shm"}) files.remove(with(file, end));
    if (backup) copy_whole(*backup, file);
    {
        storage::Database database(file, storage::Database::Mode::read_write);
        house::prepare(database, file);
        // By the clock as well: the same backup may have been restored before.
        const auto epoch = std::max({house::epoch_of(database) + 1, journal.epoch + 1,
                                     static_cast<std::uint64_t>(to_ms(now) / 1000)});
        storage::Transaction transaction(database);
        house::set_epoch(database, epoch);
        house::note_recovery(database, what, now);
        transaction.commit();
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    for (const char* end : {"-wal", "-shm"}) files.remove(with(file, end));
    files.open(file)->sync();
}

/// It becomes the database once it is whole on disk; where there is no space for it the ballast
/// goes.
void put_in_place(const Config::Storage& storage, storage::Files& files,
                  const std::optional<fs::path>& backup, const journal::Reading& journal,
                  const std::string& what, UtcTime now) {
    const auto file = storage.database();
    const auto made = with(file, ".restoring");
    try {
        make(made, files, backup, journal, what, now);
    } catch (const storage::Failure& failure) {
        if (!failure.disk_full()) throw;
        files.remove(storage.ballast());
        make(made, files, backup, journal, what, now);
    }
    for (const char* end : {"-wal", "-shm"}) files.remove(with(file, end));
    files.rename(made, file);
    files.sync_folder(file.parent_path());
    files.remove(mark_of(storage));
}

}  // namespace

std::vector<fs::path> backups(const Config::Storage& storage, storage::Files& files) {
    std::vector<std::tuple<std::uint64_t, std::int64_t, fs::path>> known;
    for (const auto& file : files.list(storage.backups())) {
        if (file.extension() != ".db" || !file.filename().string().starts_with("hotel-")) continue;
        const auto [epoch, seq] = reached_by(file);
        known.emplace_back(epoch, seq, file);
    }
    std::ranges::sort(known, std::greater{});
    std::vector<fs::path> all;
    for (const auto& [epoch, seq, file] : known) all.push_back(file);
    return all;
}

/// The journal's files are kept for the older of the two: should the newer one not be readable,
/// that is the one to stand on.
std::optional<std::int64_t> keep_newest(const Config::Storage& storage, storage::Files& files) {
    const auto all = backups(storage, files);
    for (std::size_t i = backups_kept; i < all.size(); ++i) files.remove(all[i]);
    if (all.size() < backups_kept) return std::nullopt;
    auto seq = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < backups_kept; ++i) {
        storage::Database database(all[i], storage::Database::Mode::read_only);
        seq = std::min(seq, house::journal_seq_of(database));
    }
    return seq;
}

std::string mend_database(const Config::Storage& storage, storage::Files& files,
                          const journal::Reading& journal, UtcTime now) {
    const auto kept = backups(storage, files);
    const bool is_new_box = journal.state == journal::Reading::State::absent && kept.empty();
    const auto damage = damage_found(storage, files, is_new_box);
    if (damage.empty()) return {};
    const auto file = storage.database();
    const auto suffix = fmt::format(".damaged-{}", to_ms(now) / 1000);
    auto what = fmt::format("{} was damaged: {}. ", file.string(), damage);
    log::error("{}", what);
    if (is_there(files, file)) {
        move_aside(file, files, suffix);
        what += fmt::format("It is kept as {}. ", with(file, suffix).string());
        forget_old_damage(file, files);
    }
    std::optional<fs::path> backup;
    for (const auto& candidate : kept) {
        const auto wrong = storage::damage_of(candidate);
        if (wrong.empty()) {
            backup = candidate;
            break;
        }
        log::error("backup {} cannot be used: {}", candidate.string(), wrong);
    }
    what += backup
                ? fmt::format("Backup {} took its place", backup->string())
                : "No backup could be read: a new database took its place, and Mews is read anew";
    what += "; staff's work came from the journal's files.";
    put_in_place(storage, files, backup, journal, what, now);
    log::warning("{}", what);
    return what;
}

std::string restore(const Config::Storage& storage, storage::Files& files,
                    const journal::Reading& journal, const fs::path& backup, UtcTime now) {
    if (!fs::exists(backup)) throw std::runtime_error(backup.string() + " is not there.");
    if (const auto damage = storage::damage_of(backup); !damage.empty())
        throw std::runtime_error(fmt::format("{} cannot be restored: {}. Nothing was changed.",
                                             backup.string(), damage));
    const auto file = storage.database();
    const auto suffix = fmt::format(".before-restore-{}", to_ms(now) / 1000);
    auto what = fmt::format("Backup {} was restored. ", backup.string());
    if (is_there(files, file)) {
        move_aside(file, files, suffix);
        what += fmt::format("What stood before is kept as {}. ", with(file, suffix).string());
    }
    what += "What staff did since came from the journal's files.";
    put_in_place(storage, files, backup, journal, what, now);
    return what;
}

bool throw_evidence_away(const Config::Storage& storage, storage::Files& files) {
    bool thrown = false;
    for (const auto& folder : {storage.directory, storage.journal()}) {
        for (const auto& file : files.list(folder)) {
            if (file.filename().string().find(".damaged-") == std::string::npos) continue;
            files.remove(file);
            thrown = true;
        }
    }
    return thrown;
}

void note_damage(const Config::Storage& storage, storage::Files& files, const std::string& seen) {
    const auto mark = files.open(mark_of(storage));
    mark->resize(0);
    mark->write(0, seen);
    mark->sync();
    files.sync_folder(storage.directory);
}

}  // namespace stayd::app
