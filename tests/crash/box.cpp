#include "tests/crash/box.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "app/recovery.hpp"
#include "storage/backup.hpp"
#include "tests/crash/rules.hpp"

namespace stayd::crash {
namespace {

constexpr std::size_t segment_size = 16 << 10;
constexpr int checkpoint_at = 100;
constexpr int pages_a_step = 64;

bool is_of_journal(const std::string& name) {
    return name.starts_with(storage_of_the_box().journal().string() + "/");
}

bool is_of_database(const std::string& name) {
    return name.starts_with(storage_of_the_box().database().string());
}

}  // namespace

const app::Config::Storage& storage_of_the_box() {
    static const app::Config::Storage storage{
        .directory = "/data", .backup_directory = {}, .ballast_bytes = 256 << 10};
    return storage;
}

Box::Box(sim::CrashDisk& disk, Unopened)
    : disk_(disk),
      vfs_(disk),
      files_(disk),
      segments_(files_, storage_of_the_box().journal(), segment_size),
      journal_found_(segments_.open()),
      ballast_(files_, storage_of_the_box().ballast(), storage_of_the_box().ballast_bytes) {}

Box::Box(sim::CrashDisk& disk) : Box(disk, Unopened{}) {
    open_database();
    open_house();
}

void Box::open_database() {
    database_.emplace(storage_of_the_box().database(), storage::Database::Mode::read_write);
    database_->checkpoint_at(checkpoint_at);
}

void Box::open_house() {
    house_.emplace(*database_, random_,
                   house::Keeping{.segments = &segments_, .ballast = &ballast_});
}

/// As each start does; but it takes long, and nobody else asks for them here.
void Box::load_rules(UtcTime now) {
    if (house_->conclusions().book() == nullptr) house_->apply(rules_of_the_hotel(), now);
}

void Box::grow_ballast() {
    while (ballast_.state() != storage::Ballast::State::held && ballast_.grow()) {
    }
}

house::Effects Box::step(const Step& step) {
    if (step.sql != nullptr) {
        database_->execute(step.sql);
        return {};
    }
    if (!step.backup) {
        if (step.needs_rules()) load_rules(step.now);
        return house_->apply(step.inputs, step.now);
    }
    try {
        back_up(step.now);
    } catch (const storage::Failure& failure) {
        if (!failure.disk_full()) throw;
        return {.acks = {}, .disk_full = true};
    }
    return {};
}

/// `app::Backups` without its pauses.
void Box::back_up(UtcTime now) {
    const auto& storage = storage_of_the_box();
    auto stamp = to_iso8601(now).substr(0, 19);
    std::erase_if(stamp, [](char letter) { return letter == '-' || letter == ':'; });
    const auto file = storage.backups() / ("hotel-" + stamp + "Z.db");
    const std::filesystem::path part = file.string() + ".part";
    // It does this by the machine's own file system, which is not this one.
    for (const auto& name : disk_.names()) {
        if (name.ends_with(".part")) files_.remove(name);
    }
    {
        storage::OnlineBackup backup(*database_, part);
        while (!backup.step(pages_a_step)) files_.open(part)->sync();
        files_.open(part)->sync();
    }
    if (auto damage = storage::damage_of(part); !damage.empty())
        throw storage::Failure::damaged(damage);
    files_.rename(part, file);
    files_.sync_folder(storage.backups());
    if (const auto seq = app::keep_newest(storage, files_))
        house_->apply(house::BackupMade{.journal_seq = *seq}, now);
}

std::unique_ptr<Box> recover(sim::CrashDisk& disk, UtcTime now) {
    const auto& storage = storage_of_the_box();
    std::unique_ptr<Box> box{new Box(disk, Box::Unopened{})};
    // The migrator removes an older copy by the machine's own file system, which is not this one.
    for (const auto& name : disk.names()) {
        if (name.find(".before-") != std::string::npos) box->files_.remove(name);
    }
    app::mend_database(storage, box->files_, box->journal_found_, now);
    box->open_database();
    house::prepare(*box->database_, storage.database());
    box->open_house();
    box->house_->replay(box->journal_found_, now);
    box->house_->apply(house::Started{}, now);
    if (box->ballast_.state() == storage::Ballast::State::growing) box->grow_ballast();
    return box;
}

Content content_of(const sim::Image& image) {
    const auto name = storage_of_the_box().database();
    sim::Image files;
    for (const auto& [file, contents] : image.files) {
        if (is_of_database(file)) files.files[file] = contents;
    }
    sim::CrashDisk disk(files);
    if (!disk.find(name.string())) return {};
    const sim::CrashVfs vfs(disk);
    sqlite3* handle = nullptr;
    // Neither statement reads the schema, so this is quick; the second brings what the first found
    // in the log into the file.
    int result = sqlite3_open_v2(name.c_str(), &handle, SQLITE_OPEN_READWRITE, vfs.name());
    if (result == SQLITE_OK)
        result = sqlite3_exec(handle, "PRAGMA user_version", nullptr, nullptr, nullptr);
    if (result == SQLITE_OK)
        result =
            sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    Content content;
    if (result != SQLITE_OK) content.error = sqlite3_errmsg(handle);
    if (const auto file = disk.find(name.string())) content.hash = disk.seen(*file).hash();
    disk.cut_power();
    sqlite3_close(handle);
    return content;
}

JournalContent journal_of(const sim::Image& image) {
    sim::Image files;
    for (const auto& [file, contents] : image.files) {
        if (is_of_journal(file)) files.files[file] = contents;
    }
    sim::CrashDisk disk(files);
    sim::CrashFiles crash_files(disk);
    const auto reading =
        journal::Segments(crash_files, storage_of_the_box().journal(), segment_size).open();
    JournalContent content{.state = reading.state, .last_seq = reading.last_seq};
    for (const auto& frame : reading.frames)
        content.frames[frame.seq] =
            std::hash<std::string>{}(frame.payload) ^ static_cast<std::uint64_t>(frame.type);
    return content;
}

std::uint64_t journal_hash(const sim::Image& image) {
    std::uint64_t all = 0;
    for (const auto& [name, contents] : image.files) {
        if (!is_of_journal(name)) continue;
        all = sim::mix(all, std::hash<std::string>{}(name));
        all = sim::mix(all, contents.hash());
    }
    return all;
}

}  // namespace stayd::crash
