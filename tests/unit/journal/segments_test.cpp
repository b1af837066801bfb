#include "journal/segments.hpp"

#include <gtest/gtest.h>

#include "tests/sim/disk/crash_disk.hpp"
#include "tests/sim/memory_files.hpp"

namespace stayd::journal {
namespace {

using State = Reading::State;

constexpr const char* folder = "/box/journal";

Entry row(std::string payload) {
    return {FrameType::row, std::move(payload)};
}

/// The payloads of the rows, in order.
std::vector<std::string> rows_of(const Reading& reading) {
    std::vector<std::string> rows;
    for (const auto& frame : reading.frames) {
        if (frame.type == FrameType::row) rows.push_back(frame.payload);
    }
    return rows;
}

struct SegmentsTest : testing::Test {
    /// A journal of three groups: "a", "b1 b2 b3" and "c".
    void write_three_groups(Segments& segments) {
        segments.open();
        segments.begin(1000, 0, {});
        write(segments, {"a"});
        write(segments, {"b1", "b2", "b3"});
        write(segments, {"c"});
    }
    static std::uint64_t write(Segments& segments, const std::vector<std::string>& payloads) {
        std::vector<Entry> entries;
        for (const auto& payload : payloads) entries.push_back(row(payload));
        return segments.append(entries);
    }
    /// Each a group of its own; their numbers.
    static std::vector<std::uint64_t> write_thirty_rows(Segments& segments) {
        segments.open();
        segments.begin(1000, 0, {});
        std::vector<std::uint64_t> seqs;
        for (int i = 0; i < 30; ++i) seqs.push_back(write(segments, {"row " + std::to_string(i)}));
        return seqs;
    }
    Reading read_again() {
        Segments segments(files, folder, size);
        return segments.open();
    }
    std::string& bytes() { return files.files.at("/box/journal/00000001.seg")->now; }

