#include "tests/crash/box.hpp"

#include <sqlite3.h>

namespace stayd::crash {

Box::Box(sim::CrashDisk& disk, Unprepared) : vfs_(disk) {
    database_.emplace(database_file, storage::Database::Mode::read_write, vfs_.name());
}

Box::Box(sim::CrashDisk& disk) : Box(disk, Unprepared{}) {
    house_.emplace(*database_, random_);
}

house::Effects Box::step(const Step& step) {
    if (step.sql != nullptr) {
        database_->execute(step.sql);
        return {};
    }
    return house_->apply(step.inputs, step.now);
}

std::unique_ptr<Box> recover(sim::CrashDisk& disk, UtcTime now) {
    std::unique_ptr<Box> box{new Box(disk, Box::Unprepared{})};
    // The migrator removes an older copy by the machine's own file system, which is not this one.
    for (const auto& name : disk.names()) {
        if (name.find(".before-") != std::string::npos) sim::CrashFiles(disk).remove(name);
    }
    house::prepare(*box->database_, database_file);
    box->house_.emplace(*box->database_, box->random_);
    box->house_->apply(house::Started{}, now);
    return box;
}

Content content_of(const sim::Image& image) {
    sim::CrashDisk disk(image);
    if (!disk.find(database_file)) return {};
    sim::CrashVfs vfs(disk);
    sqlite3* handle = nullptr;
    // Neither statement reads the schema, so this is quick; the second brings what the first found
    // in the log into the file.
    int result = sqlite3_open_v2(database_file, &handle, SQLITE_OPEN_READWRITE, vfs.name());
    if (result == SQLITE_OK)
        result = sqlite3_exec(handle, "PRAGMA user_version", nullptr, nullptr, nullptr);
    if (result == SQLITE_OK)
        result =
            sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    Content content;
    if (result != SQLITE_OK) content.error = sqlite3_errmsg(handle);
    if (const auto file = disk.find(database_file)) content.hash = disk.seen(*file).hash();
    // The other files are recovered by their owners: they count as they are.
    for (const auto& [name, contents] : image.files) {
        if (name.starts_with(database_file)) continue;
        content.hash = sim::mix(content.hash, contents.hash());
    }
    disk.cut_power();
    sqlite3_close(handle);
    return content;
}

}  // namespace stayd::crash
