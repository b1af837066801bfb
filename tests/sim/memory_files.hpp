#pragma once

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "storage/files.hpp"

namespace stayd::sim {

/// Files in memory. `power_cut` leaves what was synced. One of the next calls that change something
/// can be made to fail.
class MemoryFiles final : public storage::Files {
  public:
    struct Content {
        std::string now;
        std::string synced;
    };

    std::unique_ptr<storage::File> open(const std::filesystem::path& file) override {
        auto& content = files[file];
        if (!content) content = std::make_shared<Content>();
        return std::make_unique<Open>(*this, content);
    }
    std::vector<std::filesystem::path> list(const std::filesystem::path& folder) override {
        std::vector<std::filesystem::path> found;
        for (const auto& [file, content] : files) {
            if (file.parent_path() == folder) found.push_back(file);
        }
        return found;
    }
    void remove(const std::filesystem::path& file) override {
        step();
        files.erase(file);
    }
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        step();
        auto content = files.extract(from);
        if (content.empty()) throw storage::Failure::of_file(ENOENT, "rename");
        content.key() = to;
        files.erase(to);
        files.insert(std::move(content));
    }
    void sync_folder(const std::filesystem::path&) override { step(); }

    /// The call after so many that succeed fails once, with this error.
    void fail_after(int steps, int error_number) {
        steps_left_ = steps;
        error_ = error_number;
    }
    /// Whether the failure came.
    bool failed() const { return !steps_left_; }
    void power_cut() {
        for (auto& [file, content] : files) content->now = content->synced;
    }

    std::map<std::filesystem::path, std::shared_ptr<Content>> files;
    int syncs = 0;

  private:
    class Open final : public storage::File {
      public:
        Open(MemoryFiles& disk, std::shared_ptr<Content> content)
            : disk_(disk), content_(std::move(content)) {}
        std::uint64_t size() override { return content_->now.size(); }
        std::string read(std::uint64_t offset, std::size_t bytes) override {
            if (offset >= content_->now.size()) return {};
            return content_->now.substr(static_cast<std::size_t>(offset), bytes);
        }
        void write(std::uint64_t offset, std::string_view bytes) override {
            disk_.step();
            const auto at = static_cast<std::size_t>(offset);
            content_->now.resize(std::max(content_->now.size(), at + bytes.size()));
            content_->now.replace(at, bytes.size(), bytes);
        }
        void sync() override {
            disk_.step();
            ++disk_.syncs;
            content_->synced = content_->now;
        }
        void resize(std::uint64_t size) override {
            disk_.step();
            content_->now.resize(static_cast<std::size_t>(size));
        }

      private:
        MemoryFiles& disk_;
        std::shared_ptr<Content> content_;
    };

    void step() {
        if (!steps_left_ || (*steps_left_)-- > 0) return;
        steps_left_.reset();
        throw storage::Failure::of_file(error_, "the disk");
    }

    std::optional<int> steps_left_;
    int error_ = 0;
};

}  // namespace stayd::sim
