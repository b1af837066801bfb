#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/architecture/picture.hpp"
#include "tests/architecture/tree.hpp"

namespace stayd::architecture {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Picture drawn_picture() {
    return read_picture(contents(fs::path(STAYD_SOURCE_DIR) / "ARCHITECTURE.md"));
}

std::string listed(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

/// A project of its own, with just the files a test plants.
class PlantedTree {
  public:
    PlantedTree() {
        std::string name = (fs::temp_directory_path() / "stayd-arrows-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        root_ = name;
        for (const auto* header :
             {"daemon/base/clock.hpp", "daemon/storage/database.hpp", "daemon/house/house.hpp",
              "daemon/sync/puller.hpp", "daemon/mews/http_client.hpp", "daemon/mews/connector.hpp",
              "daemon/http/message.hpp", "platform/paho/broker.hpp"}) {
            plant(header, "#pragma once\n");
        }
    }
    ~PlantedTree() { fs::remove_all(root_); }
    PlantedTree(const PlantedTree&) = delete;
    PlantedTree& operator=(const PlantedTree&) = delete;

    PlantedTree& plant(const fs::path& file, const std::string& text) {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
        return *this;
    }
    std::string violations() const {
        return listed(architecture::violations(root_, drawn_picture()));
    }

  private:
    fs::path root_;
};

TEST(Arrows, OfTheSourceTreeAreAllDrawn) {
    EXPECT_GT(source_count(STAYD_SOURCE_DIR), 10U) << "looked at the wrong folder";
    const auto found = violations(STAYD_SOURCE_DIR, drawn_picture());
    EXPECT_TRUE(found.empty())
        << listed(found)
        << "Draw the arrow in ARCHITECTURE.md with its reason, or turn the include round.";
}

TEST(Arrows, AllowWhatIsDrawnAndSkippingALevelDownward) {
    PlantedTree tree;
    tree.plant("daemon/sync/a.cpp",
               "#include \"house/house.hpp\"\n#include \"mews/connector.hpp\"\n"
               "#include \"storage/database.hpp\"\n#include <vector>\n")
        .plant("platform/beast/b.cpp",
               "#include <boost/beast/http.hpp>\n#include \"mews/http_client.hpp\"\n"
               "#include \"base/clock.hpp\"\n")
        .plant("daemon/app/application.hpp", "#include \"platform/paho/broker.hpp\"\n")
        .plant("daemon/main.cpp", "#include \"app/application.hpp\"\n")
        .plant("daemon/storage/d.cpp", "#include <sqlite3.h>\n")
        .plant("daemon/http/e.cpp", "#include \"stayd/v1/room.pb.h\"\n")
        .plant("daemon/mews/f.cpp", "auto name = \"UpdatedUtc\";\n");
    EXPECT_EQ(tree.violations(), "");
}

struct Bad {
    std::string name;
    std::string file;
    std::string text;
    std::string complaint;
};

class BadTree : public testing::TestWithParam<Bad> {};

TEST_P(BadTree, IsFound) {
    const auto& bad = GetParam();
    PlantedTree tree;
    tree.plant(bad.file, "\n" + bad.text + "\n");
    EXPECT_EQ(tree.violations(), bad.file + ":" + bad.complaint + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    , BadTree,
    testing::Values(
        Bad{"upward", "daemon/base/a.hpp", "#include \"house/house.hpp\"",
            "2: no arrow leads from 'base' to 'house/house.hpp'"},
        Bad{"sideways", "daemon/http/a.cpp", "#include \"sync/puller.hpp\"",
            "2: no arrow leads from 'http' to 'sync/puller.hpp'"},
        Bad{"platform_from_a_module", "daemon/publish/a.cpp",
            "#include \"platform/paho/broker.hpp\"",
            "2: no arrow leads from 'publish' to 'platform/paho/broker.hpp'"},
        Bad{"more_than_a_port_from_platform", "platform/paho/a.cpp",
            "#include \"mews/connector.hpp\"",
            "2: no arrow leads from 'platform' to 'mews/connector.hpp'"},
        Bad{"spaces_in_the_directive", "daemon/model/a.cpp", "  #  include \"sync/puller.hpp\"",
            "2: no arrow leads from 'model' to 'sync/puller.hpp'"},
        Bad{"a_way_round_by_the_parent_folder", "daemon/sync/a.cpp",
            "#include \"../sync/puller.hpp\"",
            "2: \"../sync/puller.hpp\": own headers are named from the root, in quotes"},
        Bad{"beast_outside_platform", "daemon/http/a.cpp", "#include <boost/beast/http.hpp>",
            "2: <boost/beast/http.hpp> is for platform alone"},
        Bad{"all_of_asio_outside_platform", "daemon/app/a.cpp", "#include <boost/asio.hpp>",
            "2: <boost/asio.hpp> is for platform alone"},
        Bad{"paho_outside_platform", "daemon/publish/a.cpp", "#include <mqtt/async_client.h>",
            "2: <mqtt/async_client.h> is for platform alone"},
        Bad{"protobuf_in_the_house", "daemon/house/a.cpp", "#include \"stayd/v1/room.pb.h\"",
            "2: <stayd/v1/room.pb.h> is for http, publish alone"},
        Bad{"sqlite_outside_storage", "daemon/mirror/a.cpp", "#include <sqlite3.h>",
            "2: <sqlite3.h> is for storage alone"},
        Bad{"pms_name_outside_mews", "daemon/sync/a.cpp", "auto value = row[\"UpdatedUtc\"];",
            "2: '\"[A-Z][A-Za-z]*(Utc|Ids?|Token|Limitation)\"' is for mews, model alone"},
        Bad{"the_systems_clock_below_the_port", "daemon/operations/a.cpp",
            "auto now = std::chrono::system_clock::now();",
            "2: 'system_clock::now' is for platform alone"},
        Bad{"a_folder_nobody_drew", "daemon/helpers/a.cpp", "int a;",
            "0: the folder 'helpers' is not in the picture"}),
    [](const auto& row) { return row.param.name; });

TEST(Arrows, OfTheBuildFilesAreCheckedToo) {
    PlantedTree tree;
    tree.plant("daemon/base/CMakeLists.txt",
               "stayd_module(base\n  SOURCES a.cpp\n  DEPENDS house)\n");
    EXPECT_EQ(tree.violations(),
              "daemon/base/CMakeLists.txt: no arrow leads from 'base' to 'house'\n");
}

TEST(Picture, ReadsArrowsHeadersAndReservations) {
    const auto picture =
        read_picture("text\n```arrows\na -> b c\nb c -> d\nd -> x/port.hpp\nonly d: <lib/>\n```\n");
    EXPECT_TRUE(picture.may_include("a", "d", "d/any.hpp"));
    EXPECT_FALSE(picture.may_include("d", "a", "a/any.hpp"));
    EXPECT_TRUE(picture.may_include("d", "x", "x/port.hpp"));
    EXPECT_FALSE(picture.may_include("d", "x", "x/other.hpp"));
    ASSERT_EQ(picture.reserved_headers.size(), 1U);
    EXPECT_EQ(picture.reserved_headers[0].prefix, "lib/");
}

TEST(Picture, RefusesACircleAnUnreadableLineAndAMissingBlock) {
    EXPECT_THROW(read_picture("```arrows\na -> b\nb -> a\n```\n"), std::runtime_error);
    EXPECT_THROW(read_picture("```arrows\na b c\n```\n"), std::runtime_error);
    EXPECT_THROW(read_picture("```arrows\nonly a <x>\n```\n"), std::runtime_error);
    EXPECT_THROW(read_picture("no picture"), std::runtime_error);
    EXPECT_THROW(read_picture("```arrows\na -> b\n"), std::runtime_error);
}

}  // namespace
}  // namespace stayd::architecture
