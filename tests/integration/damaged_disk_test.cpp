#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "stayd/v1/snapshot.pb.h"
#include "stayd/v1/task.pb.h"
#include "tests/integration/box.hpp"
#include "tests/integration/staff.hpp"

// What the real daemon makes of a database that is damaged under it: every change that was
// acknowledged is there afterwards.

namespace stayd::sim {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string text(const json::value& value) {
    return value.is_string() ? std::string{value.as_string()} : std::string{};
}

/// Staff can work: nothing here needs the whole copy of the PMS.
bool serves(const json::value& status) {
    return text(status.at("broker").at("state")) == "connected";
}

void flip_bytes(const fs::path& file, std::uintmax_t from, std::uintmax_t count) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    for (auto at = from; at < from + count; ++at) {
        bytes.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<char>(bytes.get() ^ 0x5a);
        bytes.seekp(static_cast<std::streamoff>(at));
        bytes.put(byte);
    }
}

struct DamagedDisk : testing::Test {
    void SetUp() override {
        ASSERT_TRUE(box.wait_until(serves, 120)) << box.daemon_log();
        staff = std::make_unique<Staff>("desk-1", box.broker().port(), dice);
        // Nothing leaves for the PMS: what is acknowledged is on this box alone.
        box.control("/control/line", {{"mode", "refuse"}});
        ASSERT_TRUE(box.wait_until(
            [](const auto& status) { return text(status.at("line").at("state")) == "down"; }, 60));
    }
    void work(int tasks) {
        for (int i = 0; i < tasks; ++i) {
            v1::Command command;
            command.mutable_create_task()->set_title("Cot");
            made.insert(staff->send(command));
        }
        for (int tries = 0; tries < 200 && staff->unanswered() > 0; ++tries) {
            if (tries % 20 == 19) staff->send_unanswered();
            sleep_for_seconds(0.1);
        }
        ASSERT_EQ(staff->unanswered(), 0U);
        for (const auto& [id, ack] : staff->acks())
            ASSERT_EQ(ack.outcome(), v1::COMMAND_OUTCOME_DURABLE) << ack.reason();
    }
    /// What pages show of the tasks made here.
    std::size_t tasks_shown() {
        v1::Snapshot snapshot;
        snapshot.ParseFromString(http_call(box.http_port(), "GET", "/api/v1/snapshot?app=desk"));
        std::size_t shown = 0;
        for (const auto& state : snapshot.states()) {
            v1::TaskState task;
            if (state.topic().find("/tasks/") != std::string::npos &&
                task.ParseFromString(state.payload()) &&
                made.contains(*Uuid::from_bytes(task.task_id())))
                ++shown;
        }
        return shown;
    }
    std::uint64_t epoch() {
        v1::Snapshot snapshot;
        snapshot.ParseFromString(http_call(box.http_port(), "GET", "/api/v1/snapshot?app=desk"));
        for (const auto& state : snapshot.states()) {
            v1::TaskState task;
            if (state.topic().find("/tasks/") != std::string::npos &&
                task.ParseFromString(state.payload()))
                return task.version().epoch();
        }
        return 0;
    }
    int stayctl(std::vector<std::string> arguments) {
        std::vector<std::string> command{program("stayctl"), "--socket", box.socket()};
        command.insert(command.end(), arguments.begin(), arguments.end());
        Process process(command, box.data().parent_path() / "stayctl.log");
        return process.wait(60);
    }
    std::string stayctl_said() {
        std::ifstream log(box.data().parent_path() / "stayctl.log");
        return {std::istreambuf_iterator<char>(log), {}};
    }
    void expect_all_is_there(const std::string& damage) {
        const auto status = box.status();
        EXPECT_EQ(status.at("changes").at("accepted").to_number<std::size_t>(), made.size())
            << damage << "\n"
            << box.daemon_log();
        EXPECT_EQ(status.at("changes").at("waiting").to_number<std::size_t>(), made.size())
            << damage;
        EXPECT_EQ(tasks_shown(), made.size()) << damage;
    }

