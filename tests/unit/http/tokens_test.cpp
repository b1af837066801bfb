#include "http/api/tokens.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "storage/database.hpp"
#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/seeded_random.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::http {
namespace {

struct TokensTest : testing::Test {
    Tokens opened() { return {files, file, random}; }
    std::string content() { return files.files.at(file)->now; }

    sim::MemoryFiles files;
    sim::SeededRandom random{7};
    const std::filesystem::path file = "box/tokens";
    const UtcTime now = sim::utc("2015-09-17T09:00:00Z");
};

TEST_F(TokensTest, KnowATokenByItsHashAfterAStartAsWell) {
    const auto token = opened().add("channel-manager", Role::manager, now);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->size(), 6 + 64U);
    EXPECT_EQ(content().find(*token), std::string::npos) << "the token itself is kept nowhere";
    const auto tokens = opened();
    ASSERT_NE(tokens.find(*token), nullptr);
    EXPECT_EQ(tokens.find(*token)->name, "channel-manager");
    EXPECT_EQ(tokens.find(*token)->role, Role::manager);
    EXPECT_EQ(tokens.find(*token)->made, now);
    for (const auto& wrong : {std::string{}, token->substr(1), *token + "0",
                              journal::to_hex(tokens.find(*token)->hash)})
        EXPECT_EQ(tokens.find(wrong), nullptr) << wrong;
}

TEST_F(TokensTest, ThatAreRemovedOpenNothing) {
    auto tokens = opened();
    const auto first = *tokens.add("first", Role::desk, now);
    const auto second = *tokens.add("second", Role::it, now);
    EXPECT_NE(first, second);
    EXPECT_TRUE(tokens.remove("first"));
    EXPECT_FALSE(tokens.remove("first"));
    for (const auto& looked : {tokens, opened()}) {
        EXPECT_EQ(looked.find(first), nullptr);
        EXPECT_NE(looked.find(second), nullptr);
    }
}

TEST_F(TokensTest, HaveOneNameEach) {
    auto tokens = opened();
    ASSERT_TRUE(tokens.add("night.audit_2", Role::desk, now));
    EXPECT_FALSE(tokens.add("night.audit_2", Role::manager, now));
    for (const auto* name : {"", "a b", "a\nb desk", "ü", "../x", "x/y"})
        EXPECT_FALSE(tokens.add(name, Role::desk, now)) << name;
    EXPECT_FALSE(tokens.add(std::string(41, 'a'), Role::desk, now));
    EXPECT_TRUE(tokens.add(std::string(40, 'a'), Role::desk, now));
    EXPECT_EQ(tokens.all().size(), 2U);
}

TEST_F(TokensTest, AreTheOldOnesOrTheNewOnesWhereverTheDiskFails) {
    const auto kept = *opened().add("kept", Role::desk, now);
    int failed = 0;
    for (int step = 0; step < 20; ++step) {
        auto tokens = opened();
        files.fail_after(step, ENOSPC);
        try {
            tokens.add("new", Role::it, now);
        } catch (const storage::Failure&) {
            ++failed;
            EXPECT_EQ(tokens.all().size(), 1U) << "what failed is not there";
        }
        files.power_cut();
        EXPECT_NE(opened().find(kept), nullptr) << "after a failure at step " << step;
        files.fail_after(1000, ENOSPC);
        auto again = opened();
        again.remove("new");
    }
    EXPECT_GE(failed, 4);
}

TEST_F(TokensTest, OpenNothingByALineThatCannotBeRead) {
    const auto token = *opened().add("good", Role::desk, now);
    auto text = content();
    const auto hash = text.substr(text.find("desk ") + 5, 64);
    text += "boss owner " + hash + " 2015-09-17T09:00:00Z\n" + "half desk " + hash.substr(1) +
            " 2015-09-17T09:00:00Z\n" + "more desk " + hash + " 2015-09-17T09:00:00Z x\n\n";
    files.files.at(file)->now = text;
    const auto tokens = opened();
    EXPECT_EQ(tokens.all().size(), 1U);
    EXPECT_EQ(tokens.find(token)->name, "good");
}

TEST_F(TokensTest, KeepALineOfALaterVersion) {
    opened().add("good", Role::desk, now);
    files.files.at(file)->now += "a line nobody understands\n";
    opened().add("more", Role::it, now);
    EXPECT_NE(content().find("a line nobody understands\n"), std::string::npos);
    EXPECT_EQ(opened().all().size(), 2U);
}

/// A disk that is there and gives nothing back.
struct Unreadable : storage::Files {
    struct Broken : storage::File {
        std::uint64_t size() override { return 100; }
        std::string read(std::uint64_t, std::size_t) override {
            throw storage::Failure::of_file(EIO, "read");
        }
        void write(std::uint64_t, std::string_view) override { written = true; }
        void sync() override {}
        void resize(std::uint64_t) override {}
        explicit Broken(bool& is_written) : written(is_written) {}
        bool& written;
    };
    std::unique_ptr<storage::File> open(const std::filesystem::path&) override {
        return std::make_unique<Broken>(written);
    }
    std::vector<std::filesystem::path> list(const std::filesystem::path&) override {
        return {"box/tokens"};
    }
    void remove(const std::filesystem::path&) override { written = true; }
    void rename(const std::filesystem::path&, const std::filesystem::path&) override {
        written = true;
    }
    void sync_folder(const std::filesystem::path&) override {}

    bool written = false;
};

TEST_F(TokensTest, OfAFileThatCannotBeReadOpenNothingAndAreNotWrittenOver) {
    const auto token = *opened().add("good", Role::desk, now);
    Unreadable broken;
    Tokens tokens{broken, file, random};
    EXPECT_EQ(tokens.find(token), nullptr);
    EXPECT_THROW(tokens.add("new", Role::it, now), storage::Failure);
    EXPECT_FALSE(broken.written);
}

TEST_F(TokensTest, AreNotNamedAsTheAuditNamesMewsAndUs) {
    for (const auto* name : {"Mews", "mews", "stayd", "STAYD"})
        EXPECT_FALSE(opened().add(name, Role::desk, now)) << name;
}

}  // namespace
}  // namespace stayd::http