    std::size_t size = 1024;
    sim::MemoryFiles files;
};

TEST_F(SegmentsTest, GivesBackWhatWasWritten) {
    Segments segments(files, folder, size);
    EXPECT_EQ(segments.open().state, State::absent);
    write_three_groups(segments);
    const auto reading = read_again();
    EXPECT_EQ(reading.state, State::whole);
    EXPECT_EQ(rows_of(reading), (std::vector<std::string>{"a", "b1", "b2", "b3", "c"}));
    EXPECT_EQ(reading.epoch, 1000U);
    EXPECT_EQ(reading.last_seq, segments.last_seq());
    for (std::size_t i = 0; i < reading.frames.size(); ++i) EXPECT_EQ(reading.frames[i].seq, i + 1);
}

TEST_F(SegmentsTest, SyncsOnceAGroup) {
    Segments segments(files, folder, size);
    write_three_groups(segments);
    const auto before = files.syncs;
    write(segments, {"d1", "d2", "d3"});
    EXPECT_EQ(files.syncs, before + 1);
}

TEST_F(SegmentsTest, TornAtAnyByteGivesTheGroupsBeforeAndIsNoDamage) {
    Segments segments(files, folder, size);
    write_three_groups(segments);
    const auto whole = bytes();
    const auto end = whole.find_last_not_of('\0') + 1;
    std::size_t fewer = 5;
    int torn = 0;
    for (std::size_t cut = end; cut-- > 0;) {
        bytes() = whole.substr(0, cut) + std::string(whole.size() - cut, '\0');
        const auto reading = read_again();
        EXPECT_NE(reading.state, State::damaged) << "cut at " << cut << ": " << reading.trouble;
        const auto rows = rows_of(reading).size();
        EXPECT_TRUE(rows == 5 || rows == 4 || rows == 1 || rows == 0) << "half a group at " << cut;
        EXPECT_LE(rows, fewer);
        fewer = rows;
        torn += reading.state == State::torn ? 1 : 0;
    }
    EXPECT_EQ(fewer, 0U);
    EXPECT_GT(torn, 100);
}

TEST_F(SegmentsTest, TornInTheMiddleOfItsLastGroupIsNoDamage) {
    // Sectors of one write reach the disk in any order.
    Segments segments(files, folder, size);
    segments.open();
    segments.begin(1000, 0, {});
    write(segments, {"a"});
    write(segments, {"b1", "b2", "b3"});
    bytes()[bytes().find("b1")] = 'x';
    const auto reading = read_again();
    EXPECT_EQ(reading.state, State::torn);
    EXPECT_EQ(rows_of(reading), (std::vector<std::string>{"a"}));
}

TEST_F(SegmentsTest, DamageAtAnyByteIsToldAndTheOtherGroupsAreRead) {
    Segments segments(files, folder, size);
    write_three_groups(segments);
    const auto whole = bytes();
    const auto last_group = whole.rfind("c") - 13;
    for (std::size_t at = 0; at < last_group; ++at) {
        bytes() = whole;
        bytes()[at] = static_cast<char>(bytes()[at] ^ 0x10);
        const auto reading = read_again();
        EXPECT_EQ(reading.state, State::damaged) << "at " << at;
        EXPECT_NE(reading.trouble, "");
        const auto rows = rows_of(reading);
        EXPECT_GE(rows.size(), 4U) << "more than one frame was lost at " << at;
        EXPECT_EQ(rows.back(), "c");
    }
}

TEST_F(SegmentsTest, AMissingSegmentIsDamage) {
    size = 256;
    Segments segments(files, folder, size);
    segments.open();
    segments.begin(1000, 0, {});
    for (int i = 0; i < 20; ++i) write(segments, {"row " + std::to_string(i)});
    ASSERT_GE(files.files.size(), 3U);
    EXPECT_EQ(read_again().state, State::whole);
    EXPECT_EQ(rows_of(read_again()).size(), 20U);
    files.files.erase("/box/journal/00000002.seg");
    EXPECT_EQ(read_again().state, State::damaged);
}

TEST_F(SegmentsTest, GoesOnBehindATornEnd) {
    Segments segments(files, folder, size);
    write_three_groups(segments);
    bytes().resize(bytes().rfind("b3"));
    {
        Segments next(files, folder, size);
        EXPECT_EQ(next.open().state, State::torn);
        write(next, {"d"});
    }
    const auto reading = read_again();
    EXPECT_EQ(reading.state, State::whole);
    EXPECT_EQ(rows_of(reading), (std::vector<std::string>{"a", "d"}));
}

TEST_F(SegmentsTest, PowerCutAtAnyStepLosesNothingThatWasAcknowledged) {
    size = 200;  // a new segment every few groups
    for (int steps = 0;; ++steps) {
        sim::MemoryFiles disk;
        Segments segments(disk, folder, size);
        segments.open();
        segments.begin(1000, 0, {});
        disk.fail_after(steps, EIO);
        int acknowledged = 0;
        try {
            for (; acknowledged < 12; ++acknowledged)
                write(segments, {"row " + std::to_string(acknowledged)});
        } catch (const storage::Failure&) {
        }
        if (acknowledged == 12) {
            EXPECT_GT(steps, 24);
            break;
        }
        disk.power_cut();
        Segments next(disk, folder, size);
        const auto reading = next.open();
        EXPECT_NE(reading.state, State::damaged) << steps << ": " << reading.trouble;
        const auto rows = rows_of(reading);
        ASSERT_GE(static_cast<int>(rows.size()), acknowledged) << "step " << steps;
        write(next, {"after"});
        Segments last(disk, folder, size);
        EXPECT_EQ(rows_of(last.open()).back(), "after") << "step " << steps;
    }
}

TEST_F(SegmentsTest, ANewSegmentHasItsNameOnTheDiskBeforeItCounts) {
    size = 200;  // a new segment every few groups
    sim::CrashDisk disk;
    sim::CrashFiles of_disk(disk);
    Segments segments(of_disk, folder, size);
    segments.open();
    segments.begin(1000, 0, {});
    for (std::size_t rows = 1; rows <= 12; ++rows) {
        write(segments, {"row"});
        sim::CrashDisk after(disk.after_crash(sim::CrashDisk::Kept::nothing));
        sim::CrashFiles left(after);
        EXPECT_EQ(rows_of(Segments(left, folder, size).open()).size(), rows);
    }
}

TEST_F(SegmentsTest, AFullDiskLeavesTheJournalAsItWas) {
    size = 160;
    Segments segments(files, folder, size);
    segments.open();
    segments.begin(1000, 0, {});
    int refused = 0;
    for (int i = 0; i < 12; ++i) {
        files.fail_after(i % 4, ENOSPC);
        try {
            write(segments, {"row " + std::to_string(i)});
        } catch (const storage::Failure& failure) {
            EXPECT_TRUE(failure.disk_full());
            ++refused;
            write(segments, {"row " + std::to_string(i)});
        }
    }
    EXPECT_GT(refused, 2);
    const auto reading = read_again();
    EXPECT_EQ(reading.state, State::whole) << reading.trouble;
    EXPECT_EQ(rows_of(reading).size(), 12U);
}

TEST_F(SegmentsTest, ABeginThatIsCutIsNone) {
    const std::vector<Entry> entries{row("a"), row("b")};
    int steps = 0;
    for (;; ++steps) {
        sim::MemoryFiles disk;
        disk.fail_after(steps, EIO);
        Segments segments(disk, folder, size);
        segments.open();
        try {
            segments.begin(1000, 77, entries);
            break;
        } catch (const storage::Failure&) {
            disk.power_cut();
        }
        Segments next(disk, folder, size);
        const auto reading = next.open();
        if (reading.state == State::whole) {
            EXPECT_EQ(rows_of(reading).size(), 2U);
        } else {
            EXPECT_EQ(reading.state, State::absent);
        }
    }
    EXPECT_GE(steps, 3);
}

TEST_F(SegmentsTest, ForgetsWholeSegmentsOfWhatIsKeptElsewhere) {
    size = 256;
    Segments segments(files, folder, size);
    const auto seqs = write_thirty_rows(segments);
    const auto before = files.files.size();
    segments.forget_through(seqs[14]);
    EXPECT_LT(files.files.size(), before);
    const auto reading = read_again();
    EXPECT_EQ(reading.state, State::whole) << reading.trouble;
    EXPECT_EQ(reading.epoch, 1000U) << "it stands in every segment";
    EXPECT_GE(rows_of(reading).size(), 15U);
    segments.forget_through(seqs.back());
    EXPECT_EQ(files.files.size(), 1U) << "the one in use stays";
    write(segments, {"the last"});
    EXPECT_EQ(rows_of(read_again()).back(), "the last");
}

TEST_F(SegmentsTest, ForgetsNoRowBehindWhatIsKeptElsewhere) {
    size = 256;
    Segments segments(files, folder, size);
    const auto seqs = write_thirty_rows(segments);
    for (const auto seq : seqs) {
        segments.forget_through(seq);
        const auto reading = read_again();
        std::uint64_t first = seqs.back();
        for (const auto& frame : reading.frames) first = std::min(first, frame.seq);
        EXPECT_LE(first, seq + 1);
    }
}

TEST_F(SegmentsTest, SaysWhatWasTakenBack) {
    Segments segments(files, folder, size);
    segments.open();
    segments.begin(1000, 0, {});
    const auto first = write(segments, {"a"}) + 1;
    const auto last = write(segments, {"b1", "b2"});
    segments.take_back();
    const auto reading = read_again();
    EXPECT_EQ(reading.frames.back().type, FrameType::taken_back);
    EXPECT_EQ(reading.frames.back().payload,
              "{\"from\":" + std::to_string(first) + ",\"to\":" + std::to_string(last) + "}");
}

TEST_F(SegmentsTest, MovedAsideIsKeptAndNotRead) {
    Segments segments(files, folder, size);
    write_three_groups(segments);
    segments.move_aside(".damaged-1");
    EXPECT_EQ(read_again().state, State::absent);
    EXPECT_TRUE(files.files.contains("/box/journal/00000001.seg.damaged-1"));
}

}  // namespace
}  // namespace stayd::journal