    Box box;
    SeededRandom dice{20150918};
    std::unique_ptr<Staff> staff;
    std::set<Uuid> made;
};

TEST_F(DamagedDisk, LosesNoAcknowledgedChange) {
    const auto file = box.data() / "hotel.db";
    const auto wal = box.data() / "hotel.db-wal";
    struct Case {
        std::string name;
        std::function<void()> damage;
    };
    const std::vector<Case> cases{
        {"deleted",
         [&] {
             fs::remove(file);
             fs::remove(wal);
         }},
        {"deleted, the log left behind", [&] { fs::remove(file); }},
        {"cut in the middle", [&] { fs::resize_file(file, fs::file_size(file) / 2); }},
        {"emptied", [&] { fs::resize_file(file, 0); }},
        // The log may hold a newer copy of what is flipped, and then nothing is damaged: it goes
        // too.
        {"its head flipped",
         [&] {
             fs::remove(wal);
             flip_bytes(file, 0, 100);
         }},
        {"bytes flipped in the middle",
         [&] {
             fs::remove(wal);
             const auto size = fs::file_size(file);
             flip_bytes(file, size / 4, size / 2);
         }},
    };
    work(5);
    ASSERT_EQ(stayctl({"backup"}), 0) << stayctl_said();
    for (const auto& [name, damage] : cases) {
        work(5);
        const auto before = epoch();
        box.kill_daemon();
        damage();
        box.start_daemon();
        expect_all_is_there(name);
        EXPECT_GT(epoch(), before) << name;
        EXPECT_NE(text(box.status().at("storage").at("recovered_what")).find("Backup"),
                  std::string::npos)
            << name << ": " << box.status().at("storage");
        ASSERT_TRUE(box.wait_until(serves, 60)) << name;
    }
    // Without a backup staff's work is kept all the same, and the PMS is read anew.
    fs::remove_all(box.data() / "backup");
    work(5);
    box.kill_daemon();
    fs::remove(file);
    box.control("/control/line", {{"mode", "up"}});
    box.start_daemon();
    EXPECT_NE(text(box.status().at("storage").at("recovered_what")).find("No backup"),
              std::string::npos);
    EXPECT_TRUE(box.wait_until(
        [&](const auto& status) {
            const auto& changes = status.at("changes");
            return serves(status) &&
                   changes.at("confirmed").template to_number<std::size_t>() == made.size();
        },
        180))
        << box.status().at("changes") << box.daemon_log();
}

TEST_F(DamagedDisk, ADamagedJournalIsBegunAnewFromTheDatabase) {
    work(10);
    box.kill_daemon();
    flip_bytes(box.data() / "journal" / "00000001.seg", 300, 20);
    box.start_daemon();
    expect_all_is_there("journal");
    EXPECT_NE(text(box.status().at("storage").at("recovered_what")).find("journal"),
              std::string::npos);
    box.kill_daemon();
    fs::remove(box.data() / "hotel.db");
    box.start_daemon();
    expect_all_is_there("journal, then the database");
}

TEST_F(DamagedDisk, RestoresABackupWithWhatStaffDidSince) {
    work(4);
    const auto copy = box.data().parent_path() / "copy.db";
    ASSERT_EQ(stayctl({"backup", copy.string()}), 0) << stayctl_said();
    work(4);
    EXPECT_EQ(stayctl({"restore", "--config", box.config().string(), copy.string()}), 1);
    EXPECT_NE(stayctl_said().find("stop it first"), std::string::npos) << stayctl_said();
    box.kill_daemon();
    const auto nothing = box.data().parent_path() / "nothing.db";
    std::ofstream(nothing) << "no database";
    EXPECT_EQ(stayctl({"restore", "--config", box.config().string(), nothing.string()}), 1);
    EXPECT_EQ(stayctl({"restore", "--config", box.config().string(), copy.string()}), 0)
        << stayctl_said();
    box.start_daemon();
    expect_all_is_there("restore");
}

}  // namespace
}  // namespace stayd::sim
